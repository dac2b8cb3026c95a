/**
 * Reads single files of a bundle that lies in the store: the list at its end and what was asked for. The weights, which may have
 * gigabytes, stay where they are.
 */
import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { Conflict } from '../errors.ts';

/** Read at once: as a rule it holds the list of entries, and with it aias.json, which comes last. */
const tailBytes = 2 ** 17;
/** A bundle has five files at most. */
const maxEntries = 50;
/** As much as an answer may have. */
const maxFileBytes = 16 * 2 ** 20;

/**
 * Those of the named files that the bundle has, by name.
 * @param bundle `bytes` is the size of the artifact
 * @throws Conflict when one of them is larger than 16 MiB; Error when the artifact is no zip
 */
export async function readBundleFiles(
  store: Pick<ArtifactStore, 'get'>,
  { artifactKey, bytes }: { artifactKey: string; bytes: number },
  names: readonly string[],
): Promise<Map<string, Buffer>> {
  const tailStart = Math.max(0, bytes - tailBytes);
  const tail = await collect(await store.get(artifactKey, { start: tailStart, end: bytes }));
  const zip = await fromRandomAccessReaderPromise(new TailFirst(store, artifactKey, tail, tailStart), bytes, {
    autoClose: false,
  });
  try {
    const files = new Map<string, Buffer>();
    for (const entry of await findEntries(zip, names)) {
      const { fileName, uncompressedSize, compressedSize } = entry;
      if (Math.max(uncompressedSize, compressedSize) > maxFileBytes) {
        throw new Conflict(
          `${fileName} of this model has more than ${maxFileBytes} bytes. Download the model and read it there.`,
        );
      }
      // yauzl ends it with an error where it is not as long as the list says.
      files.set(fileName, await collect(await zip.openReadStreamPromise(entry)));
    }
    return files;
  } finally {
    zip.close();
  }
}

async function findEntries(zip: ZipFile, names: readonly string[]): Promise<Entry[]> {
  if (zip.entryCount > maxEntries) throw new Error(`The model bundle has ${zip.entryCount} files.`);
  const found: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (names.includes(entry.fileName)) found.push(entry);
  return found;
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Reads ranges of an artifact: from memory where they lie in its end. */
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
