/**
 * How long events are kept. Of a task that ended long enough ago the log keeps the changes of state, so that lists and replays still
 * tell its story; each run of other events becomes one EventsOmitted that says which they were, in the place of the last of them.
 * Curves are thinned out (metric-store.ts), and images of samples deleted. The log of a task that has not ended is never touched.
 *
 * Any number of processes may prune at once, and any of them may die in between: a task that another one is at is passed over, and
 * one counts as pruned when nothing is left to do. Meanwhile somebody who reads may be told twice of an event, by itself and by
 * the EventsOmitted that stands for it; never of none.
 */
import { and, desc, eq, gt, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Database } from '../database/client.ts';
import { taskEvents, tasks } from '../database/tables.ts';
import { thinCurves } from './metric-store.ts';
import { deleteSamples } from './sample-artifacts.ts';
import { isFinished, taskStates } from './task.ts';
import type { TaskEventType } from './task-event.ts';

const kept: TaskEventType[] = ['TaskStateChanged', 'EventsOmitted'];
const ended = taskStates.filter(isFinished);
const rowsAtOnce = 5000;
/** The rest waits for the next time. */
const mostTasks = 100;

export type Retention = ReturnType<typeof createRetention>;

/** @param days that events are kept after their task has ended; 0: for ever */
export function createRetention({ db, store, days }: { db: Database; store: ArtifactStore; days: number }) {
  /** Puts an EventsOmitted into the place of each run's last event. Doing it twice does it once. */
  async function mark(taskId: string): Promise<void> {
    // Materialized: not to be worked out again for every event.
    await db.execute(sql`
      with states as materialized (
        select seq, lag(seq, 1, 0::bigint) over (order by seq) as before from task_events
        where task_id = ${taskId} and type = 'TaskStateChanged'
      )
      update task_events as last
      set type = 'EventsOmitted', payload = jsonb_build_object('firstSeq', before + 1, 'lastSeq', last.seq)
      from states
      where task_id = ${taskId} and last.seq = states.seq - 1 and last.seq > before and type <> 'EventsOmitted'`);
  }

  /**
   * Deletes some of what is not kept, the newest first: so what is missing is always followed at once by the event that says so.
   * Thins the curves out when nothing is left to delete. Resolves with whether there is more to do, and nobody else is at it.
   */
  function deleteSome(taskId: string): Promise<boolean> {
    return db.transaction(async (tx) => {
      const unpruned = and(eq(tasks.id, taskId), isNull(tasks.prunedAt));
      const [task] = await tx.select({ id: tasks.id }).from(tasks).where(unpruned).for('update', { skipLocked: true });
      if (!task) return false;
      const gone = and(eq(taskEvents.taskId, taskId), notInArray(taskEvents.type, kept));
      // By a range and not by a list of them: a planner that takes the task for a small one would look through it for each.
      const [rest] = await tx
        .select({ seq: taskEvents.seq })
        .from(taskEvents)
        .where(gone)
        .orderBy(desc(taskEvents.seq))
        .offset(rowsAtOnce)
        .limit(1);
      const { count } = await tx.delete(taskEvents).where(and(gone, gt(taskEvents.seq, rest?.seq ?? 0)));
      if (count > 0) return true;
      await thinCurves(tx, taskId);
      await deleteSamples(store, taskId);
      await tx.update(tasks).set({ prunedAt: sql`now()` }).where(eq(tasks.id, taskId));
      return false;
    });
  }

  async function pruneDue(): Promise<number> {
    const longAgo = lt(tasks.finishedAt, sql`now() - make_interval(days => ${days})`);
    const due = and(inArray(tasks.state, ended), isNull(tasks.prunedAt), longAgo);
    const found = await db.select({ id: tasks.id }).from(tasks).where(due).orderBy(tasks.finishedAt).limit(mostTasks);
    for (const { id } of found) await pruneTask(id);
    return found.length;
  }

  async function pruneTask(id: string): Promise<void> {
    await mark(id);
    while (await deleteSome(id));
  }

  let pruning: Promise<number> | null = null;
  return {
    /** Prunes one that has ended, however long ago, as far as nobody else is at it. */
    pruneTask,

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
