/** How much the queue has to do, for those who watch the platform and scale its workers. Tells no names and no ids. */
import { inArray, sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { organizations, tasks } from '../database/tables.ts';

export interface PoolLoad {
  pool: string;
  queued: number;
  running: number;
  /** Since the task that has waited longest was launched, in seconds; 0 when none waits. */
  oldestWaitSeconds: number;
  /** What the running tasks say that they train with, together. */
  samplesPerSecond: number;
}

export interface QueueLoad {
  pools: PoolLoad[];
  /** Events written since the beginning, of all organisations. */
  eventsAppended: number;
}

/** The pool of every task. */
const onlyPool = 'default';

/** Looks at the database: two queries, over partial indexes and the organisations. */
export async function readQueueLoad(db: Database): Promise<QueueLoad> {
  const [[load], [log]] = await Promise.all([
    db
      .select({
        queued: sql<number>`count(*) filter (where ${tasks.state} = 'QUEUED')::int`,
        running: sql<number>`count(*) filter (where ${tasks.state} = 'RUNNING')::int`,
        oldestWaitSeconds: sql<number>`
          coalesce(extract(epoch from now() - min(${tasks.createdAt}) filter (where ${tasks.state} = 'QUEUED')), 0)::float8`,
        samplesPerSecond: sql<number>`
          coalesce(sum((${tasks.progress} ->> 'samplesPerSecond')::float8) filter (where ${tasks.state} = 'RUNNING'), 0)`,
      })
      .from(tasks)
      .where(inArray(tasks.state, ['QUEUED', 'RUNNING'])),
    db.select({ events: sql<number>`coalesce(sum(${organizations.eventSeq}), 0)::float8` }).from(organizations),
  ]);
  return { pools: load ? [{ pool: onlyPool, ...load }] : [], eventsAppended: log?.events ?? 0 };
}
