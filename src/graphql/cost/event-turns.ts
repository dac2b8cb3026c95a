/**
 * Subscriptions whose events are expensive: each event waits for its turn, so that one event that many streams receive does not fill
 * memory with their responses. The events of other subscriptions do not wait.
 */
import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';

type Run = (execute: () => Promise<ExecutionResult>) => Promise<ExecutionResult>;

/** Subscribes as graphql-js does, but executes each event by `run`. */
export async function subscribeInTurns(
  args: ExecutionArgs,
  run: Run,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = source[Symbol.asyncIterator]();
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const { done, value } = await events.next();
      if (done) return { done, value: undefined };
      return { done: false, value: await run(async () => execute({ ...args, rootValue: value })) };
    },
    // Not a generator: its return() would wait for the next event.
    async return() {
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
}
