import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns, type TurnLimits } from '../../../src/graphql/cost/turns.ts';

/** Work that ends on demand; records the work that has begun. */
function createBench(limits: TurnLimits) {
  const turns = createTurns(limits);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    ask: (caller: string, name: string, signal?: AbortSignal) =>
      turns.take(
        caller,
        async () => {
          begun.push(name);
          await new Promise<void>((resolve) => ends.set(name, resolve));
          return name;
        },
        signal,
      ),
    async end(name: string): Promise<void> {
      await nextTurn();
      ends.get(name)?.();
      for (let turn = 0; turn < 3; turn++) await nextTurn();
    },
  };
}

test('limits concurrency and alternates between callers', async () => {
  const { begun, ask, end } = createBench({ places: 2 });
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => ask(name[0] ?? '', name));
  await nextTurn();
  expect(begun).toEqual(['a1', 'a2']);
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']);
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']);
});

test('frees the slot of failed work', async () => {
  const turns = createTurns({ places: 1 });
  const failed = turns.take('a', () => Promise.reject(new Error('no')));
  const after = turns.take('b', async () => 'after');
  await expect(failed).rejects.toThrow('no');
  expect(await after).toBe('after');
  await nextTurn();
  await nextTurn();
  const { begun, ask, end } = createBench({ places: 1 });
  const one = ask('a', 'one');
  await end('one');
  await one;
  const two = ask('a', 'two');
  await nextTurn();
  expect(begun).toEqual(['one', 'two']);
  await end('two');
  await two;
});

test('leaves places to others when a caller has all of its own', async () => {
  const { begun, ask, end } = createBench({ places: 3, placesPerCaller: 2 });
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map((name) => ask(name[0] ?? '', name));
  await nextTurn();
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await end('b1'); // of those who wait, a has all of its places
  expect(begun).toEqual(['a1', 'a2', 'b1', 'b2']);
  await end('a1');
  expect(begun).toEqual(['a1', 'a2', 'b1', 'b2', 'a3']);
  for (const name of ['a2', 'b2', 'a3', 'c1', 'a4']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'b1', 'b2', 'a3', 'c1', 'a4']);
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']);
});

test('work that is aborted while it waits is never begun, and the others keep their turns', async () => {
  const { begun, ask, end } = createBench({ places: 1 });
  const [client, reason] = [new AbortController(), new Error('disconnected')];
  const first = ask('a', 'first', client.signal);
  await nextTurn();
  const abandoned = [ask('b', 'b1', client.signal), ask('c', 'c1', client.signal), ask('c', 'c2')];
  client.abort(reason); // work that has begun ends by itself
  await expect(abandoned[0]).rejects.toBe(reason);
  await expect(abandoned[1]).rejects.toBe(reason);
  await expect(ask('d', 'd1', client.signal)).rejects.toBe(reason);
  await end('first');
  expect(await first).toBe('first');
  expect(begun).toEqual(['first', 'c2']);
  await end('c2');
  expect(await abandoned[2]).toBe('c2');
});

test('keeps the place of work that has ended until what it holds settles', async () => {
  const turns = createTurns({ places: 1 });
  let settle: () => void = () => undefined;
  const statement = new Promise<void>((_, reject) => {
    settle = () => reject(new Error('aborted'));
  });
  expect(await turns.take('a', async (holdUntil) => holdUntil(statement))).toBeUndefined();
  let hasBegun = false;
  const second = turns.take('b', async () => {
    hasBegun = true;
  });
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  expect(hasBegun).toBe(false);
  settle();
  await second;
  expect(hasBegun).toBe(true);
});

test('rejects the work of a caller of which too much waits, and of no other', async () => {
  const { ask, end } = createBench({ places: 1, maxWaitingPerCaller: 2 });
  const all = ['a1', 'a2', 'a3'].map((name) => ask('a', name));
  await expect(ask('a', 'a4')).rejects.toThrow(/too many operations at once: 2 wait already/);
  all.push(ask('b', 'b1'));
  for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1']);
});
