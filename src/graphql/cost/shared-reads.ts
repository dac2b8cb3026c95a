/**
 * Reads of large values for fields. One operation may ask for the same value under many aliases, and many operations may ask at once:
 * they share one read. What was read last is kept, within a bound in bytes.
 */
import { createTurns } from './turns.ts';

/** Two, so that the database or the store works on one while the other is parsed. */
const places = 2;

export interface SharedReads<T> {
  /**
   * The value of a key: kept from before, from a read in flight, or read now. A read that fails is not kept.
   * @param asker who asks, such as the id of a user: their turns go round
   * @param read `bytes` is an estimate of what the value takes in memory
   */
  get(key: string, asker: string, read: () => Promise<{ value: T; bytes: number }>): Promise<T>;
  /** Estimated bytes of everything that is kept. */
  bytes(): number;
}

/** What a parsed value takes in memory, compared with its JSON, as measured. */
export const bytesPerJsonByte = 2;

/** @param maxBytes a value that is larger is shared while it is read, and not kept */
export function createSharedReads<T>({ maxBytes }: { maxBytes: number }): SharedReads<T> {
  const turns = createTurns(places);
  const inFlight = new Map<string, Promise<T>>();
  /** In the order of their last use. */
  const kept = new Map<string, { value: T; bytes: number }>();
  let total = 0;

  function keep(key: string, entry: { value: T; bytes: number }): void {
    if (entry.bytes > maxBytes) return;
    kept.set(key, entry);
    total += entry.bytes;
    for (const [oldest, { bytes }] of kept) {
      if (total <= maxBytes) return;
      kept.delete(oldest);
      total -= bytes;
    }
  }

  return {
    async get(key, asker, read) {
      const known = kept.get(key);
      if (known) {
        kept.delete(key);
        kept.set(key, known);
        return known.value;
      }
      const begun = inFlight.get(key);
      if (begun) return begun;
      const begins = turns
        .take(asker, read)
        .then((entry) => {
          keep(key, entry);
          return entry.value;
        })
        .finally(() => inFlight.delete(key));
      inFlight.set(key, begins);
      return begins;
    },
    bytes: () => total,
  };
}
