/**
 * Retries store operations with backoff, so that a brief outage or a full disk delays a training instead of failing it. Permanent
 * errors (no such artifact, invalid key) are thrown immediately.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AiasError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

const [initialDelayMs, maxDelayMs] = [250, 5000];

export interface RetryOptions {
  /** Time that one operation is retried before its error is thrown. */
  maxSeconds: number;
  /** Called before each retry with the error of the failed attempt. */
  onRetry(error: unknown): void;
}

/**
 * Retries an operation with exponential backoff until it succeeds.
 * @param isRetryable returns true for transient errors
 * @throws the last error, if it is permanent or the time is up
 */
export async function retry<T>(
  operation: () => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  { maxSeconds, onRetry }: RetryOptions,
): Promise<T> {
  const deadline = performance.now() + maxSeconds * 1000;
  for (let wait = initialDelayMs; ; wait = Math.min(2 * wait, maxDelayMs)) {
    try {
      return await operation();
    } catch (error) {
      if (!isRetryable(error) || performance.now() + wait > deadline) throw error;
      onRetry(error);
      await delay(wait);
    }
  }
}

/** Returns true for errors of the operating system, such as a full disk or a broken connection. */
export function isSystemError(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^E(?!RR_)/.test(code); // ERR_... are Node's own errors, such as invalid arguments
}

/** Returns true if the store may have failed. The S3 client throws a plain Error then; a RangeError is a failed allocation. */
export function isStoreFailure(error: unknown): boolean {
  return !(error instanceof AiasError || error instanceof RangeError || error instanceof TypeError);
}

/** Wraps a store so that it retries failed operations. @param isRetryable returns true for transient errors */
export function createRetryingStore(
  store: ArtifactStore,
  retryOptions: RetryOptions,
  isRetryable: (error: unknown) => boolean = isStoreFailure,
): ArtifactStore {
  const withRetry = <T>(operation: () => Promise<T>) => retry(operation, isRetryable, retryOptions);
  return {
    ...store,
    // A stream can be read only once, so it cannot be retried.
    put: (key, body, size) =>
      body instanceof Uint8Array ? withRetry(() => store.put(key, body, size)) : store.put(key, body, size),
    get: (key, range) => withRetry(() => store.get(key, range)),
    stat: (key) => withRetry(() => store.stat(key)),
  };
}
