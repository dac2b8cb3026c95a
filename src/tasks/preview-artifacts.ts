/** Keys of training-preview images: one folder per task, one file per content hash. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';

export const previewPrefix = (taskId: string): string => `samples/${taskId}`;

/** Deletes the previews of a task. Idempotent. @throws if the artifact store is unavailable; a retry deletes the rest */
export async function deletePreviews(store: ArtifactStore, taskId: string): Promise<void> {
  for await (const { key } of store.list(`${previewPrefix(taskId)}/`)) await store.delete(key);
}
