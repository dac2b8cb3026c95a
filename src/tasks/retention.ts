/**
 * How long events are kept. Of a task that ended long enough ago the log keeps the changes of state, so that lists and replays still
 * tell its story; each run of other events becomes one EventsOmitted that says which they were, in the place of the last of them.
 * Curves are thinned out (metric-store.ts). The log of a task that has not ended is never touched.
 *
 * Any number of processes may prune at once, and any of them may die in between: what is written first (EventsOmitted) says no more
 * than what will be true, rows that another one deletes are passed over, and a task counts as pruned when nothing is left to do.
 */
import { and, eq, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { taskEvents, tasks } from '../database/tables.ts';
import { thinCurves } from './metric-store.ts';
import { isFinished, taskStates } from './task.ts';
import type { TaskEventType } from './task-event.ts';

const kept: TaskEventType[] = ['TaskStateChanged', 'EventsOmitted'];
const ended = taskStates.filter(isFinished);
const rowsAtOnce = 5000;
/** The rest waits for the next time. */
const mostTasks = 100;

export type Retention = ReturnType<typeof createRetention>;

/** @param days that events are kept after their task has ended; 0: for ever */
export function createRetention({ db, days }: { db: Database; days: number }) {
  /** Puts an EventsOmitted into the place of each run's last event. */
  async function mark(taskId: string): Promise<void> {
    await db.execute(sql`
      with states as (
        select seq, lag(seq, 1, 0::bigint) over (order by seq) as before from task_events
        where task_id = ${taskId} and type = 'TaskStateChanged'
      )
      update task_events as last
      set type = 'EventsOmitted', payload = jsonb_build_object('from', before + 1, 'to', last.seq)
      from states
      where task_id = ${taskId} and last.seq = states.seq - 1 and last.seq > before and type <> 'EventsOmitted'`);
  }

  /** Deletes some of what is not kept. Returns how many rows went. */
  async function deleteSome(taskId: string): Promise<number> {
    const some = db
      .select({ seq: taskEvents.seq })
      .from(taskEvents)
      .where(and(eq(taskEvents.taskId, taskId), notInArray(taskEvents.type, kept)))
      .limit(rowsAtOnce)
      .for('update', { skipLocked: true });
    const gone = await db.delete(taskEvents).where(and(eq(taskEvents.taskId, taskId), inArray(taskEvents.seq, some)));
    return gone.count;
  }

  /** Once nothing is left to delete, here or in another process. */
  async function complete(taskId: string): Promise<void> {
    await db.transaction(async (tx) => {
      const [left] = await tx
        .select({ seq: taskEvents.seq })
        .from(taskEvents)
        .where(and(eq(taskEvents.taskId, taskId), notInArray(taskEvents.type, kept)))
        .limit(1);
      if (left) return;
      const unpruned = and(eq(tasks.id, taskId), isNull(tasks.prunedAt));
      const [task] = await tx.select({ id: tasks.id }).from(tasks).where(unpruned).for('update');
      if (!task) return;
      await thinCurves(tx, taskId);
      await tx.update(tasks).set({ prunedAt: sql`now()` }).where(eq(tasks.id, taskId));
    });
  }

  async function pruneDue(): Promise<number> {
    const longAgo = lt(tasks.finishedAt, sql`now() - make_interval(days => ${days})`);
    const due = and(inArray(tasks.state, ended), isNull(tasks.prunedAt), longAgo);
    const found = await db.select({ id: tasks.id }).from(tasks).where(due).orderBy(tasks.finishedAt).limit(mostTasks);
    for (const { id } of found) {
      await mark(id);
      while ((await deleteSome(id)) > 0);
      await complete(id);
    }
    return found.length;
  }

  let pruning: Promise<number> | null = null;
  return {
    /** Prunes tasks that are due, the longest ended first. Returns how many. Who calls while it is at work waits for the same. */
    async prune(): Promise<number> {
      if (days === 0) return 0;
      pruning ??= pruneDue().finally(() => {
        pruning = null;
      });
      return pruning;
    },
  };
}
