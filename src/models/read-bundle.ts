/**
 * Reads single files of a stored bundle: only the central directory at its end and the requested files, not the weights, which
 * may be gigabytes.
 */
import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { Conflict } from '../errors.ts';

/** Bytes at the end that are read at once. They usually contain the central directory and aias.json, which is the last entry. */
const tailBytes = 2 ** 17;
/** Limit on the entries of an archive. A bundle has at most five. */
const maxEntries = 50;
/** Limit on the size of a file that is returned. */
const maxFileBytes = 16 * 2 ** 20;

/**
 * Reads the named files that the bundle contains, by name.
 * @param bundle `bytes` is the size of the artifact
 * @throws Conflict when one of them is larger than 16 MiB; Error when the artifact is not a zip
 */
export async function readBundleFiles(
  store: Pick<ArtifactStore, 'get'>,
  { artifactKey, sizeBytes }: { artifactKey: string; sizeBytes: number },
  names: readonly string[],
): Promise<Map<string, Buffer>> {
  const tailStart = Math.max(0, sizeBytes - tailBytes);
  const tail = await collect(await store.get(artifactKey, { start: tailStart, end: sizeBytes }));
  const zip = await fromRandomAccessReaderPromise(new TailFirst(store, artifactKey, tail, tailStart), sizeBytes, {
    autoClose: false,
  });
  try {
    const files = new Map<string, Buffer>();
    for (const entry of await findEntries(zip, names)) {
      const { fileName, uncompressedSize, compressedSize } = entry;
      if (Math.max(uncompressedSize, compressedSize) > maxFileBytes) {
        throw new Conflict(
          `${fileName} of this model is larger than ${maxFileBytes} bytes. Download the model to read it.`,
        );
      }
      // yauzl fails the stream when its length differs from the central directory.
      files.set(fileName, await collect(await zip.openReadStreamPromise(entry)));
    }
    return files;
  } finally {
    zip.close();
  }
}

async function findEntries(zip: ZipFile, names: readonly string[]): Promise<Entry[]> {
  if (zip.entryCount > maxEntries)
    throw new Error(`The model bundle has ${zip.entryCount} entries, more than ${maxEntries}.`);
  const found: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (names.includes(entry.fileName)) found.push(entry);
  return found;
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Reads ranges of an artifact, from memory when they lie within its tail. */
class TailFirst extends RandomAccessReader {
  readonly #range: (start: number, end: number) => Iterable<Buffer> | AsyncIterable<Buffer>;

  constructor(store: Pick<ArtifactStore, 'get'>, key: string, tail: Buffer, tailStart: number) {
    super();
    this.#range = (start, end) =>
      start >= tailStart ? [tail.subarray(start - tailStart, end - tailStart)] : rangeOf(store, key, { start, end });
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#range(start, end), { objectMode: false });
  }
}

async function* rangeOf(
  store: Pick<ArtifactStore, 'get'>,
  key: string,
  range: { start: number; end: number },
): AsyncGenerator<Buffer, void> {
  yield* await store.get(key, range);
}
