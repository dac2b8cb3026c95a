/**
 * Subscriptions whose events are expensive: each event waits for its turn, so that one event that many streams receive does not fill
 * memory with their responses. The events of other subscriptions do not wait.
 */
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql';

type Run = (execute: () => Promise<ExecutionResult>, signal: AbortSignal) => Promise<ExecutionResult>;

/**
 * Subscribes as yoga does, but executes each event by `run`, whose signal aborts when the subscription ends.
 * @param disconnected aborts when the client disconnects
 */
export async function subscribeInTurns(
  args: ExecutionArgs,
  run: Run,
  disconnected?: AbortSignal,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await sourceOf(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const ended = new AbortController();
  const end = () => ended.abort();
  disconnected?.addEventListener('abort', end, { once: true });

  async function close(): Promise<IteratorReturnResult<undefined>> {
    end();
    disconnected?.removeEventListener('abort', end);
    await events.return?.();
    return { done: true, value: undefined };
  }

  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      try {
        const { done, value } = await events.next();
        if (done) return await close();
        return { done: false, value: await run(async () => execute({ ...args, rootValue: value }), ended.signal) };
      } catch (error) {
        const hasEnded = ended.signal.aborted;
        const last = await close();
        if (!hasEnded) throw error;
        return last;
      }
    },
    // Not a generator: its return() would wait for the next event.
    return: close,
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}

/** Returns the source of events, or the error of the field. graphql-js throws errors that have a path of their own, such as ours. */
async function sourceOf(args: ExecutionArgs): ReturnType<typeof createSourceEventStream> {
  try {
    return await createSourceEventStream(args);
  } catch (error) {
    const originalError = error instanceof Error ? error : new Error(String(error));
    return { errors: [new GraphQLError(originalError.message, { originalError })] };
  }
}
