/** The page of a model: evaluation, playground, versions, and how to reproduce it. */

import { useRef } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { ModelDocument, PredictDocument } from '../../api/generated.ts';
import { here } from '../../api/here.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../../i18n/language.tsx';
import { results } from '../../i18n/results.ts';
import { trashWords } from '../../i18n/trash.ts';
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
  const say = useMessages(results);
  const { datasetGone } = useMessages(trashWords);
  const words = useCatalogue();
  const place = useRef<HTMLDivElement>(null);
  const [{ data, error }, refetch] = useQuery({ query: ModelDocument, variables: { id } });
  if (error && !data) return <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  if (data.node?.__typename !== 'Model') return <NotFound />;
  const { node: model } = data;
  const { configuration, latest, versions } = model;
  const { report, facts, environment } = latest;
  const isDatasetGone = Boolean(configuration?.datasetVersion.dataset.deletedAt);
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
            <a className={buttonStyle()} href={here(latest.downloadUrl)} download>
              {say.download}
            </a>
            {model.organization.viewerRole !== 'VIEWER' && (
              <DeleteButton what="MODEL" id={id} name={model.name} leave="/models" />
            )}
            <ShowAsGraphql
              operations={[
                { document: ModelDocument, variables: { id } },
                { document: PredictDocument, variables: { input: { modelId: id, version: latest.version } } },
              ]}
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
          {report ? (
            <Report
              report={report}
              source={{ id: model.id, version: latest.version, target: configuration?.target ?? null }}
            />
          ) : (
            <p>{say.noReport}</p>
          )}
        </Card>
        <div ref={place} tabIndex={-1}>
          <Playground model={model} />
        </div>
        {facts.length > 0 && <FactsCard facts={facts} />}
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
