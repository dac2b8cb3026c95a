/** Queue statistics per pool, for the API, for /metrics and for autoscalers. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../database/client.ts';

export interface PoolStats {
  /** Name of the pool. Null for tasks that name no pool: any worker with the required labels can claim them. */
  pool: string | null;
  /** Number of queued tasks. */
  queuedTasks: number;
  /** Time that the oldest queued task has waited. Null when no task is queued. */
  oldestQueuedSeconds: number | null;
  /** Number of tasks running on the workers of the pool. */
  runningTasks: number;
  /** Number of live workers that accept tasks. */
  workerCount: number;
  /** Number of tasks that these workers can run at the same time. */
  slots: number;
}

/** Returns every pool that has workers or queued tasks, sorted by name. The row without a pool comes first. */
export async function readQueueStats(db: Database, leaseSeconds: number): Promise<PoolStats[]> {
  const rows = await db.execute<PoolStats & Record<string, unknown>>(sql`
    with waiting as (
      select pool, count(*)::int as depth, extract(epoch from now() - min(queued_at))::float8 as oldest
      from tasks where state = 'QUEUED' group by pool),
    busy as (
      select w.pool, count(*)::int as running
      from tasks t join workers w on w.id = t.worker_id where t.state = 'RUNNING' group by w.pool),
    serving as (
      select pool, count(*)::int as workers, sum(slots)::int as slots
      from workers
      where state in ('IDLE', 'BUSY') and last_heartbeat_at >= now() - make_interval(secs => ${leaseSeconds})
      group by pool)
    select nullif(pool, '') as pool, coalesce(depth, 0) as "queuedTasks", oldest as "oldestQueuedSeconds",
      coalesce(running, 0) as "runningTasks", coalesce(workers, 0) as "workerCount", coalesce(slots, 0) as slots
    from waiting full join busy using (pool) full join serving using (pool)
    order by pool nulls first`);
  return [...rows];
}
