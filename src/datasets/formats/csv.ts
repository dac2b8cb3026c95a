/**
 * Reads CSV and TSV files (RFC 4180): a header line, quoted fields, UTF-8 with or without a byte order mark.
 *
 * Missing values: an empty field, NA, N/A, NaN, null, none, ? and - (any case).
 * Types: a column is numeric if all its values are numbers, and a date if all are dates of one format (dates.ts). Otherwise it is
 * categorical if it has at most 100 distinct values that repeat, or one distinct value per 20 values, and text if not.
 */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { InvalidData } from '../../errors.ts';
import { quoted } from '../../shared/quote.ts';
import type { ReadOptions } from '../ingestion.ts';
import { type ColumnBuilder, createColumnBuilder } from './column-builder.ts';
import { createRecordParser, type ParsedRecord } from './record-parser.ts';
import type { Table } from './table.ts';

const maxColumns = 10_000;
const maxCells = 100_000_000;
const maxNameLength = 1000;
/** Rows between two reports of progress. */
const reportedRows = 1000;
const chunkBytes = 2 ** 18;

const missingMarkers = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);

/** Reads a CSV or TSV file into memory. @throws InvalidData naming the line */
export async function readTable(path: string, format: 'CSV' | 'TSV', options: ReadOptions = {}): Promise<Table> {
  const { columns, rows } = await readColumns(path, format, new Set(), options);
  // Columns that looked numeric for so long that their texts were dropped, and then were not.
  const dropped = columns.flatMap((column, index) => (column.needsReread ? [index] : []));
  const reread = dropped.length > 0 ? await readColumns(path, format, new Set(dropped), options) : null;
  return { columns: (reread ?? { columns }).columns.map((column) => column.finish()), rowCount: rows };
}

/** @param textual indices of the columns whose texts must be kept */
async function readColumns(
  path: string,
  format: 'CSV' | 'TSV',
  textual: ReadonlySet<number>,
  options: ReadOptions,
): Promise<{ columns: ColumnBuilder[]; rows: number }> {
  let columns: ColumnBuilder[] | null = null;
  let rows = 0;
  for await (const records of readBatches(path, format, options)) {
    for (const { record, line } of records) {
      if (columns === null) {
        columns = parseHeader(record, textual);
        continue;
      }
      if (record.length !== columns.length) {
        throw new InvalidData(
          `The row has ${record.length} fields, but the header has ${columns.length} columns. Check the delimiter: comma for CSV, tab for TSV.`,
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
  if (columns === null) throw new InvalidData('The file is empty. The first line must contain the column names.');
  if (rows === 0) throw new InvalidData('The table has a header but no rows.');
  options.onProgress?.({ rowsRead: rows });
  return { columns, rows };
}

/** Streams the records of a file, the header first. Callers may stop early. @throws InvalidData naming the line */
export async function* readRecords(
  path: string,
  format: 'CSV' | 'TSV',
  options: ReadOptions = {},
): AsyncGenerator<ParsedRecord, void> {
  for await (const records of readBatches(path, format, options)) yield* records;
}

async function* readBatches(
  path: string,
  format: 'CSV' | 'TSV',
  options: ReadOptions,
): AsyncGenerator<ParsedRecord[], void> {
  const parser = createRecordParser(format);
  for await (const text of readText(path, options)) yield parser.write(text);
  yield parser.end();
}

/** Streams the text of a UTF-8 file in chunks, without its byte order mark. @throws InvalidData when it is not UTF-8 text */
export async function* readText(path: string, { signal, onProgress }: ReadOptions): AsyncGenerator<string, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytesRead = 0;
  for await (const chunk of createReadStream(path, { signal, highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    if (bytesRead === 0) assertNotUtf16(chunk);
    const nul = chunk.indexOf(0);
    if (nul >= 0)
      throw new InvalidData('The file is not a text file: it contains NUL bytes.', `byte ${bytesRead + nul + 1}`);
    bytesRead += chunk.length;
    onProgress?.({ bytesRead });
    yield decode(decoder, chunk);
  }
  yield decode(decoder);
}

/** @param chunk omitted at the end of the file */
function decode(decoder: TextDecoder, chunk?: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
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

/** Returns whether a field of a file represents a missing value. */
export function isMissing(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 48 && first <= 57) return false; // a digit: most fields are numbers
  return text === '' || (text.length <= 4 && missingMarkers.has(text.toLowerCase()));
}

function parseHeader(names: string[], textual: ReadonlySet<number>): ColumnBuilder[] {
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
