/**
 * Makes an async generator that can be left while it waits. A plain generator's return() waits for the pending next(), which
 * for a quiet stream may be for ever; this one aborts the wait first.
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
