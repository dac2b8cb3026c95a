/** The workers and the queue. */
import { useQuery } from 'urql';
import { ClusterDocument } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { useEvery } from '../../settings/every.ts';
import { QueueTable } from '../../settings/queue-table.tsx';
import { WorkersTable } from '../../settings/workers-table.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import styles from './cluster.module.css';

const refreshMilliseconds = 2000;

export default function Page() {
  const say = useMessages('settings');
  const format = useFormat();
  const [{ data, error, fetching }, refetch] = useQuery({ query: ClusterDocument });
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  // A new request would restart the wait while one is still pending.
  useEvery(refreshMilliseconds, () => {
    if (!fetching) refresh();
  });
  if (error && !data) return <QueryProblem error={error} onRetry={refresh} />;
  if (!data) return <Loading />;
  const { workers, queuePools } = data;
  const alive = workers.filter(({ state }) => state !== 'LOST' && state !== 'STOPPED');
  const gone = workers.filter((worker) => !alive.includes(worker));
  const count = (states: number) => format.number(states);
  return (
    <>
      <PageHead
        title={say.clusterTitle}
        actions={<ShowAsGraphql operations={[{ document: ClusterDocument, variables: {} }]} />}
      >
        <p className="hint" role="status">
          {say.summary({
            workers: count(alive.length),
            busy: count(alive.filter(({ state }) => state === 'BUSY').length),
            waiting: count(queuePools.reduce((sum, { queuedTasks }) => sum + queuedTasks, 0)),
          })}
        </p>
      </PageHead>
      <div className="stack">
        {error && <Notice tone="warn">{say.stale}</Notice>}
        {alive.length === 0 ? (
          <Empty title={say.noWorkers} action={<code>npx aias worker</code>}>
            {say.noWorkersHelp}
          </Empty>
        ) : (
          <Card title={say.workers}>
            <WorkersTable label={say.workers} workers={alive} />
          </Card>
        )}
        <Card title={say.queue}>
          <QueueTable pools={queuePools} />
        </Card>
        {gone.length > 0 && (
          <details className={styles.gone}>
            <summary>
              {say.stopped} ({count(gone.length)})
            </summary>
            <WorkersTable label={say.stopped} workers={gone} />
          </details>
        )}
      </div>
    </>
  );
}
