/**
 * Several gateways and workers without faults: subscribers of both gateways must see the same events. Measures the time from an
 * event's commit in Postgres, by a worker, to its arrival at a subscriber.
 */

import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import { uuidOf } from './subscriber.ts';

const tasksSideBySide = 3;

export const gatewayRows: FaultRow[] = [
  {
    name: 'gateways',
    description: 'none: tasks on three workers, watched at two gateways',
    trials: 30,
    shortTrials: 3,
    cluster: ordinaryCluster,
    run: watchBothGateways,
  },
];

async function watchBothGateways(stage: Stage): Promise<void> {
  const started = performance.timeOrigin + performance.now();
  await stage.inject(async () => {
    const { taskId } = await stage.launch();
    await stage.observer.untilEnded(taskId);
  }, tasksSideBySide);
  const committed = await commitTimes(stage);
  for (const { recording } of stage.subscribers) {
    if ('taskId' in recording.stream) continue; // this subscriber joined after the first events
    for (const { taskId, seq, arrivedAt } of recording.events) {
      const at = committed.get(`${taskId} ${seq}`);
      if (at !== undefined && at > started) stage.measure('publish', arrivedAt - at);
    }
  }
}

/** Returns the commit times by task and position, in milliseconds since 1970. */
async function commitTimes({ cluster, organizationId }: Stage): Promise<Map<string, number>> {
  const rows = await cluster.ask(
    (sql) => sql<{ taskId: string; seq: number; at: number }[]>`
    select task_id as "taskId", seq::int as seq, extract(epoch from pg_xact_commit_timestamp(xmin))::float * 1000 as at
    from task_events where organization_id = ${uuidOf(organizationId)}`,
  );
  return new Map(rows.map(({ taskId, seq, at }) => [`${taskId} ${seq}`, at]));
}
