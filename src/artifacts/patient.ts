/**
 * A store that is away for a moment, or a disk without room for a moment, should cost a computation nothing but that moment: whoever
 * has time tries again. What is known to be wrong for good (there is no such artifact, the key is none) is said at once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AiasError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

const [firstMilliseconds, longestMilliseconds] = [250, 5000];

export interface Patience {
  /** For which one operation is tried before its error is thrown. */
  seconds: number;
  /** Told each time what went wrong. */
  onRetry(error: unknown): void;
}

/** Tries until it succeeds, or fails with something that will not pass, or for too long. */
export async function patiently<T>(
  operation: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  { seconds, onRetry }: Patience,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (let wait = firstMilliseconds; ; wait = Math.min(2 * wait, longestMilliseconds)) {
    try {
      return await operation();
    } catch (error) {
      if (!mayPass(error) || performance.now() + wait > end) throw error;
      onRetry(error);
      await delay(wait);
    }
  }
}

/** The operating system says so: a full disk, a connection that broke. */
export function isSystemError(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^E(?!RR_)/.test(code); // ERR_...: Node's own, of how it was called
}

/** S3's client says with a plain Error that the server was not well; a want of memory (RangeError) is not the store's. */
export function isStoreFailure(error: unknown): boolean {
  return !(error instanceof AiasError || error instanceof RangeError || error instanceof TypeError);
}

/** @param mayPass which errors are worth another try */
export function createPatientStore(
  store: ArtifactStore,
  patience: Patience,
  mayPass: (error: unknown) => boolean = isStoreFailure,
): ArtifactStore {
  const trying = <T>(operation: () => Promise<T>) => patiently(operation, mayPass, patience);
  return {
    ...store,
    // A stream cannot be sent again.
    put: (key, body, size) =>
      body instanceof Uint8Array ? trying(() => store.put(key, body, size)) : store.put(key, body, size),
    get: (key, range) => trying(() => store.get(key, range)),
    stat: (key) => trying(() => store.stat(key)),
  };
}
