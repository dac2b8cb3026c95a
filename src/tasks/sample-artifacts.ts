/** Where the images lie that people are shown of a task while it learns: under a folder of the task's own, each under its hash. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';

export const samplesPrefix = (taskId: string): string => `samples/${taskId}`;

/** @throws when the store is away; doing it again does the rest */
export async function deleteSamples(store: ArtifactStore, taskId: string): Promise<void> {
  for await (const { key } of store.list(`${samplesPrefix(taskId)}/`)) await store.delete(key);
}
