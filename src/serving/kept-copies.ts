/** Keeps local copies of the artifacts that were used last: people look into the same dataset again and again. */
import { stat } from 'node:fs/promises';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';

const maxFiles = 8;
const maxBytes = 2 ** 30;

interface Copy {
  path: string;
  bytes: number;
  release(): void;
}

/** For one reader at a time: a copy is removed when later ones need its room. */
export function keepCopies(store: ArtifactAccess): ArtifactAccess {
  /** In the order of their last use. */
  const copies = new Map<string, Copy>();

  async function fetch(key: string): Promise<Copy> {
    if (!store.localCopy) throw new Error('Copies are kept of a store that makes some.');
    const { path, release } = await store.localCopy(key);
    return { path, release, bytes: (await stat(path)).size };
  }

  function makeRoom(): void {
    let total = [...copies.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, copy] of copies) {
      if (copies.size === 1 || (copies.size <= maxFiles && total <= maxBytes)) return;
      copies.delete(key);
      copy.release();
      total -= copy.bytes;
    }
  }

  return {
    ...store,
    async localCopy(key) {
      const copy = copies.get(key) ?? (await fetch(key));
      copies.delete(key);
      copies.set(key, copy);
      makeRoom();
      return { path: copy.path, release: () => undefined };
    },
  };
}
