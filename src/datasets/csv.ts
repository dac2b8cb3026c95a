/**
 * Reads CSV and TSV files (RFC 4180): a header line, quoted fields, UTF-8 with or without a byte order mark.
 *
 * Missing values: an empty field, NA, N/A, NaN, null, none, ? and - (any case).
 * Types: a column whose values are all numbers is numeric; all dates of one format (dates.ts), date; otherwise categorical when
 * it has at most 100 distinct values or they are at most a twentieth of its values, and text when not.
 */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { InvalidData } from '../errors.ts';
import { quoted } from '../text.ts';
import { type ColumnBuilder, createColumnBuilder } from './column-builder.ts';
import type { ReadOptions } from './ingestion.ts';
import { createRecordParser, type ParsedRecord } from './record-parser.ts';
import type { Table } from './table.ts';

const maxColumns = 10_000;
const maxCells = 100_000_000;
const maxNameLength = 1000;
/** Rows are counted aloud in steps of this many. */
const reportedRows = 1000;
const pieceBytes = 2 ** 18;

const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);

/** @throws InvalidData naming the line */
export async function readTable(path: string, format: 'CSV' | 'TSV', options: ReadOptions = {}): Promise<Table> {
  const { columns, rows } = await readColumns(path, format, new Set(), options);
  // Columns that look like numbers for very long, and then are not.
  const spoilt = columns.flatMap((column, index) => (column.isSpoilt ? [index] : []));
  const again = spoilt.length > 0 ? await readColumns(path, format, new Set(spoilt), options) : null;
  return { columns: (again ?? { columns }).columns.map((column) => column.finish()), rowCount: rows };
}

/** @param textual columns whose texts are needed */
async function readColumns(
  path: string,
  format: 'CSV' | 'TSV',
  textual: ReadonlySet<number>,
  options: ReadOptions,
): Promise<{ columns: ColumnBuilder[]; rows: number }> {
  let columns: ColumnBuilder[] | null = null;
  let rows = 0;
  for await (const records of readPieces(path, format, options)) {
    for (const { record, line } of records) {
      if (columns === null) {
        columns = headerOf(record, textual);
        continue;
      }
      if (record.length !== columns.length) {
        throw new InvalidData(
          `The row has ${record.length} fields, the header has ${columns.length} columns.`,
          `line ${line}`,
        );
      }
      if (++rows * columns.length > maxCells) throw new InvalidData(`The table has more than ${maxCells} cells.`);
      for (let index = 0; index < record.length; index++) {
        const text = record[index] ?? '';
        columns[index]?.add(isMissing(text) ? null : text);
      }
      if (rows % reportedRows === 0) options.onProgress?.({ rowsRead: rows });
    }
  }
  if (columns === null) throw new InvalidData('The file is empty. The first line must name the columns.');
  if (rows === 0) throw new InvalidData('The table has a header but no rows.');
  options.onProgress?.({ rowsRead: rows });
  return { columns, rows };
}

/** Record after record as the file has them, the header first; whoever has seen enough may stop. @throws InvalidData naming the line */
export async function* readRecords(
  path: string,
  format: 'CSV' | 'TSV',
  options: ReadOptions = {},
): AsyncGenerator<ParsedRecord, void> {
  for await (const records of readPieces(path, format, options)) yield* records;
}

async function* readPieces(
  path: string,
  format: 'CSV' | 'TSV',
  options: ReadOptions,
): AsyncGenerator<ParsedRecord[], void> {
  const parser = createRecordParser(format);
  for await (const text of readText(path, options)) yield parser.write(text);
  yield parser.end();
}

/** The text of a UTF-8 file, piece by piece, without its byte order mark. @throws InvalidData when it is none */
export async function* readText(path: string, { signal, onProgress }: ReadOptions): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytesRead = 0;
  for await (const piece of createReadStream(path, { signal, highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
    if (bytesRead === 0) assertNotUtf16(piece);
    const nul = piece.indexOf(0);
    if (nul >= 0) throw new InvalidData('The file is not text: it holds NUL bytes.', `byte ${bytesRead + nul + 1}`);
    bytesRead += piece.length;
    onProgress?.({ bytesRead });
    yield decode(decoder, piece);
  }
  yield decode(decoder);
}

/** @param piece left out: the end of the file */
function decode(decoder: TextDecoder, piece?: Buffer): string {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    throw new InvalidData('The file is not valid UTF-8 text.');
  }
}

/** @throws InvalidData */
export function assertNotUtf16(start: Buffer): void {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InvalidData('The file is UTF-16 text. Save it as UTF-8.');
  }
}

/** Whether a field of a file stands for a missing value. */
export function isMissing(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return false; // a digit: most fields are numbers
  return text === '' || (text.length <= 4 && missing.has(text.toLowerCase()));
}

function headerOf(names: string[], textual: ReadonlySet<number>): ColumnBuilder[] {
  if (names.length > maxColumns) throw new InvalidData(`The header has more than ${maxColumns} columns.`, 'line 1');
  const seen = new Set<string>();
  return names.map((name, index) => {
    if (name === '') throw new InvalidData(`Column ${index + 1} of the header has no name.`, 'line 1');
    if (name.length > maxNameLength) {
      throw new InvalidData(`The name of column ${index + 1} is longer than ${maxNameLength} characters.`, 'line 1');
    }
    if (seen.has(name)) throw new InvalidData(`Two columns are named ${quoted(name)}.`, 'line 1');
    seen.add(name);
    return createColumnBuilder(name, textual.has(index));
  });
}
