/**
 * Reads texts as tables:
 *
 *   TEXT         a plain text file ─> column "text", one row per line
 *   TEXT_FOLDER  a zip with one folder of .txt files per class ─> columns "text" and "class", one row per file
 *
 * UTF-8, with or without a byte order mark.
 */
import { InvalidData } from '../../errors.ts';
import type { ReadOptions } from '../ingestion.ts';
import { type ArchiveEntry, openArchive } from './archive.ts';
import { listClassFolders } from './class-folders.ts';
import { createTextColumnBuilder } from './column-builder.ts';
import { assertNotUtf16, readText } from './csv.ts';
import { codedColumn, type Table } from './table.ts';

/** Maximum size of all texts of a dataset together. */
const maxTotalBytes = 256 * 2 ** 20;
const maxTextLength = 1_048_576;
const maxLines = 20_000_000;
const extension = /\.txt$/i;
/** Rows between two reports of progress. */
const reportedRows = 1000;

/** Returns whether the names in an archive look like texts. */
export function looksLikeTexts(entries: { name: string }[]): boolean {
  return entries.length > 0 && entries.every(({ name }) => extension.test(name));
}

/** Reads a plain text file. @throws InvalidData naming the line */
export async function readTextFile(path: string, options: ReadOptions = {}): Promise<Table> {
  const column = createTextColumnBuilder('text');
  let [rows, bytes, rest] = [0, 0, ''];
  const add = (line: string) => {
    if (line.length > maxTextLength) throw tooLongLine(rows + 1);
    if (++rows > maxLines) throw new InvalidData(`The file has more than ${maxLines} lines.`);
    column.add(textOrMissing(line));
    if (rows % reportedRows === 0) options.onProgress?.({ rowsRead: rows });
  };
  for await (const chunk of readText(path, options)) {
    bytes += Buffer.byteLength(chunk);
    if (bytes > maxTotalBytes) throw new InvalidData(`The file is larger than ${maxTotalBytes} bytes.`);
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > 2 * maxTextLength) throw tooLongLine(rows + lines.length + 1);
    for (const line of lines) add(line);
  }
  if (rest !== '') add(rest); // the last line may have no line break
  options.onProgress?.({ rowsRead: rows });
  const finished = column.finish();
  if (finished.levels.length === 0) throw new InvalidData('The file is empty.');
  return { columns: [finished], rowCount: rows };
}

function tooLongLine(line: number): InvalidData {
  return new InvalidData(`The line is longer than ${maxTextLength} characters.`, `line ${line}`);
}

/** Reads a zip archive of class folders. @throws InvalidData naming the entry */
export async function readTextFolder(path: string, options: ReadOptions = {}): Promise<Table> {
  const archive = await openArchive(path);
  try {
    const folders = listClassFolders(archive.entries, { extension, example: 'spam/1.txt', kinds: '.txt files' });
    const bytes = folders.entries.reduce((total, { entry }) => total + entry.bytes, 0);
    if (bytes > maxTotalBytes) throw new InvalidData(`The texts have more than ${maxTotalBytes} bytes in total.`);
    const column = createTextColumnBuilder('text');
    for (const [row, { entry }] of folders.entries.entries()) {
      options.signal?.throwIfAborted();
      column.add(textOrMissing(await readEntry(entry)));
      options.onProgress?.({ rowsRead: row + 1 });
    }
    const labels = folders.entries.map(({ label }) => label);
    const classes = codedColumn('class', labels, folders.classes);
    return { columns: [column.finish(), { ...classes, type: 'categorical' }], rowCount: labels.length };
  } finally {
    archive.close();
  }
}

async function readEntry(entry: ArchiveEntry): Promise<string> {
  if (entry.bytes > maxTextLength) throw new InvalidData(`The text is longer than ${maxTextLength} bytes.`, entry.name);
  const bytes = await entry.read(maxTextLength);
  try {
    assertNotUtf16(bytes);
    if (bytes.includes(0)) throw new InvalidData('The file is not a text file: it contains NUL bytes.');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const message = error instanceof InvalidData ? error.message : 'The file is not valid UTF-8 text.';
    throw new InvalidData(message, entry.name);
  }
}

/** Blank texts count as missing. */
const textOrMissing = (text: string) => (text.trim() === '' ? null : text);
