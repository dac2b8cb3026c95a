/**
 * Retries store operations with backoff, so that a brief outage or a full disk delays a training instead of failing it. Permanent
 * errors (no such artifact, invalid key) are thrown immediately.
 */
import { AiasError } from '../errors.ts';
import { type RetryOptions, retry } from '../retry.ts';
import type { ArtifactStore } from './artifact-store.ts';

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
