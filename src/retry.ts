/** Retries operations that fail for a while: the database, the artifact store or a disk is unavailable. */
import { setTimeout as delay } from 'node:timers/promises';

export interface RetryOptions {
  /** Time that the operation is retried before its error is thrown. Default: unlimited. */
  maxSeconds?: number;
  /** The delay doubles from the first to the longest one. Default: 250 to 5000. */
  initialDelayMs?: number;
  maxDelayMs?: number;
  /** Called before each retry with the error of the failed attempt. */
  onRetry?(error: unknown): void;
}

/** Delays for reads and writes of the database: users wait for them, so they are repeated steadily. */
export const databaseDelays = { initialDelayMs: 500, maxDelayMs: 500 } as const satisfies RetryOptions;

/**
 * Retries an operation until it succeeds.
 * @param isRetryable returns true for transient errors
 * @throws the last error, if it is permanent or the time is up
 */
export async function retry<T>(
  operation: () => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  { maxSeconds = Number.POSITIVE_INFINITY, initialDelayMs = 250, maxDelayMs = 5000, onRetry }: RetryOptions = {},
): Promise<T> {
  const deadline = performance.now() + maxSeconds * 1000;
  for (let wait = initialDelayMs; ; wait = Math.min(2 * wait, maxDelayMs)) {
    try {
      return await operation();
    } catch (error) {
      if (!isRetryable(error) || performance.now() + wait > deadline) throw error;
      onRetry?.(error);
      await delay(wait);
    }
  }
}

/** Returns true for errors of the operating system, such as a full disk or a broken connection. */
export function isSystemError(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^E(?!RR_)/.test(code); // ERR_... are Node's own errors, such as invalid arguments
}
