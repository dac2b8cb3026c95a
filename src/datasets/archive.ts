/**
 * Reads zip archives that strangers made. Nothing is extracted to a disk: an entry is inflated when it is read, and counted while
 * it is. Refused before any content is used: names that point outside, links, encrypted entries, methods other than deflate,
 * entries that share bytes, and archives that unpack to far more than they hold.
 */
import { open as openFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, open, type ZipFile } from 'yauzl';
import { InvalidData } from '../errors.ts';
import { quoted, reasonOf } from '../text.ts';
import { assertNoBomb } from './inflate.ts';

const maxEntries = 500_000;
const maxEntryBytes = 512 * 2 ** 20;
const maxTotalBytes = 16 * 2 ** 30;
/** The list of entries stays in memory. */
const maxDirectoryBytes = 128 * 2 ** 20;
const maxNameLength = 1024;
/** Fixed part of an entry's header where its content lies, and in the list of entries. */
const [localHeaderBytes, listedHeaderBytes] = [30, 46];
const [stored, deflated] = [0, 8];
/** Bits of an entry that say it is encrypted. */
const encrypted = 0b100_0001;
const fileTypes = { mask: 0o170000, file: 0o100000, folder: 0o040000, link: 0o120000 };

const junk = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

export interface ArchiveEntry {
  name: string;
  /** As the archive says; reading it fails where that is not true. */
  bytes: number;
  /** The whole content. @throws InvalidData when it is larger than `maxBytes`, or broken */
  read(maxBytes?: number): Promise<Buffer>;
  /** The content as it is inflated; its checksum is compared at the end. @throws InvalidData when it is broken */
  stream(): AsyncGenerator<Buffer, void>;
}

export interface Archive {
  /** Files only, sorted by name, without what operating systems leave behind. */
  entries: ArchiveEntry[];
  close(): void;
}

/** @throws InvalidData naming the entry */
export async function openArchive(path: string): Promise<Archive> {
  await assertZip(path);
  const zip = await openZip(path);
  try {
    const entries = await listEntries(zip);
    return { entries, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** A zip may be appended to a file of any other kind. What is also an image or a page is refused. */
async function assertZip(path: string): Promise<void> {
  const file = await openFile(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.toString('latin1');
    if (start === 'PK\x03\x04' || start === 'PK\x05\x06') return;
    throw new InvalidData('The file is not a zip archive: it does not begin like one.');
  } finally {
    await file.close();
  }
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(
      path,
      { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true },
      (error, zip) =>
        error ? reject(new InvalidData(`The file is not a zip archive: ${reasonOf(error)}.`)) : resolve(zip),
    );
  });
}

function listEntries(zip: ZipFile): Promise<ArchiveEntry[]> {
  return new Promise((resolve, reject) => {
    const entries: ArchiveEntry[] = [];
    const names = new Set<string>();
    const spans: Span[] = [];
    const totals = { unpacked: 0, packed: 0, directory: 0 };
    zip.on('entry', (entry: Entry) => {
      try {
        const { fileName: name, uncompressedSize: bytes } = entry;
        if (names.size >= maxEntries) throw new InvalidData(`The archive has more than ${maxEntries} entries.`);
        assertHarmless(entry);
        countEntry(entry, totals);
        if (names.has(name)) throw new InvalidData('The archive has two entries of this name.', name);
        names.add(name);
        spans.push(spanOf(entry));
        const isFile = !name.endsWith('/');
        if (isFile && !junk.test(name)) {
          const stream = () => contentOf(zip, entry);
          const read = (maxBytes = maxEntryBytes) => readEntry(entry, stream, maxBytes);
          entries.push({ name, bytes, read, stream });
        }
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.on('end', () => {
      try {
        assertApart(spans);
        resolve(entries.sort((a, b) => (a.name < b.name ? -1 : 1)));
      } catch (error) {
        reject(error);
      }
    });
    zip.on('error', (error) => reject(new InvalidData(`The archive cannot be read: ${reasonOf(error)}.`)));
    zip.readEntry();
  });
}

function countEntry(entry: Entry, totals: { unpacked: number; packed: number; directory: number }): void {
  totals.unpacked += entry.uncompressedSize;
  totals.packed += entry.compressedSize;
  totals.directory += listedHeaderBytes + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
  if (totals.directory > maxDirectoryBytes) {
    throw new InvalidData(`The list of entries takes more than ${maxDirectoryBytes} bytes.`);
  }
  if (totals.unpacked > maxTotalBytes) {
    throw new InvalidData(`The archive unpacks to more than ${maxTotalBytes} bytes.`);
  }
  assertNoBomb(totals.unpacked, totals.packed, null);
}

function assertHarmless(entry: Entry): void {
  const { fileName, uncompressedSize, compressedSize, compressionMethod } = entry;
  // yauzl refuses absolute names, drive letters, backslashes and ".." itself (as an error event).
  const shown = fileName.slice(0, 100);
  if (fileName.length > maxNameLength) {
    throw new InvalidData(`A name in the archive is longer than ${maxNameLength} characters.`, shown);
  }
  if (hasControlCharacters(fileName)) {
    throw new InvalidData('A name in the archive has control characters.', JSON.stringify(shown));
  }
  const type = (entry.externalFileAttributes >>> 16) & fileTypes.mask;
  if (type === fileTypes.link) throw new InvalidData('Symbolic links are not accepted.', fileName);
  if (type !== 0 && type !== fileTypes.file && type !== fileTypes.folder) {
    throw new InvalidData('Devices, sockets and pipes are not accepted.', fileName);
  }
  if ((entry.generalPurposeBitFlag & encrypted) !== 0) {
    throw new InvalidData('Encrypted entries are not accepted.', fileName);
  }
  if (compressionMethod !== stored && compressionMethod !== deflated) {
    throw new InvalidData(
      `The entry is compressed by method ${compressionMethod}. Use deflate, as zip programs do by default.`,
      fileName,
    );
  }
  if (uncompressedSize > maxEntryBytes) {
    throw new InvalidData(`The entry is larger than ${maxEntryBytes} bytes.`, fileName);
  }
  assertNoBomb(uncompressedSize, compressedSize, fileName);
}

function hasControlCharacters(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === 127) return true;
  }
  return false;
}

/** Where in the file an entry lies, at least: its local header may be longer. */
interface Span {
  name: string;
  start: number;
  end: number;
}

function spanOf({ fileName: name, relativeOffsetOfLocalHeader: start, compressedSize }: Entry): Span {
  return { name, start, end: start + localHeaderBytes + compressedSize };
}

/** Entries that share bytes make an archive unpack to any multiple of what it holds. */
function assertApart(spans: Span[]): void {
  spans.sort((a, b) => a.start - b.start);
  let last: Span | undefined;
  for (const span of spans) {
    if (last && span.start < last.end) {
      throw new InvalidData(`The entry shares its bytes with ${quoted(last.name)} (a "zip bomb").`, span.name);
    }
    last = span;
  }
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  const stream = await openStream(zip, entry);
  let checksum = 0;
  try {
    // yauzl ends it with an error where it is not as long as the archive says.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    // yauzl leaves this to its caller.
    if (checksum !== entry.crc32) throw new Error('its checksum is wrong');
  } catch (error) {
    throw unreadable(error, entry.fileName);
  } finally {
    stream.destroy();
  }
}

function openStream(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(unreadable(error, entry.fileName)) : resolve(stream)));
  });
}

async function readEntry(
  { fileName, uncompressedSize }: Entry,
  stream: () => AsyncGenerator<Buffer, void>,
  maxBytes: number,
): Promise<Buffer> {
  if (uncompressedSize > maxBytes) throw new InvalidData(`The entry is larger than ${maxBytes} bytes.`, fileName);
  const chunks: Buffer[] = [];
  for await (const chunk of stream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function unreadable(error: unknown, name: string): InvalidData {
  if (error instanceof InvalidData) return error;
  return new InvalidData(`The entry cannot be unpacked: ${reasonOf(error)}.`, name);
}
