import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { DatasetDocument } from '../api/generated.ts';
import { ImagesProfileView } from '../datasets/images-profile.tsx';
import { TableProfileView } from '../datasets/table-profile.tsx';
import { Rejection } from '../datasets/upload-progress.tsx';
import { type Version, VersionFacts, VersionList } from '../datasets/version-views.tsx';
import { isUnderWay } from '../datasets/words.tsx';
import { datasetWords } from '../i18n/datasets.ts';
import { useMessages } from '../i18n/language.tsx';
import { PageHead } from '../shell/shell.tsx';
import { ShowAsGraphql } from '../shell/show-as-graphql.tsx';
import { DeleteButton } from '../trash/delete-button.tsx';
import { Button, Notice, ProgressBar } from '../ui/index.tsx';
import { Loading, NotFound, QueryProblem } from '../ui/states.tsx';
import '../datasets.css';

const pollMilliseconds = 1000;

export default function DatasetPage({ id }: { id: string }) {
  const say = useMessages(datasetWords);
  const [, navigate] = useLocation();
  const variables = { id };
  const [{ data, error }, refetch] = useQuery({ query: DatasetDocument, variables });
  const [wanted, setWanted] = useState<number | null>(null);
  const dataset = data?.node?.__typename === 'Dataset' ? data.node : null;
  const [newest] = dataset?.versions ?? [];
  const underWay = newest !== undefined && isUnderWay(newest.state);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => refetch({ requestPolicy: 'network-only' }), pollMilliseconds);
    return () => clearInterval(timer);
  }, [underWay, refetch]);

  const problem = error && <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return problem ?? <Loading />;
  if (!dataset) return <NotFound />;
  const { versions, name, organization } = dataset;
  const usable = versions.find(({ state }) => state === 'READY');
  // What can be learned from, unless somebody asks for another one.
  const shown = versions.find(({ version }) => version === wanted) ?? usable ?? newest;
  const mayWrite = organization.viewerRole !== 'VIEWER';
  const address = encodeURIComponent(id);
  return (
    <>
      <PageHead
        title={name}
        actions={
          <>
            <ShowAsGraphql operations={[{ document: DatasetDocument, variables }]} />
            {mayWrite && <DeleteButton what="DATASET" id={id} name={name} leave="/datasets" />}
            {mayWrite && <Button onPress={() => navigate(`/datasets/new?dataset=${address}`)}>{say.newVersion}</Button>}
            {mayWrite && usable && (
              <Button kind="primary" onPress={() => navigate(`/datasets/${address}/configure`)}>
                {say.train}
              </Button>
            )}
          </>
        }
      />
      {problem}
      {newest && usable && newest !== usable && shown === usable && (
        <Notice tone={newest.state === 'REJECTED' ? 'warn' : 'neutral'}>
          {say.olderShown(String(newest.version), String(usable.version))}
        </Notice>
      )}
      <div className="stack">
        {shown && <VersionView version={shown} />}
        {versions.length > 1 && <VersionList versions={versions} shown={shown?.version} onShow={setWanted} />}
      </div>
    </>
  );
}

function VersionView({ version }: { version: Version }) {
  const say = useMessages(datasetWords);
  const { state, profile, rejection } = version;
  return (
    <>
      <VersionFacts version={version} />
      {state === 'UPLOADING' && (
        <Notice tone="warn">
          <strong>{say.uploadingTitle}</strong>
          <p>{say.uploadingHelp}</p>
        </Notice>
      )}
      {state === 'INGESTING' && (
        <section className="card" aria-live="polite">
          <h2>{say.ingestingTitle}</h2>
          <p>{say.ingestingHelp}</p>
          <ProgressBar label={say.ingestingTitle} value={null} />
        </section>
      )}
      {rejection && <Rejection reason={rejection.reason} location={rejection.location} />}
      {profile?.__typename === 'TableProfile' && <TableProfileView profile={profile} />}
      {profile?.__typename === 'ImagesProfile' && <ImagesProfileView profile={profile} />}
    </>
  );
}
