/** The workers that there are: each registers when it starts and is heard of at every heartbeat. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { tasks, workers } from '../database/tables.ts';
import { listedColumns, type Task } from './queue.ts';
import { readQueueStats } from './queue-stats.ts';
import { readSupply, type Supply, unschedulable } from './unschedulable.ts';

export type Worker = typeof workers.$inferSelect;
export type WorkerState = Worker['state'];

/** A worker that was not heard of for this many leases is not listed any more. */
const forgottenAfterLeases = 20;

export type WorkerRegistry = ReturnType<typeof createWorkerRegistry>;

/** @param heartbeatDb writes down that a worker is there. Default: `db` */
export function createWorkerRegistry({
  db,
  heartbeatDb = db,
  leaseSeconds,
}: {
  db: Database;
  heartbeatDb?: Database;
  leaseSeconds: number;
}) {
  let looking: Promise<Supply> | null = null;

  /** Whoever asks in the same turn shares one look, as all tasks of a page do; whoever asks later gets a new answer. */
  function supply(): Promise<Supply> {
    looking ??= nextTurn().then(() => {
      looking = null;
      return readSupply(db, leaseSeconds);
    });
    return looking;
  }

  return {
    async register(worker: Omit<Worker, 'state' | 'startedAt' | 'lastHeartbeatAt'>): Promise<void> {
      await db.insert(workers).values(worker);
    },

    async heartbeat(id: string, state: WorkerState): Promise<void> {
      await heartbeatDb.update(workers).set({ state, lastHeartbeatAt: sql`now()` }).where(eq(workers.id, id));
    },

    /** Those heard of lately, newest first. `lost` is one whose last heartbeat is older than a lease. */
    async list(): Promise<(Worker & { lost: boolean })[]> {
      const horizon = sql`now() - make_interval(secs => ${leaseSeconds * forgottenAfterLeases})`;
      const rows = await db
        .select({
          worker: workers,
          lost: sql<boolean>`${workers.lastHeartbeatAt} < now() - make_interval(secs => ${leaseSeconds})`,
        })
        .from(workers)
        .where(and(gt(workers.lastHeartbeatAt, horizon), sql`${workers.state} <> 'STOPPED'`))
        .orderBy(desc(workers.id));
      return rows.map(({ worker, lost }) => ({ ...worker, lost }));
    },

    /** Why a task that waits waits in vain; null when it does not. */
    async unschedulable(task: Task): Promise<string | null> {
      return task.state === 'QUEUED' ? unschedulable(task, await supply()) : null;
    },

    /** The queue in numbers, pool by pool. */
    queueStats: () => readQueueStats(db, leaseSeconds),

    /** The tasks that the worker runs now. */
    tasksOf(workerId: string): Promise<Task[]> {
      return db
        .select(listedColumns)
        .from(tasks)
        .where(and(eq(tasks.workerId, workerId), eq(tasks.state, 'RUNNING')));
    },
  };
}
