/** Caches local copies of recently used artifacts, because users read the same dataset repeatedly. */
import { stat } from 'node:fs/promises';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';

const maxFiles = 8;
const maxBytes = 2 ** 30;

interface Copy {
  path: string;
  bytes: number;
  release(): void;
}

/** Wraps a store with the cache. It supports one reader at a time: a copy may be evicted while others are read. */
export function keepCopies(store: ArtifactAccess): ArtifactAccess {
  /** Copies in the order of their last use. */
  const copies = new Map<string, Copy>();

  async function fetch(key: string): Promise<Copy> {
    if (!store.localCopy) throw new Error('The store does not support local copies.');
    const { path, release } = await store.localCopy(key);
    return { path, release, bytes: (await stat(path)).size };
  }

  function evict(): void {
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
      evict();
      return { path: copy.path, release: () => undefined };
    },
  };
}
