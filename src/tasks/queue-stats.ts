/** The queue in numbers, pool by pool: for people, for /metrics, and for whoever starts and stops workers by them. */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';

export interface PoolStats {
  /** Null: tasks that name no pool wait here; any worker whose labels suffice takes them. */
  pool: string | null;
  /** Tasks that wait. */
  depth: number;
  /** How long the oldest of them has waited; null when none does. */
  oldestWaitingSeconds: number | null;
  /** Tasks that the pool's workers run. */
  running: number;
  /** Workers that are alive and take tasks, and how many tasks they run at the same time. */
  workers: number;
  slots: number;
}

/** Every pool that has workers or waiting tasks, by name; the row without one first. */
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
    select nullif(pool, '') as pool, coalesce(depth, 0) as depth, oldest as "oldestWaitingSeconds",
      coalesce(running, 0) as running, coalesce(workers, 0) as workers, coalesce(slots, 0) as slots
    from waiting full join busy using (pool) full join serving using (pool)
    order by pool nulls first`);
  return [...rows];
}
