import { setTimeout as delay } from 'node:timers/promises';

/**
 * Groups what a stream gives: what comes after a pause at once, what comes fast no more often than every `milliseconds` (counted from
 * the call, too). Leaving it ends the stream, which must end when it is aborted even while it waits.
 */
export async function* paced<T>(
  stream: AsyncGenerator<T, void>,
  milliseconds: number,
): AsyncGenerator<[T, ...T[]], void> {
  let due = performance.now() + milliseconds;
  let next = stream.next();
  try {
    for (;;) {
      const first = await next;
      if (first.done) return;
      const group: [T, ...T[]] = [first.value];
      next = stream.next();
      const timer = new AbortController();
      const over = delay(due - performance.now(), 'over' as const, { signal: timer.signal }).catch(
        () => 'over' as const,
      );
      for (;;) {
        const more = await Promise.race([next, over]);
        if (more === 'over' || more.done) break;
        group.push(more.value);
        next = stream.next();
      }
      timer.abort();
      yield group;
      due = performance.now() + milliseconds;
    }
  } finally {
    await Promise.allSettled([stream.return()]);
  }
}
