/** How much the queue has to do, for those who watch the platform and scale its workers. Tells no names and no ids. */
import { sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { organizations } from '../database/tables.ts';
import { readQueueStats } from './queue-stats.ts';

export interface PoolLoad {
  pool: string;
  queued: number;
  running: number;
  /** Since the one that waits longest came into the queue, in seconds; 0 when none waits. */
  oldestWaitSeconds: number;
  /** What the running tasks say that they train with, together. */
  samplesPerSecond: number;
}

export interface QueueLoad {
  pools: PoolLoad[];
  /** Events written since the beginning, of all organisations. */
  eventsAppended: number;
}

/** Tasks that name no pool wait where nobody has named one. */
const unnamed = 'default';

/** Looks at the database: the queue's numbers, what the running tasks say, and the organisations. */
export async function readQueueLoad(db: Database, leaseSeconds: number): Promise<QueueLoad> {
  const [stats, speeds, [log]] = await Promise.all([
    readQueueStats(db, leaseSeconds),
    db.execute<{ pool: string; speed: number }>(sql`
      select w.pool, coalesce(sum((t.progress ->> 'samplesPerSecond')::float8), 0) as speed
      from tasks t join workers w on w.id = t.worker_id where t.state = 'RUNNING' group by w.pool`),
    db.select({ events: sql<number>`coalesce(sum(${organizations.eventSeq}), 0)::float8` }).from(organizations),
  ]);
  const idle = { pool: unnamed, queued: 0, running: 0, oldestWaitSeconds: 0, samplesPerSecond: 0 };
  const pools = new Map<string, PoolLoad>([[unnamed, idle]]);
  for (const { pool: name, depth, running, oldestWaitingSeconds } of stats) {
    const pool = name ?? unnamed;
    const { queued = 0, running: others = 0, oldestWaitSeconds = 0 } = pools.get(pool) ?? {};
    pools.set(pool, {
      pool,
      queued: queued + depth,
      running: others + running,
      oldestWaitSeconds: Math.max(oldestWaitSeconds, oldestWaitingSeconds ?? 0),
      samplesPerSecond: speeds.find((row) => row.pool === pool)?.speed ?? 0,
    });
  }
  return { pools: [...pools.values()], eventsAppended: log?.events ?? 0 };
}
