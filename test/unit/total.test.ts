import { expect, test } from 'vitest';
import { createTotal } from '../../src/gateway/total.ts';
import type { Logger } from '../../src/log.ts';
import { waitFor } from '../support/wait-for.ts';

interface Line {
  err: unknown;
  errorId: string;
  where: string;
}

function recordingLog() {
  const lines: Line[] = [];
  return { lines, log: { error: (line: Line) => lines.push(line) } as unknown as Logger };
}

test.each<[string, (...given: string[]) => unknown]>([
  [
    'throws',
    () => {
      throw new Error('listener');
    },
  ],
  ['returns a promise that rejects', () => Promise.reject(new Error('listener'))],
])('a listener that %s is logged once with an id, and its request is ended', async (_, listener) => {
  const { log, lines } = recordingLog();
  const ended: string[] = [];
  createTotal(log)('request', listener, (...given: string[]) => ended.push(...given))('a', 'b');
  await waitFor('the failure to be handled', async () => ended.length > 0);
  expect(ended).toEqual(['a', 'b']);
  expect(lines).toEqual([
    { err: new Error('listener'), errorId: expect.stringMatching(/^[0-9a-f-]{36}$/), where: 'request' },
  ]);
});

test('logs a failure to end the request too', () => {
  const { log, lines } = recordingLog();
  const fail = (what: string) => () => {
    throw new Error(what);
  };
  createTotal(log)('upgrade', fail('listener'), fail('ending'))();
  expect(lines.map(({ err }) => String(err))).toEqual(['Error: listener', 'Error: ending']);
});
