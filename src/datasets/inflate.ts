/** Inflates what strangers compressed, and counts while it does: declared sizes lie. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidData } from '../errors.ts';
import { reasonOf } from '../text.ts';

/** Deflate cannot do better than about 1032 : 1; honest data stays far below this. */
const maxRatio = 400;
/** A file that unpacks to less is never a bomb, such as a small one of one repeated byte. */
const minBombBytes = 10 * 2 ** 20;
const chunkBytes = 2 ** 18;

/** @throws InvalidData when so few bytes unpack to so many */
export function assertNoBomb(unpackedBytes: number, packedBytes: number, name: string | null): void {
  if (unpackedBytes <= minBombBytes || unpackedBytes <= packedBytes * maxRatio) return;
  const what = name === null ? 'The archive' : 'The entry';
  throw new InvalidData(`${what} unpacks to far more than it holds (a "zip bomb").`, name);
}

/**
 * The content of a gzip file.
 * @param packedBytes size of the file
 * @throws InvalidData naming the entry, as soon as it unpacks to more than `maxBytes` or to suspiciously much
 */
export async function* gunzipped(
  packed: AsyncIterable<Buffer>,
  { name, packedBytes, maxBytes }: { name: string; packedBytes: number; maxBytes: number },
): AsyncGenerator<Buffer, void> {
  const source = Readable.from(packed);
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  source.once('error', (error) => gunzip.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new InvalidData(`The entry unpacks to more than ${maxBytes} bytes.`, name);
      assertNoBomb(bytes, packedBytes, name);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof InvalidData) throw error;
    throw new InvalidData(`The file cannot be unpacked: ${reasonOf(error)}.`, name);
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}
