/**
 * Reads zip archives that strangers made. Names that point outside, links, encrypted entries, and archives that are
 * larger than they look are refused before any of their content is used.
 */
import { crc32 } from 'node:zlib';
import { type Entry, open, type ZipFile } from 'yauzl';
import { InvalidData } from '../errors.ts';

const mostEntries = 500_000;
const largestEntry = 512 * 2 ** 20;
const largestTotal = 16 * 2 ** 30;
/** Deflate cannot do better than about 1032 : 1; honest data stays far below this. */
const highestRatio = 400;
const ratioMatters = 10 * 2 ** 20;

const junk = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

export interface ArchiveEntry {
  name: string;
  bytes: number;
  read(): Promise<Buffer>;
}

export interface Archive {
  /** Files only, sorted by name, without what operating systems leave behind. */
  entries: ArchiveEntry[];
  close(): void;
}

/** @throws InvalidData naming the entry */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openZip(path);
  try {
    const entries = await listEntries(zip);
    return { entries, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(
      path,
      { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true },
      (error, zip) =>
        error ? reject(new InvalidData(`The file is not a zip archive: ${error.message}.`)) : resolve(zip),
    );
  });
}

function listEntries(zip: ZipFile): Promise<ArchiveEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: ArchiveEntry[] = [];
    const names = new Set<string>();
    let total = 0;
    zip.on('entry', (entry: Entry) => {
      try {
        total += entry.uncompressedSize;
        if (names.size >= mostEntries) throw new InvalidData(`The archive has more than ${mostEntries} entries.`);
        if (total > largestTotal) throw new InvalidData(`The archive unpacks to more than ${largestTotal} bytes.`);
        assertHarmless(entry);
        if (names.has(entry.fileName))
          throw new InvalidData('The archive has two entries of this name.', entry.fileName);
        names.add(entry.fileName);
        const isFile = !entry.fileName.endsWith('/');
        if (isFile && !junk.test(entry.fileName)) {
          entries.push({ name: entry.fileName, bytes: entry.uncompressedSize, read: () => readEntry(zip, entry) });
        }
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.on('end', () => resolve(entries.sort((a, b) => (a.name < b.name ? -1 : 1))));
    zip.on('error', (error) => reject(new InvalidData(`The archive cannot be read: ${error.message}.`)));
    zip.readEntry();
  });
}

function assertHarmless(entry: Entry): void {
  const { fileName, uncompressedSize, compressedSize } = entry;
  // yauzl refuses absolute names, drive letters, backslashes and ".." itself (as an error event).
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & 0o170000) === 0o120000) throw new InvalidData('Symbolic links are not accepted.', fileName);
  if ((entry.generalPurposeBitFlag & 1) !== 0) throw new InvalidData('Encrypted entries are not accepted.', fileName);
  if (uncompressedSize > largestEntry)
    throw new InvalidData(`The entry is larger than ${largestEntry} bytes.`, fileName);
  if (uncompressedSize > ratioMatters && uncompressedSize > compressedSize * highestRatio) {
    throw new InvalidData('The entry unpacks to far more than it holds (a "zip bomb").', fileName);
  }
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(new InvalidData(`The entry cannot be unpacked: ${error.message}.`, entry.fileName));
    zip.openReadStream(entry, (error, stream) => {
      if (error) return fail(error);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', fail);
      stream.once('end', () => {
        const content = Buffer.concat(chunks);
        // yauzl leaves this to its caller.
        if (crc32(content) === entry.crc32) resolve(content);
        else fail(new Error('its checksum is wrong'));
      });
    });
  });
}
