/** Bodies of strangers into files, so that nothing of one that breaks off stays. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes what comes from a body into a new file of this user's alone.
 * @param options `through`: changes it, or looks at it, on the way; `flush`: it is on the disk when this resolves
 * @returns the bytes that were written
 * @throws what the body throws, when the file is closed: one that breaks off at once would else be made after it was removed
 */
export async function writeFileFrom(
  body: AsyncIterable<Uint8Array>,
  path: string,
  {
    through,
    flush = false,
  }: { through?: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>; flush?: boolean } = {},
): Promise<number> {
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600, flush });
  const closed = new Promise<void>((resolve) => target.once('close', resolve));
  try {
    const source = Readable.from(body, { objectMode: false });
    await (through ? pipeline(source, through, target) : pipeline(source, target));
    return target.bytesWritten;
  } finally {
    target.destroy();
    await closed;
  }
}
