import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../../src/graphql/cost/turns.ts';

/** Work that ends on demand; records the work that has begun. */
function createBench(places: number) {
  const turns = createTurns(places);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    ask: (address: string, name: string) =>
      turns.take(address, async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return name;
      }),
    async end(name: string): Promise<void> {
      await nextTurn();
      ends.get(name)?.();
      for (let turn = 0; turn < 3; turn++) await nextTurn();
    },
  };
}

test('limits concurrency and alternates between addresses', async () => {
  const { begun, ask, end } = createBench(2);
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => ask(name[0] ?? '', name));
  await nextTurn();
  expect(begun).toEqual(['a1', 'a2']);
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']) await end(name);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']);
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']);
});

test('frees the slot of failed work', async () => {
  const turns = createTurns(1);
  const failed = turns.take('a', () => Promise.reject(new Error('no')));
  const after = turns.take('b', async () => 'after');
  await expect(failed).rejects.toThrow('no');
  expect(await after).toBe('after');
  await nextTurn();
  await nextTurn();
  const { begun, ask, end } = createBench(1);
  const one = ask('a', 'one');
  await end('one');
  await one;
  const two = ask('a', 'two');
  await nextTurn();
  expect(begun).toEqual(['one', 'two']);
  await end('two');
  await two;
});
