/** Writes untrusted bodies to files without leaving partial files behind. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a body to a new file that only the current user can access.
 * @param options `through`: transforms or inspects the chunks; `flush`: if true, the data is on disk when the promise resolves
 * @returns the number of bytes written
 * @throws the error of the body, after the file is closed; otherwise the file could still be created after the caller deleted it
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
