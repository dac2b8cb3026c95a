/**
 * Texts as tables:
 *
 *   TEXT         a plain text file ─> a column "text", a row for each line
 *   TEXT_FOLDER  a zip with a folder of .txt files for each class ─> columns "text" and "class", a row for each file
 *
 * UTF-8, with or without a byte order mark.
 */
import { InvalidData } from '../errors.ts';
import { type ArchiveEntry, openArchive } from './archive.ts';
import { classFolders } from './class-folders.ts';
import { createTextColumnBuilder } from './column-builder.ts';
import { assertNotUtf16, readText } from './csv.ts';
import type { ReadOptions } from './ingestion.ts';
import { codedColumn, type Table } from './table.ts';

/** All texts of a dataset together may have this many bytes. */
const maxTotalBytes = 256 * 2 ** 20;
const maxTextLength = 1_048_576;
const maxLines = 20_000_000;
const extension = /\.txt$/i;
/** Rows are counted aloud in steps of this many. */
const reportedRows = 1000;

/** Whether the names in an archive look like texts. */
export function looksLikeTexts(entries: { name: string }[]): boolean {
  return entries.length > 0 && entries.every(({ name }) => extension.test(name));
}

/** @throws InvalidData naming the line */
export async function readTextFile(path: string, options: ReadOptions = {}): Promise<Table> {
  const column = createTextColumnBuilder('text');
  let [rows, bytes, rest] = [0, 0, ''];
  const add = (line: string) => {
    if (line.length > maxTextLength) throw tooLongLine(rows + 1);
    if (++rows > maxLines) throw new InvalidData(`The text has more than ${maxLines} lines.`);
    column.add(textOrMissing(line));
    if (rows % reportedRows === 0) options.onProgress?.({ rowsRead: rows });
  };
  for await (const piece of readText(path, options)) {
    bytes += Buffer.byteLength(piece);
    if (bytes > maxTotalBytes) throw new InvalidData(`The text is longer than ${maxTotalBytes} bytes.`);
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop() ?? '';
    if (rest.length > 2 * maxTextLength) throw tooLongLine(rows + lines.length + 1);
    for (const line of lines) add(line);
  }
  if (rest !== '') add(rest); // a file ends with a line break, or without
  options.onProgress?.({ rowsRead: rows });
  const finished = column.finish();
  if (finished.levels.length === 0) throw new InvalidData('The file is empty.');
  return { columns: [finished], rowCount: rows };
}

function tooLongLine(line: number): InvalidData {
  return new InvalidData(`The line is longer than ${maxTextLength} characters.`, `line ${line}`);
}

/** @throws InvalidData naming the entry */
export async function readTextFolder(path: string, options: ReadOptions = {}): Promise<Table> {
  const archive = await openArchive(path);
  try {
    const folders = classFolders(archive.entries, { extension, example: 'spam/1.txt', kinds: '.txt files' });
    const bytes = folders.entries.reduce((total, { entry }) => total + entry.bytes, 0);
    if (bytes > maxTotalBytes) throw new InvalidData(`The texts are longer than ${maxTotalBytes} bytes together.`);
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
    if (bytes.includes(0)) throw new InvalidData('The file is not text: it holds NUL bytes.');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const message = error instanceof InvalidData ? error.message : 'The file is not valid UTF-8 text.';
    throw new InvalidData(message, entry.name);
  }
}

/** A text of blanks is a missing one. */
const textOrMissing = (text: string) => (text.trim() === '' ? null : text);
