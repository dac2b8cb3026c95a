/** The page of a run: progress, charts, and result. */

import { useEffect } from 'react';
import { useQuery } from 'urql';
import { TaskDocument, TaskEventsDocument, TaskMetricsLiveDocument } from '../../api/generated.ts';
import { here } from '../../api/here.ts';
import { useMessages } from '../../i18n/language.tsx';
import { ModelVersionSummary, Report } from '../../results/report/report.tsx';
import { useRunActions } from '../../runs/actions.tsx';
import { ConfigurationCard, EnvironmentCard, type Run, RunFacts, TrialsCard } from '../../runs/details.tsx';
import { isOver, RunProgress, StateBadge, useRunName } from '../../runs/labels.tsx';
import { type Followed, useFollowed } from '../../runs/live/live.ts';
import { LiveLight } from '../../runs/live/live-light.tsx';
import { Log } from '../../runs/log.tsx';
import { ProjectionCard } from '../../runs/previews/projection.tsx';
import { SamplesCard } from '../../runs/previews/samples.tsx';
import { RunCurves } from '../../runs/run-curves.tsx';
import { Timeline } from '../../runs/timeline.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { DeleteButton } from '../../trash/delete-button.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { buttonStyle } from '../../ui/controls/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { NotFound, QueryProblem } from '../../ui/states.tsx';
import styles from './run.module.css';
import runStateStyles from './run-state.module.css';

export default function Page({ id }: { id: string }) {
  const [{ data, error }, refetch] = useQuery({ query: TaskDocument, variables: { id } });
  // Starts in parallel with the query.
  const live = useFollowed(id);
  const renew = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <QueryProblem error={error} onRetry={renew} />;
  if (!data) return <Loading />;
  if (data.node?.__typename !== 'Task') return <NotFound />;
  return <Shown run={data.node} live={live} renew={renew} />;
}

function Shown({ run, live, renew }: { run: Run; live: Followed; renew(): void }) {
  const say = useMessages('runs');
  const name = useRunName()(run);
  const { configuration, outputModelVersion, evaluation, predictionsUrl, trials } = run;
  // While old events still arrive, the query result is newer than they are.
  const isCaughtUp = live.seq >= run.lastSeq;
  const state = (isCaughtUp && live.state) || run.state;
  const progress = (isCaughtUp && live.progress) || run.progress;
  const origin = configuration?.datasetVersion.dataset;
  const dataset = origin?.deletedAt ? null : origin?.id;
  const mayWrite = run.organization.viewerRole !== 'VIEWER';
  const { buttons, problem } = useRunActions(
    run.id,
    state,
    mayWrite,
    configuration && dataset
      ? `/datasets/${encodeURIComponent(dataset)}/configure?from=${encodeURIComponent(configuration.id)}`
      : null,
  );
  const isStale = state !== run.state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once per state
  useEffect(() => {
    if (isStale) renew();
  }, [isStale, state]);

  return (
    <>
      <PageHead
        title={name}
        actions={
          <>
            {buttons}
            {mayWrite && isOver(state) && <DeleteButton itemType="TASK" id={run.id} name={name} leave="/runs" />}
            <ShowAsGraphql
              operations={[
                { document: TaskDocument, variables: { id: run.id } },
                { document: TaskEventsDocument, variables: { taskId: run.id } },
                {
                  document: TaskMetricsLiveDocument,
                  variables: { taskId: run.id, maxPoints: 1000, minIntervalMs: 250 },
                },
              ]}
            />
          </>
        }
      >
        <div className={runStateStyles.runState}>
          <span aria-live="polite">
            <StateBadge state={state} />
          </span>
          <LiveLight ended={live.ended} behind={live.behind} />
        </div>
      </PageHead>
      {problem}
      {live.failed && <Notice tone="bad">{say.notFollowed}</Notice>}
      {state === 'FAILED' && run.failureReason && (
        <Notice tone="bad">
          <strong>{say.whyFailed}</strong>
          {run.failureReason}
        </Notice>
      )}
      {state === 'QUEUED' && run.unschedulableReason && (
        <Notice tone="warn">
          <strong>{say.cannotStart}</strong>
          {run.unschedulableReason}
        </Notice>
      )}
      <div className="stack">
        <Card>
          {progress && !isOver(state) && (
            <div className={styles.progress}>
              <RunProgress label={say.progress} progress={progress} isRunning={state === 'RUNNING'} />
            </div>
          )}
          <RunFacts run={run} attempt={Math.max(run.attempt, live.attempt)} />
        </Card>
        {outputModelVersion && (
          <Card title={say.result}>
            <ModelVersionSummary version={outputModelVersion} />
          </Card>
        )}
        {evaluation && (
          <Card title={say.evaluation}>
            <Report
              report={evaluation}
              source={{ id: run.id, version: 0, target: run.inputModelVersion?.model.configuration?.target ?? null }}
            />
          </Card>
        )}
        {predictionsUrl && (
          <Card title={say.predictions}>
            <p>{say.predictionsHelp}</p>
            <a className={buttonStyle()} href={here(predictionsUrl)} download>
              {say.downloadPredictions}
            </a>
          </Card>
        )}
        {trials && configuration && <TrialsCard trials={trials} family={configuration.family.name} />}
        <SamplesCard samples={live.samples} />
        <ProjectionCard projections={live.projections} />
        {configuration && (
          <RunCurves curves={live.curves} bestEpoch={bestEpochOf(live.end ?? run.trainingEnd)} isOver={isOver(state)} />
        )}
        <div className="columns">
          <Timeline moments={live.moments} />
          <Log lines={live.logs} />
        </div>
        <div className="columns">
          {configuration && <ConfigurationCard configuration={configuration} />}
          {outputModelVersion?.environment && <EnvironmentCard environment={outputModelVersion.environment} />}
        </div>
      </div>
    </>
  );
}

/** The epoch whose weights the model has, if a metric chose it. */
const bestEpochOf = (end: Run['trainingEnd'] | Followed['end']): number | null =>
  end && end.monitor !== null ? end.bestEpoch : null;
