/**
 * Shared reads of large values. One operation may request the same value under many aliases, and many operations may request it
 * at the same time: they share one read. The most recently used values are cached, within a limit in bytes.
 */
import { createTurns } from './turns.ts';

/** Two, so that the database or the store loads one value while the other is parsed. */
const maxConcurrentReads = 2;

/** A value with the estimated bytes that it takes in memory. */
interface Sized<T> {
  value: T;
  bytes: number;
}

/** Reads values by key: at least the first one, and of the others as many as should be in memory at a time. */
type ReadMany<T> = (keys: readonly string[]) => Promise<Map<string, Sized<T> | Error>>;

export interface SharedReads<T> {
  /**
   * Returns the value of a key from the cache, from a read in flight, or from a new read. Failed reads are not cached.
   * @param asker identifies the caller, such as a user id; reads are scheduled round-robin between callers
   */
  get(key: string, asker: string, read: () => Promise<Sized<T>>): Promise<T>;
  /** Like `get` for several keys: each value or its error, in the order of the keys. `read` is called until it has returned all. */
  getMany(keys: readonly string[], asker: string, read: ReadMany<T>): Promise<(T | Error)[]>;
  /** Estimated size of the cache, in bytes. */
  bytes(): number;
}

/** Measured memory of a parsed value, per byte of its JSON. */
export const bytesPerJsonByte = 2;

/**
 * Converts what was read of each key for `getMany`: values with the size of their JSON.
 * @param readOf undefined for a key that was not read yet, null for one without a value
 * @param missing returns the error for a key without a value
 */
export function sizedJson<T>(
  keys: readonly string[],
  readOf: (key: string) => { value: T; textBytes: number } | Error | null | undefined,
  missing: (key: string) => Error,
): Map<string, Sized<T> | Error> {
  return new Map(
    keys.flatMap((key): [string, Sized<T> | Error][] => {
      const read = readOf(key);
      if (read === undefined) return [];
      if (read === null) return [[key, missing(key)]];
      return [[key, read instanceof Error ? read : { value: read.value, bytes: bytesPerJsonByte * read.textBytes }]];
    }),
  );
}

/** @param maxBytes size of the cache. A larger value is shared while it is read, but not cached */
export function createSharedReads<T>({ maxBytes }: { maxBytes: number }): SharedReads<T> {
  const turns = createTurns({ places: maxConcurrentReads });
  const inFlight = new Map<string, Promise<T | Error>>();
  /** Cached values, least recently used first. */
  const cached = new Map<string, Sized<T>>();
  let total = 0;

  function addToCache(key: string, entry: Sized<T>): void {
    if (entry.bytes > maxBytes) return;
    cached.set(key, entry);
    total += entry.bytes;
    for (const [oldest, { bytes }] of cached) {
      if (total <= maxBytes) return;
      cached.delete(oldest);
      total -= bytes;
    }
  }

  function known(key: string): T | Promise<T | Error> | undefined {
    const entry = cached.get(key);
    if (!entry) return inFlight.get(key);
    cached.delete(key);
    cached.set(key, entry);
    return entry.value;
  }

  /** Reads values until every key of `waiting` has one or an error. */
  async function readAll(waiting: Map<string, (result: T | Error) => void>, asker: string, read: ReadMany<T>) {
    const settle = (key: string, result: Sized<T> | Error) => {
      const isError = result instanceof Error;
      if (!isError) addToCache(key, result);
      inFlight.delete(key);
      waiting.get(key)?.(isError ? result : result.value);
      waiting.delete(key);
    };
    while (waiting.size > 0) {
      try {
        const found = await turns.take(asker, () => read([...waiting.keys()]));
        if (found.size === 0) throw new Error('A read returned no value.');
        for (const [key, result] of found) settle(key, result);
      } catch (error) {
        for (const key of waiting.keys()) settle(key, error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  async function getMany(keys: readonly string[], asker: string, read: ReadMany<T>): Promise<(T | Error)[]> {
    const waiting = new Map<string, (result: T | Error) => void>();
    const results = keys.map((key) => {
      const value = known(key);
      if (value !== undefined) return value;
      const started = new Promise<T | Error>((resolve) => waiting.set(key, resolve));
      inFlight.set(key, started);
      return started;
    });
    void readAll(waiting, asker, read);
    return Promise.all(results);
  }

  return {
    async get(key, asker, read) {
      const [result] = await getMany([key], asker, async () => new Map([[key, await read()]]));
      if (result instanceof Error) throw result;
      return result as T; // one result per key
    },
    getMany,
    bytes: () => total,
  };
}
