/**
 * Reads untrusted zip archives. Nothing is extracted to disk: an entry is inflated as it is read, and its bytes are counted.
 * Rejected before any content is used: path traversal, links, encrypted entries, methods other than deflate, overlapping entries
 * and zip bombs.
 */
import { open as openFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, open, type ZipFile } from 'yauzl';
import { InvalidData } from '../../errors.ts';
import { quoted } from '../../shared/quote.ts';
import { reasonOf } from '../../text.ts';
import { assertNoBomb } from './inflate.ts';

const maxEntries = 500_000;
const maxEntryBytes = 512 * 2 ** 20;
const maxTotalBytes = 16 * 2 ** 30;
/** The central directory is held in memory. */
const maxDirectoryBytes = 128 * 2 ** 20;
const maxNameLength = 1024;
/** Size of the fixed part of an entry's local header, and of its header in the central directory. */
const [localHeaderBytes, directoryHeaderBytes] = [30, 46];
const [stored, deflated] = [0, 8];
/** General purpose bits of an encrypted entry. */
const encrypted = 0b100_0001;
const fileTypes = { mask: 0o170000, file: 0o100000, folder: 0o040000, link: 0o120000 };

const ignoredEntries = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/;

export interface ArchiveEntry {
  name: string;
  /** Declared size; reading the entry fails if it is wrong. */
  bytes: number;
  /** Reads the whole content. @throws InvalidData when it is larger than `maxBytes`, or corrupt */
  read(maxBytes?: number): Promise<Buffer>;
  /** Streams the content; its checksum is verified at the end. @throws InvalidData when it is corrupt */
  stream(): AsyncGenerator<Buffer, void>;
}

export interface Archive {
  /** Files only, sorted by name, without metadata files of operating systems. */
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

/** Requires the signature at the start: a zip can be appended to any other file, and a polyglot must be rejected. */
async function assertZip(path: string): Promise<void> {
  const file = await openFile(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.toString('latin1');
    if (start === 'PK\x03\x04' || start === 'PK\x05\x06') return;
    throw new InvalidData('The file is not a zip archive: it lacks the signature at its start.');
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
        assertSafeEntry(entry);
        countEntry(entry, totals);
        if (names.has(name)) throw new InvalidData('The archive has two entries with this name.', name);
        names.add(name);
        spans.push(spanOf(entry));
        const isFile = !name.endsWith('/');
        if (isFile && !ignoredEntries.test(name)) {
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
        assertNoOverlap(spans);
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
  totals.directory += directoryHeaderBytes + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
  if (totals.directory > maxDirectoryBytes) {
    throw new InvalidData(`The archive's list of entries is larger than ${maxDirectoryBytes} bytes.`);
  }
  if (totals.unpacked > maxTotalBytes) {
    throw new InvalidData(`The archive unpacks to more than ${maxTotalBytes} bytes.`);
  }
  assertNoBomb(totals.unpacked, totals.packed, null);
}

function assertSafeEntry(entry: Entry): void {
  const { fileName, uncompressedSize, compressedSize, compressionMethod } = entry;
  // yauzl itself rejects absolute names, drive letters, backslashes and ".." (as an error event).
  const shown = fileName.slice(0, 100);
  if (fileName.length > maxNameLength) {
    throw new InvalidData(`A file name in the archive is longer than ${maxNameLength} characters.`, shown);
  }
  if (hasControlCharacters(fileName)) {
    throw new InvalidData('A file name in the archive contains control characters.', JSON.stringify(shown));
  }
  const type = (entry.externalFileAttributes >>> 16) & fileTypes.mask;
  if (type === fileTypes.link) throw new InvalidData('Symbolic links are not supported.', fileName);
  if (type !== 0 && type !== fileTypes.file && type !== fileTypes.folder) {
    throw new InvalidData('Devices, sockets and pipes are not supported.', fileName);
  }
  if ((entry.generalPurposeBitFlag & encrypted) !== 0) {
    throw new InvalidData('Encrypted entries are not supported.', fileName);
  }
  if (compressionMethod !== stored && compressionMethod !== deflated) {
    throw new InvalidData(
      `The entry uses compression method ${compressionMethod}. Use deflate, the default of zip programs.`,
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

/** Minimum byte range of an entry in the file: its local header may be longer. */
interface Span {
  name: string;
  start: number;
  end: number;
}

function spanOf({ fileName: name, relativeOffsetOfLocalHeader: start, compressedSize }: Entry): Span {
  return { name, start, end: start + localHeaderBytes + compressedSize };
}

/** Rejects overlapping entries, with which an archive can unpack to any multiple of its size. */
function assertNoOverlap(spans: Span[]): void {
  spans.sort((a, b) => a.start - b.start);
  let last: Span | undefined;
  for (const span of spans) {
    if (last && span.start < last.end) {
      throw new InvalidData(`The entry overlaps with ${quoted(last.name)} (a "zip bomb").`, span.name);
    }
    last = span;
  }
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void> {
  const stream = await openStream(zip, entry);
  let checksum = 0;
  try {
    // yauzl fails the stream if its length differs from the declared size.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    // yauzl does not verify the checksum.
    if (checksum !== entry.crc32) throw new Error('its checksum does not match');
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
