/**
 * Deletes the checkpoints of finished tasks, which never resume. The file is deleted before its reference, in one transaction, so
 * a crash in between leaves no orphaned file.
 */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Database } from '../database/client.ts';
import { tasks } from '../database/tables/tasks.ts';
import { parseCheckpoints } from './task-row.ts';

/** Further tasks wait for the next run. */
const maxTasksPerRun = 100;

export function createCheckpointCleanup({ db, store }: { db: Database; store: ArtifactStore }) {
  /** Cleans up one task that no other process has locked. Resolves to false when there is none. */
  function deleteNextTaskCheckpoints(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const [task] = await tx
        .select({ id: tasks.id, checkpoint: tasks.checkpoint })
        .from(tasks)
        .where(and(isNotNull(tasks.checkpoint), isNotNull(tasks.finishedAt)))
        .orderBy(asc(tasks.finishedAt))
        .limit(1)
        .for('update', { skipLocked: true });
      if (!task) return false;
      for (const { key } of parseCheckpoints(task)) await store.delete(key);
      await tx.update(tasks).set({ checkpoint: null }).where(eq(tasks.id, task.id));
      return true;
    });
  }

  /** Resolves with the number of cleaned tasks. Safe to call from any process. @throws if the artifact store is unavailable */
  return async function clean(): Promise<number> {
    let cleaned = 0;
    while (cleaned < maxTasksPerRun && (await deleteNextTaskCheckpoints())) cleaned++;
    return cleaned;
  };
}
