import { setTimeout as delay } from 'node:timers/promises';

/**
 * Batches a stream: after a pause a value is yielded immediately; otherwise at most one batch per `ms` milliseconds, counted from
 * the call. Returning early ends the source, which must support return() while it waits.
 */
export async function* batchByInterval<T>(
  stream: AsyncGenerator<T, void>,
  ms: number,
): AsyncGenerator<[T, ...T[]], void> {
  let due = performance.now() + ms;
  let next = stream.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done) return;
      const batch: [T, ...T[]] = [first.value];
      next = stream.next();
      const timer = new AbortController();
      const left = Math.max(0, due - performance.now());
      const elapsed = delay(left, 'elapsed' as const, { signal: timer.signal }).catch(() => 'elapsed' as const);
      for (;;) {
        const more = await Promise.race([next, elapsed]);
        if (more === 'elapsed' || more.done) break;
        batch.push(more.value);
        next = stream.next();
      }
      timer.abort();
      yield batch;
      due = performance.now() + ms;
    }
  } finally {
    await Promise.allSettled([stream.return()]);
  }
}
