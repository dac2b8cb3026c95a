/**
 * Deletes the checkpoints of tasks that have ended: nothing goes on from them any more. They are deleted before the task forgets
 * them, in one transaction, so a process that dies in between leaves nothing behind that nobody knows of.
 */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Database } from '../database/client.ts';
import { tasks } from '../database/tables.ts';
import { checkpointsOf } from './queue.ts';

/** The rest waits for the next time. */
const mostTasks = 100;

export function createCheckpointCleanup({ db, store }: { db: Database; store: ArtifactStore }) {
  /** Of one task that no other process is at. Resolves with whether there was one. */
  function cleanOne(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const [task] = await tx
        .select({ id: tasks.id, checkpoint: tasks.checkpoint })
        .from(tasks)
        .where(and(isNotNull(tasks.checkpoint), isNotNull(tasks.finishedAt)))
        .orderBy(asc(tasks.finishedAt))
        .limit(1)
        .for('update', { skipLocked: true });
      if (!task) return false;
      for (const { key } of checkpointsOf(task)) await store.delete(key);
      await tx.update(tasks).set({ checkpoint: null }).where(eq(tasks.id, task.id));
      return true;
    });
  }

  /** Resolves with of how many tasks. Any process may call it, any time. @throws when the store is away */
  return async function clean(): Promise<number> {
    let cleaned = 0;
    while (cleaned < mostTasks && (await cleanOne())) cleaned++;
    return cleaned;
  };
}
