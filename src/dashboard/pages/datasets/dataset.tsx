import { useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useLocation } from 'wouter';
import { DatasetDocument, DatasetEventsDocument } from '../../api/generated.ts';
import { isUnderWay } from '../../datasets/dataset-table.tsx';
import { IngestionProgress } from '../../datasets/ingestion-progress.tsx';
import { LicenseCard } from '../../datasets/license/license-card.tsx';
import { ImagesProfileView } from '../../datasets/profile/images-profile.tsx';
import { columnsAtOnce, TableProfileView } from '../../datasets/profile/table-profile.tsx';
import { Rejection } from '../../datasets/upload/upload-progress.tsx';
import { type Version, VersionFacts, VersionList } from '../../datasets/version-views.tsx';
import { useMessages } from '../../i18n/language.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { DeleteButton } from '../../trash/delete-button.tsx';
import cardStyles from '../../ui/content/card.module.css';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { NotFound, QueryProblem } from '../../ui/states.tsx';

/** Polling interval for uploads, and for ingestion when the live stream is unavailable. */
const pollMilliseconds = 3000;

export default function DatasetPage({ id }: { id: string }) {
  const say = useMessages('datasets');
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState<number | null>(null);
  const [offset, setOffset] = useState(0);
  // Without a version number: the newest version that is ready.
  const variables = { id, version: wanted, columns: columnsAtOnce, offset };
  const [{ data, error }, refetch] = useQuery({ query: DatasetDocument, variables });
  const dataset = data?.node?.__typename === 'Dataset' ? data.node : null;
  const [newest] = dataset?.versions ?? [];
  const underWay = newest !== undefined && isUnderWay(newest.state);
  const [live] = useSubscription({ query: DatasetEventsDocument, variables: { datasetId: id }, pause: !underWay });
  const event = live.data?.datasetEvents;
  const liveIngestion = event && event.version === newest?.version ? event.ingestion : null;
  const liveState = event?.state;
  useEffect(() => {
    if (liveState) refetch({ requestPolicy: 'network-only' });
  }, [liveState, refetch]);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => refetch({ requestPolicy: 'network-only' }), pollMilliseconds);
    return () => clearInterval(timer);
  }, [underWay, refetch]);

  const problem = error && <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return problem ?? <Loading />;
  if (!dataset) return <NotFound />;
  const { versions, version: shown, name, organization } = dataset;
  const usable = versions.find(({ state }) => state === 'READY');
  const show = (version: number) => {
    setWanted(version);
    setOffset(0);
  };
  const mayWrite = organization.viewerRole !== 'VIEWER';
  const address = encodeURIComponent(id);
  return (
    <>
      <PageHead
        title={name}
        actions={
          <>
            <ShowAsGraphql operations={[{ document: DatasetDocument, variables }]} />
            {mayWrite && <DeleteButton itemType="DATASET" id={id} name={name} leave="/datasets" />}
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
      {newest && usable && newest !== usable && shown?.version === usable.version && (
        <Notice tone={newest.state === 'REJECTED' ? 'warn' : 'neutral'}>
          {say.olderShown({ newest: String(newest.version), shown: String(usable.version) })}
        </Notice>
      )}
      <div className="stack">
        {shown && (
          <VersionView
            version={shown}
            liveIngestion={shown.version === newest?.version ? liveIngestion : null}
            offset={offset}
            onOffset={setOffset}
          />
        )}
        <LicenseCard dataset={dataset} mayWrite={mayWrite} />
        {versions.length > 1 && <VersionList versions={versions} shown={shown?.version} onShow={show} />}
      </div>
    </>
  );
}

function VersionView({
  version,
  liveIngestion,
  offset,
  onOffset,
}: {
  version: Version;
  liveIngestion: Version['ingestion'] | undefined;
  /** Index of the first shown column of a table. */
  offset: number;
  onOffset(offset: number): void;
}) {
  const say = useMessages('datasets');
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
      {state === 'EXPIRED' && (
        <Notice tone="warn">
          <strong>{say.expiredTitle}</strong>
          <p>{say.expiredHelp}</p>
        </Notice>
      )}
      {state === 'INGESTING' && (
        <section className={cardStyles.card} aria-live="polite">
          <h2>{say.ingestingTitle}</h2>
          <p>{say.ingestingHelp}</p>
          <IngestionProgress ingestion={liveIngestion ?? version.ingestion} />
        </section>
      )}
      {rejection && <Rejection reason={rejection.reason} location={rejection.location} />}
      {profile?.__typename === 'TableProfile' && (
        <TableProfileView profile={profile} offset={offset} onOffset={onOffset} />
      )}
      {profile?.__typename === 'ImageProfile' && <ImagesProfileView profile={profile} />}
    </>
  );
}
