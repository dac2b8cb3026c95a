import { expect, test } from 'vitest';
import { createSharedReads } from '../../../src/graphql/cost/shared-reads.ts';

/** Reads values of 10 bytes and records which keys were read. */
function createBench(maxBytes: number) {
  const reads = createSharedReads<string>({ maxBytes });
  const read: string[] = [];
  return {
    reads,
    read,
    get: (key: string, bytes = 10) =>
      reads.get(key, 'asker', async () => {
        read.push(key);
        return { value: `value of ${key}`, bytes };
      }),
  };
}

test('shares a read in flight and caches its value', async () => {
  const { get, read } = createBench(100);
  expect(await Promise.all([get('a'), get('a'), get('b'), get('a')])).toEqual(
    ['a', 'a', 'b', 'a'].map((key) => `value of ${key}`),
  );
  expect(await get('a')).toBe('value of a');
  expect(read).toEqual(['a', 'b']);
});

test('evicts the least recently used values to stay within its byte limit', async () => {
  const { get, read, reads } = createBench(25);
  for (const key of ['a', 'b', 'a', 'c']) await get(key);
  expect([read, reads.bytes()]).toEqual([['a', 'b', 'c'], 20]);
  for (const key of ['a', 'c', 'b']) await get(key);
  expect(read).toEqual(['a', 'b', 'c', 'b']);
});

test('does not cache a value over the limit and evicts nothing for it', async () => {
  const { get, read, reads } = createBench(25);
  for (const [key, bytes] of [['a', 10], ['large', 26], ['large', 26], ['a', 10]] as const) await get(key, bytes); // biome-ignore format: one line says it
  expect([read, reads.bytes()]).toEqual([['a', 'large', 'large'], 10]);
});

test('does not cache a failed read', async () => {
  const reads = createSharedReads<string>({ maxBytes: 100 });
  const fail = () => Promise.reject(new Error('away'));
  const both = [reads.get('a', 'asker', fail), reads.get('a', 'asker', fail)];
  for (const one of both) await expect(one).rejects.toThrow('away');
  expect(await reads.get('a', 'asker', async () => ({ value: 'there', bytes: 1 }))).toBe('there');
});
