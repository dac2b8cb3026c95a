/**
 * Prunes old events. Once a task ended more than `days` ago, its log keeps only state changes, for lists and replays. Each run of
 * other events is replaced by one EventsOmitted, at the position of the last of them, that says which positions it covers. Curves
 * are downsampled (metric-store.ts) and preview images deleted. Logs of unfinished tasks are never touched.
 *
 * Safe to run concurrently and to interrupt: locked tasks are skipped, and a task counts as pruned only when nothing is left to
 * do. A reader may meanwhile see both an event and the EventsOmitted that covers it; it never misses both.
 */
import { and, desc, eq, gt, inArray, isNull, lt, notInArray, sql } from 'drizzle-orm';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { Database } from '../../database/client.ts';
import { taskEvents, tasks } from '../../database/tables/tasks.ts';
import { downsampleCurves } from '../metrics/metric-store.ts';
import { deletePreviews } from '../preview-artifacts.ts';
import { isFinished, taskStates } from '../task.ts';
import type { TaskEventType } from './task-event.ts';

const retainedEventTypes: TaskEventType[] = ['TaskStateChanged', 'EventsOmitted'];
const finalStates = taskStates.filter(isFinished);
const batchSize = 5000;
/** Further tasks wait for the next run. */
const maxTasksPerRun = 100;

export type Retention = ReturnType<typeof createRetention>;

/** @param days retention period after the end of a task, in days. 0 keeps events forever */
export function createRetention({ db, store, days }: { db: Database; store: ArtifactStore; days: number }) {
  /** Replaces the last event of each run with an EventsOmitted. Idempotent. */
  async function insertOmissionMarkers(taskId: string): Promise<void> {
    // Materialized, so that Postgres does not compute it again for every event.
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
   * Deletes a batch of events, newest first, so that a gap is always followed by the EventsOmitted that covers it. Downsamples
   * the curves and deletes the previews when no events are left to delete. Resolves to false when the task is done, or locked by
   * another process.
   */
  function deleteBatch(taskId: string): Promise<boolean> {
    return db.transaction(async (tx) => {
      const unpruned = and(eq(tasks.id, taskId), isNull(tasks.prunedAt));
      const [task] = await tx.select({ id: tasks.id }).from(tasks).where(unpruned).for('update', { skipLocked: true });
      if (!task) return false;
      const prunable = and(eq(taskEvents.taskId, taskId), notInArray(taskEvents.type, retainedEventTypes));
      // Deletes by range, not by a list: if the planner underestimates the task's size, it scans the task for each list item.
      const [boundary] = await tx
        .select({ seq: taskEvents.seq })
        .from(taskEvents)
        .where(prunable)
        .orderBy(desc(taskEvents.seq))
        .offset(batchSize)
        .limit(1);
      const { count } = await tx.delete(taskEvents).where(and(prunable, gt(taskEvents.seq, boundary?.seq ?? 0)));
      if (count > 0) return true;
      await downsampleCurves(tx, taskId);
      await deletePreviews(store, taskId);
      await tx.update(tasks).set({ prunedAt: sql`now()` }).where(eq(tasks.id, taskId));
      return false;
    });
  }

  async function pruneDue(): Promise<number> {
    const retentionEnded = lt(tasks.finishedAt, sql`now() - make_interval(days => ${days})`);
    const due = and(inArray(tasks.state, finalStates), isNull(tasks.prunedAt), retentionEnded);
    const found = await db
      .select({ id: tasks.id })
      .from(tasks)
      .where(due)
      .orderBy(tasks.finishedAt)
      .limit(maxTasksPerRun);
    for (const { id } of found) await pruneTask(id);
    return found.length;
  }

  async function pruneTask(id: string): Promise<void> {
    await insertOmissionMarkers(id);
    while (await deleteBatch(id));
  }

  let pruning: Promise<number> | null = null;
  return {
    /** Prunes a finished task regardless of its age, unless another process has locked it. */
    pruneTask,

    /** Prunes due tasks, earliest finished first, and returns their number. Concurrent calls share one run. */
    async prune(): Promise<number> {
      if (days === 0) return 0;
      pruning ??= pruneDue().finally(() => {
        pruning = null;
      });
      return pruning;
    },
  };
}
