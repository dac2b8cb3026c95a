/** Inflates untrusted data and counts the bytes while it does, since declared sizes cannot be trusted. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidData } from '../../errors.ts';
import { reasonOf } from '../../text.ts';

/** Deflate compresses to 1/1032 at most; legitimate data stays far below this ratio. */
const maxCompressionRatio = 400;
/** Smaller results are harmless whatever their ratio, such as a small file of one repeated byte. */
const minBytesForRatioCheck = 10 * 2 ** 20;
const chunkBytes = 2 ** 18;

/** @throws InvalidData when the compression ratio is suspiciously high */
export function assertNoBomb(unpackedBytes: number, packedBytes: number, name: string | null): void {
  if (unpackedBytes <= minBytesForRatioCheck || unpackedBytes <= packedBytes * maxCompressionRatio) return;
  const subject = name === null ? 'The archive' : 'The entry';
  throw new InvalidData(`${subject} unpacks to far more bytes than its compressed size (a "zip bomb").`, name);
}

/**
 * Streams the unpacked content of a gzip file.
 * @param packedBytes compressed size of the file
 * @throws InvalidData naming the entry, as soon as it exceeds `maxBytes` or its compression ratio is suspicious
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
