/**
 * Wraps an async generator so that return() works while it waits. A plain generator's return() waits for the pending next(),
 * which on a quiet stream may never resolve; this one aborts the wait first.
 */
export function cancellable<T>(
  start: (signal: AbortSignal) => AsyncGenerator<T, void>,
): AsyncIterableIterator<T, void> {
  const abort = new AbortController();
  const inner = start(abort.signal);
  return {
    next: () => inner.next(),
    return: async () => {
      abort.abort();
      return inner.return();
    },
    throw: async (error) => {
      abort.abort();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
