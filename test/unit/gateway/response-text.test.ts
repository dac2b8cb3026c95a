import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { encodeText } from '../../../src/gateway/http/response-text.ts';

const pieceLength = 2 ** 16;

test.each([
  ['nothing', ''],
  ['ASCII', 'x'.repeat(3 * pieceLength + 1)],
  ['Chinese', '数据集'.repeat(pieceLength)],
  // Each half of a pair is at the border of a piece in one of the two.
  ['emoji at even positions', '😀'.repeat(2 * pieceLength)],
  ['emoji at odd positions', `x${'😀'.repeat(2 * pieceLength)}`],
  ['lone surrogates', '\ud83d'.repeat(2 * pieceLength)],
])('encodes %s as Buffer.from does', async (_, text) => {
  expect((await encodeText(text)).equals(Buffer.from(text))).toBe(true);
});

test('yields to the event loop between the pieces of a large text', async () => {
  let turns = 0;
  let isDone = false;
  const encoded = encodeText('数'.repeat(20 * pieceLength)).finally(() => {
    isDone = true;
  });
  for (; !isDone; turns++) await nextTurn();
  expect((await encoded).length).toBe(3 * 20 * pieceLength);
  expect(turns).toBeGreaterThanOrEqual(20);
});
