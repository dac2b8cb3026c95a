/** Registry of workers. A worker registers when it starts, and updates its state with every heartbeat. */
import { and, desc, eq, gt, ne, sql } from 'drizzle-orm';
import { groupBy, isAnyOf } from '../../database/batch.ts';
import type { Database } from '../../database/client.ts';
import { workers } from '../../database/tables/scheduling.ts';
import { tasks } from '../../database/tables/tasks.ts';
import { listedColumns, type Task, toTask } from '../task-row.ts';
import { readQueueStats } from './queue-stats.ts';
import { type QueueableTask, readCapacity, unschedulableReason } from './unschedulable.ts';

export type Worker = typeof workers.$inferSelect;
export type WorkerState = Worker['state'];

/** A worker is no longer listed after this many leases without a heartbeat. */
const listedForLeases = 20;

export type WorkerRegistry = ReturnType<typeof createWorkerRegistry>;

/** @param heartbeatDb database client for heartbeats. Default: `db` */
export function createWorkerRegistry({
  db,
  heartbeatDb = db,
  leaseSeconds,
}: {
  db: Database;
  heartbeatDb?: Database;
  leaseSeconds: number;
}) {
  return {
    async register(worker: Omit<Worker, 'state' | 'startedAt' | 'lastHeartbeatAt'>): Promise<void> {
      await db.insert(workers).values(worker);
    },

    /** Changes nothing after `deregister`: a heartbeat on another connection may arrive late. */
    async heartbeat(id: string, state: Exclude<WorkerState, 'STOPPED'>): Promise<void> {
      await heartbeatDb
        .update(workers)
        .set({ state, lastHeartbeatAt: sql`now()` })
        .where(and(eq(workers.id, id), ne(workers.state, 'STOPPED')));
    },

    async deregister(id: string): Promise<void> {
      await db.update(workers).set({ state: 'STOPPED', lastHeartbeatAt: sql`now()` }).where(eq(workers.id, id));
    },

    /** Lists workers with a recent heartbeat, newest first. A worker is lost if its last heartbeat is older than a lease. */
    async list(): Promise<(Worker & { isLost: boolean })[]> {
      const horizon = sql`now() - make_interval(secs => ${leaseSeconds * listedForLeases})`;
      const rows = await db
        .select({
          worker: workers,
          isLost: sql<boolean>`${workers.lastHeartbeatAt} < now() - make_interval(secs => ${leaseSeconds})`,
        })
        .from(workers)
        .where(and(gt(workers.lastHeartbeatAt, horizon), ne(workers.state, 'STOPPED')))
        .orderBy(desc(workers.id));
      return rows.map(({ worker, isLost }) => ({ ...worker, isLost }));
    },

    /** Returns why each queued task cannot be scheduled. Null if it can, or if it is not queued. */
    async unschedulableReasons(queued: readonly (QueueableTask & Pick<Task, 'state'>)[]): Promise<(string | null)[]> {
      const capacity = await readCapacity(db, leaseSeconds);
      return queued.map((task) => (task.state === 'QUEUED' ? unschedulableReason(task, capacity) : null));
    },

    /** Returns queue statistics per pool. */
    queueStats: () => readQueueStats(db, leaseSeconds),

    /** Returns the tasks that each worker is running. */
    async tasksOf(workerIds: readonly string[]): Promise<Task[][]> {
      const rows = await db
        .select(listedColumns)
        .from(tasks)
        .where(and(isAnyOf(tasks.workerId, workerIds), eq(tasks.state, 'RUNNING')));
      const running = groupBy(rows.map(toTask), ({ workerId }) => workerId ?? '');
      return workerIds.map((id) => running.get(id) ?? []);
    },
  };
}
