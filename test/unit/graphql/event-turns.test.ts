import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildSchema, type ExecutionResult, parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { InvalidInput } from '../../../src/errors.ts';
import { subscribeInTurns } from '../../../src/graphql/cost/event-turns.ts';
import { createTurns } from '../../../src/graphql/cost/turns.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { count: Int }');
const document = parse('subscription { count }');

/** Subscribes to `count`, whose events are those of `source`. */
async function subscribe(source: object, run = (execute: () => Promise<ExecutionResult>) => execute()) {
  const results = await subscribeInTurns({ schema, document, rootValue: { count: () => source } }, run);
  if (!(Symbol.asyncIterator in results)) throw new Error(`The subscription failed: ${JSON.stringify(results)}`);
  return results;
}

async function* counts(last: number) {
  for (let count = 1; count <= last; count++) yield { count };
}

test('executes every event, in order', async () => {
  const results: ExecutionResult[] = [];
  for await (const result of await subscribe(counts(3))) results.push(result);
  expect(results).toEqual([1, 2, 3].map((count) => ({ data: { count } })));
});

test.each([
  ['an error', new Error('not now')],
  ['an error of an argument', new InvalidInput('input.first', 'not now')],
])('reports %s of a subscription that cannot start', async (_, error) => {
  const fails = () => {
    throw error;
  };
  const result = await subscribeInTurns({ schema, document, rootValue: { count: fails } }, (execute) => execute());
  expect(result).toMatchObject({ errors: [{ message: error.message, originalError: error }] });
});

test.each(['returned', 'disconnected'])('a waiting event is dropped when its subscription is %s', async (how) => {
  const client = new AbortController();
  let isAborted = false;
  const neverItsTurn = (_: unknown, signal: AbortSignal) =>
    new Promise<ExecutionResult>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        isAborted = true;
        reject(signal.reason);
      });
    });
  const args = { schema, document, rootValue: { count: () => counts(3) } };
  const results = await subscribeInTurns(args, neverItsTurn, client.signal);
  if (!(Symbol.asyncIterator in results)) throw new Error('The subscription failed.');
  const next = results.next();
  await nextTurn();
  if (how === 'returned') await results.return?.();
  else client.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(isAborted).toBe(true);
});

test('executes events of several streams one after another when there is one place', async () => {
  const turns = createTurns({ places: 1 });
  let running = 0;
  const run = (execute: () => Promise<ExecutionResult>) =>
    turns.take('a', async () => {
      expect(++running).toBe(1);
      await nextTurn();
      running--;
      return execute();
    });
  const streams = await Promise.all([1, 2, 3].map(() => subscribe(counts(3), run)));
  const seen = await Promise.all(
    streams.map(async (stream) => {
      const values: unknown[] = [];
      for await (const { data } of stream) values.push(data?.count);
      return values;
    }),
  );
  expect(seen).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3],
  ]);
});

test('ends its source immediately, even while it waits for an event', async () => {
  const end = vi.fn(async () => ({ done: true, value: undefined }));
  const silent = { next: () => new Promise(() => undefined), return: end, [Symbol.asyncIterator]: () => silent };
  const results = await subscribe(silent);
  void results.next();
  expect(await results.return?.()).toEqual({ done: true, value: undefined });
  expect(end).toHaveBeenCalledOnce();
});
