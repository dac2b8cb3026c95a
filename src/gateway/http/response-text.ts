/** Encodes the text of responses. A large one is encoded in pieces, so that it does not block the event loop. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Characters encoded at once, which takes about a millisecond. */
const pieceLength = 2 ** 16;

/** Encodes text as UTF-8. A short text is encoded before this function returns. */
export async function encodeText(text: string): Promise<Buffer> {
  if (text.length <= pieceLength) return Buffer.from(text);
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(text));
  let [from, written] = [0, 0];
  while (from < text.length) {
    const to = endOfPiece(text, from);
    written += bytes.write(text.slice(from, to), written);
    from = to;
    await nextTurn();
  }
  return bytes;
}

/** Returns where a piece ends: not between the two halves of a character. */
function endOfPiece(text: string, from: number): number {
  const to = from + pieceLength;
  const last = text.charCodeAt(to - 1);
  const isHalf = last >= 0xd800 && last < 0xdc00;
  return isHalf ? to - 1 : to;
}
