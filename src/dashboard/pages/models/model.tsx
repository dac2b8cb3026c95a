/** The page of a model: evaluation, playground, versions, and how to reproduce it. */

import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { ExampleImageDocument, ModelDocument, PredictDocument } from '../../api/generated.ts';
import { here } from '../../api/here.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../../i18n/language.tsx';
import { exampleInput } from '../../playground/example-input.ts';
import { Playground } from '../../playground/playground.tsx';
import { FactsCard } from '../../results/model-facts.tsx';
import { Report } from '../../results/report/report.tsx';
import { VersionsCard } from '../../results/versions.tsx';
import { ConfigurationCard, EnvironmentCard } from '../../runs/details.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { DeleteButton } from '../../trash/delete-button.tsx';
import { Badge } from '../../ui/content/badge.tsx';
import cardStyles from '../../ui/content/card.module.css';
import { Card } from '../../ui/content/card.tsx';
import { Button, buttonStyle } from '../../ui/controls/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { NotFound, QueryProblem } from '../../ui/states.tsx';
import styles from './model.module.css';

export default function Page({ id }: { id: string }) {
  const say = useMessages('results');
  const { datasetGone } = useMessages('trash');
  const words = useCatalogue();
  const place = useRef<HTMLDivElement>(null);
  const [{ data, error }, refetch] = useQuery({ query: ModelDocument, variables: { id } });
  const [isExampleShown, setExampleShown] = useState(false);
  const takesImages = data?.node?.__typename === 'Model' && data.node.configuration?.modality === 'IMAGE';
  const [exampleQuery] = useQuery({
    query: ExampleImageDocument,
    variables: { id },
    pause: !isExampleShown || !takesImages,
    requestPolicy: 'cache-first',
  });
  if (error && !data) return <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  if (data.node?.__typename !== 'Model') return <NotFound />;
  const { node: model } = data;
  const { configuration, latestVersion, versions } = model;
  const { evaluation, fittedAttributes, environment } = latestVersion;
  const isDatasetGone = Boolean(configuration?.datasetVersion.dataset.deletedAt);
  const example = exampleQuery.data?.node;
  const [image] = example?.__typename === 'Model' ? (example.configuration?.datasetVersion.samples ?? []) : [];
  const input = exampleInput(configuration, image?.__typename === 'DatasetImage' ? image.dataUrl : null);
  function showPlayground() {
    place.current?.scrollIntoView({ block: 'start' });
    place.current?.focus({ preventScroll: true });
  }
  return (
    <>
      <PageHead
        title={model.name}
        actions={
          <>
            <Button kind="primary" onPress={showPlayground}>
              {say.tryIt}
            </Button>
            <a className={buttonStyle()} href={here(latestVersion.downloadUrl)} download>
              {say.download}
            </a>
            {model.organization.viewerRole !== 'VIEWER' && (
              <DeleteButton itemType="MODEL" id={id} name={model.name} leave="/models" />
            )}
            <ShowAsGraphql
              operations={[
                { document: ModelDocument, variables: { id } },
                {
                  document: PredictDocument,
                  variables: { input: { modelId: id, version: latestVersion.version, ...input } },
                },
              ]}
              onOpen={() => setExampleShown(true)}
            />
          </>
        }
      >
        <div className={`actions ${styles.kind}`}>
          {configuration ? (
            <>
              <Badge>{words.titleOf(configuration.family)}</Badge>
              <Badge>{say[configuration.objective]}</Badge>
              <Badge>{say[configuration.modality]}</Badge>
            </>
          ) : (
            <Badge>{say.imported}</Badge>
          )}
        </div>
      </PageHead>
      <div className="stack">
        <Card title={say.report}>
          {evaluation ? (
            <Report
              report={evaluation}
              source={{ id: model.id, version: latestVersion.version, target: configuration?.target ?? null }}
            />
          ) : (
            <p>{say.noReport}</p>
          )}
        </Card>
        <div ref={place} tabIndex={-1}>
          <Playground model={model} />
        </div>
        {fittedAttributes.length > 0 && <FactsCard facts={fittedAttributes} />}
        <VersionsCard versions={versions} />
        {(configuration || environment) && (
          <section>
            <div className={cardStyles.head}>
              <div>
                <h2>{say.environment}</h2>
                <p className="hint">{isDatasetGone ? datasetGone : say.environmentHelp}</p>
              </div>
              {configuration && !isDatasetGone && model.organization.viewerRole !== 'VIEWER' && (
                <Link
                  className={buttonStyle()}
                  href={`/datasets/${encodeURIComponent(configuration.datasetVersion.dataset.id)}/configure?from=${encodeURIComponent(configuration.id)}`}
                >
                  {say.trainAgain}
                </Link>
              )}
            </div>
            <div className="columns">
              {configuration && <ConfigurationCard configuration={configuration} />}
              {environment && <EnvironmentCard environment={environment} />}
            </div>
          </section>
        )}
      </div>
    </>
  );
}
