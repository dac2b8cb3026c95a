/**
 * Shared reads of large values. One operation may request the same value under many aliases, and many operations may request it
 * at the same time: they share one read. The most recently used values are cached, within a limit in bytes.
 */
import { createTurns } from './turns.ts';

/** Two, so that the database or the store loads one value while the other is parsed. */
const maxConcurrentReads = 2;

export interface SharedReads<T> {
  /**
   * Returns the value of a key from the cache, from a read in flight, or from a new read. Failed reads are not cached.
   * @param asker identifies the caller, such as a user id; reads are scheduled round-robin between callers
   * @param read returns the value and the estimated bytes that it takes in memory
   */
  get(key: string, asker: string, read: () => Promise<{ value: T; bytes: number }>): Promise<T>;
  /** Estimated size of the cache, in bytes. */
  bytes(): number;
}

/** Measured memory of a parsed value, per byte of its JSON. */
export const bytesPerJsonByte = 2;

/** @param maxBytes size of the cache. A larger value is shared while it is read, but not cached */
export function createSharedReads<T>({ maxBytes }: { maxBytes: number }): SharedReads<T> {
  const turns = createTurns(maxConcurrentReads);
  const inFlight = new Map<string, Promise<T>>();
  /** Cached values, least recently used first. */
  const cached = new Map<string, { value: T; bytes: number }>();
  let total = 0;

  function addToCache(key: string, entry: { value: T; bytes: number }): void {
    if (entry.bytes > maxBytes) return;
    cached.set(key, entry);
    total += entry.bytes;
    for (const [oldest, { bytes }] of cached) {
      if (total <= maxBytes) return;
      cached.delete(oldest);
      total -= bytes;
    }
  }

  return {
    async get(key, asker, read) {
      const known = cached.get(key);
      if (known) {
        cached.delete(key);
        cached.set(key, known);
        return known.value;
      }
      const pending = inFlight.get(key);
      if (pending) return pending;
      const started = turns
        .take(asker, read)
        .then((entry) => {
          addToCache(key, entry);
          return entry.value;
        })
        .finally(() => inFlight.delete(key));
      inFlight.set(key, started);
      return started;
    },
    bytes: () => total,
  };
}
