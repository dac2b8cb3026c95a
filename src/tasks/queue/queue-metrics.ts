/** Queue metrics for monitoring and autoscaling. They contain no names or IDs of users, organizations or tasks. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../database/client.ts';
import { organizations } from '../../database/tables/accounts.ts';
import { readQueueStats } from './queue-stats.ts';

export interface PoolLoad {
  pool: string;
  queued: number;
  running: number;
  /** Time that the oldest queued task has waited, in seconds. 0 when no task is queued. */
  oldestWaitSeconds: number;
  /** Total training throughput that the running tasks report. */
  samplesPerSecond: number;
}

export interface QueueLoad {
  pools: PoolLoad[];
  /** Total number of events ever written, in all organizations. */
  eventsTotal: number;
}

/** Pool that tasks without a pool are counted in. */
const defaultPoolName = 'default';

/** Reads queue statistics, reported throughput and event counts from the database. */
export async function readQueueLoad(db: Database, leaseSeconds: number): Promise<QueueLoad> {
  const [stats, speeds, [log]] = await Promise.all([
    readQueueStats(db, leaseSeconds),
    db.execute<{ pool: string; speed: number }>(sql`
      select w.pool, coalesce(sum((t.progress ->> 'samplesPerSecond')::float8), 0) as speed
      from tasks t join workers w on w.id = t.worker_id where t.state = 'RUNNING' group by w.pool`),
    db.select({ events: sql<number>`coalesce(sum(${organizations.eventSeq}), 0)::float8` }).from(organizations),
  ]);
  const idle = { pool: defaultPoolName, queued: 0, running: 0, oldestWaitSeconds: 0, samplesPerSecond: 0 };
  const pools = new Map<string, PoolLoad>([[defaultPoolName, idle]]);
  for (const { pool: name, queuedTasks, runningTasks, oldestQueuedSeconds } of stats) {
    const pool = name ?? defaultPoolName;
    const { queued = 0, running: alreadyRunning = 0, oldestWaitSeconds = 0 } = pools.get(pool) ?? {};
    pools.set(pool, {
      pool,
      queued: queued + queuedTasks,
      running: alreadyRunning + runningTasks,
      oldestWaitSeconds: Math.max(oldestWaitSeconds, oldestQueuedSeconds ?? 0),
      samplesPerSecond: speeds.find((row) => row.pool === pool)?.speed ?? 0,
    });
  }
  return { pools: [...pools.values()], eventsTotal: log?.events ?? 0 };
}
