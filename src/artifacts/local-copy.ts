import { rm } from 'node:fs/promises';
import { temporaryPath } from '../temporary.ts';
import type { ArtifactAccess } from './artifact-store.ts';
import { writeFileFrom } from './write-file.ts';

/**
 * Calls `use` with the path of a local copy of an artifact, for readers that need random access (zip archives). The copy is
 * deleted when `use` has finished.
 * @throws NotFound
 */
export async function withLocalCopy<T>(
  store: ArtifactAccess,
  key: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (store.localCopy) {
    const { path, release } = await store.localCopy(key);
    return use(path).finally(release);
  }
  return withLocalFile(await store.get(key), use);
}

/** Calls `use` with the path of a temporary file that contains `body`. The file is deleted when `use` has finished. */
export async function withLocalFile<T>(body: AsyncIterable<Uint8Array>, use: (path: string) => Promise<T>): Promise<T> {
  const path = await temporaryPath('files');
  try {
    await writeFileFrom(body, path);
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}
