/**
 * Texts as tables:
 *
 *   TEXT         a plain text file ─> a column "text", a row for each line
 *   TEXT_FOLDER  a zip with a folder of .txt files for each class ─> columns "text" and "class", a row for each file
 *
 * UTF-8, with or without a byte order mark.
 */
import { readFile } from 'node:fs/promises';
import { InvalidData } from '../errors.ts';
import { type ArchiveEntry, openArchive } from './archive.ts';
import { classFolders } from './class-folders.ts';
import { codedColumn, type Table } from './table.ts';

const largestText = 256 * 2 ** 20;
const longestText = 1_048_576;
const extension = /\.txt$/i;

/** Whether the names in an archive look like texts. */
export function looksLikeTexts(entries: { name: string }[]): boolean {
  return entries.length > 0 && entries.every(({ name }) => extension.test(name));
}

/** @throws InvalidData naming the line */
export async function readTextFile(path: string, signal?: AbortSignal): Promise<Table> {
  const bytes = await readFile(path, { signal });
  if (bytes.length > largestText) throw new InvalidData(`The text is longer than ${largestText} bytes.`);
  const lines = decode(bytes, null).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop(); // a file ends with a line break
  const long = lines.findIndex((line) => line.length > longestText);
  if (long >= 0) throw new InvalidData(`The line is longer than ${longestText} characters.`, `line ${long + 1}`);
  if (!lines.some((line) => line.trim() !== '')) throw new InvalidData('The file is empty.');
  return { columns: [textColumn('text', lines)], rowCount: lines.length };
}

/** @throws InvalidData naming the entry */
export async function readTextFolder(path: string): Promise<Table> {
  const archive = await openArchive(path);
  try {
    const labelled = classFolders(archive.entries, { extension, example: 'spam/1.txt', kinds: '.txt files' });
    const texts: string[] = [];
    for (const { entry } of labelled.entries) texts.push(await readText(entry));
    const labels = labelled.entries.map(({ label }) => label);
    const column = codedColumn('class', labels, labelled.classes);
    return { columns: [textColumn('text', texts), { ...column, type: 'categorical' }], rowCount: texts.length };
  } finally {
    archive.close();
  }
}

async function readText(entry: ArchiveEntry): Promise<string> {
  if (entry.bytes > longestText) throw new InvalidData(`The text is longer than ${longestText} bytes.`, entry.name);
  return decode(await entry.read(), entry.name);
}

function decode(bytes: Buffer, name: string | null): string {
  if (bytes.includes(0)) throw new InvalidData('The file is not text: it holds NUL bytes.', name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidData('The file is not valid UTF-8 text.', name);
  }
}

/** A text of blanks is a missing one. */
function textColumn(name: string, texts: string[]) {
  const distinct = [...new Set(texts.filter((text) => text.trim() !== ''))];
  const index = new Map(distinct.map((text, code) => [text, code]));
  const codes = texts.map((text) => index.get(text) ?? -1);
  return { ...codedColumn(name, codes, distinct), type: 'text' as const };
}
