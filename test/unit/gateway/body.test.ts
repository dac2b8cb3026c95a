/** The memory for request bodies: when it is taken, per caller and address, and how much. */
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readBody } from '../../../src/gateway/http/body.ts';
import { createMemoryBudget } from '../../../src/gateway/http/memory-budget.ts';

const limits = { maxBytes: 1000, totalMs: 60_000, idleMs: 60_000 };

/** Creates a request whose body the test writes. */
function requestOf(headers: Record<string, string>) {
  const body = new PassThrough();
  return { body, request: Object.assign(body, { headers }) as unknown as IncomingMessage }; // readBody() uses nothing else
}

test.each([
  ['a Content-Length', { 'content-length': '900' }],
  ['no Content-Length', {}],
])('a body with %s takes memory as it arrives', async (_, headers) => {
  const { body, request } = requestOf(headers);
  let taken = 0;
  const whole = readBody(request, limits, (bytes) => {
    taken += bytes;
  });
  expect(taken).toBe(0);
  let sent = 0;
  for (const length of [10, 1, 89, 300, 500]) {
    body.write(Buffer.alloc(length, length));
    sent += length;
    await new Promise(setImmediate);
    expect(taken).toBeGreaterThanOrEqual(sent);
    expect(taken).toBeLessThanOrEqual(Math.min(2 * sent, 1000));
  }
  body.end();
  const parts = [10, 1, 89, 300, 500].map((length) => Buffer.alloc(length, length));
  expect(await whole).toEqual(Buffer.concat(parts));
  if ('content-length' in headers) expect(taken).toBe(900);
});

test('rejects a body when its memory is refused', async () => {
  const { body, request } = requestOf({});
  const full = new Error('full');
  const whole = readBody(request, limits, () => {
    throw full;
  });
  body.write('x');
  await expect(whole).rejects.toBe(full);
});

test('limits memory per address and caller and in total, and releases it once', () => {
  const memory = createMemoryBudget({
    ...{ what: 'requests', advice: 'Retry later.' },
    maxBytes: 25,
    maxBytesPerCaller: { anonymous: 10, signedIn: 20 },
    freeBytes: 0,
  });
  const first = memory.open('anonymous', 'a');
  first.take(6);
  const second = memory.open('anonymous', 'a');
  expect(() => second.take(5)).toThrow(/You have too many large requests at once.*Try again in 1 s/);
  expect([memory.hasRoom('anonymous', 'a', 5), memory.hasRoom('anonymous', 'b', 5)]).toEqual([false, true]);
  memory.open('signedIn', 'a').take(18);
  expect(() => memory.open('anonymous', 'b').take(2)).toThrow(/The gateway has too many/);
  first.release();
  first.release();
  first.take(9);
  second.take(5);
  expect(() => second.take(6)).toThrow(/You have/);
});

test('the free bytes of each body do not count', () => {
  const memory = createMemoryBudget({
    ...{ what: 'requests', advice: 'Retry later.' },
    maxBytes: 10,
    maxBytesPerCaller: { anonymous: 10, signedIn: 10 },
    freeBytes: 100,
  });
  const full = memory.open('anonymous', 'a');
  full.take(60);
  full.take(50);
  for (let number = 0; number < 20; number++) memory.open('anonymous', 'a').take(100);
  expect(() => memory.open('anonymous', 'a').take(101)).toThrow(/You have/);
  full.release();
  memory.open('anonymous', 'a').take(101);
});
