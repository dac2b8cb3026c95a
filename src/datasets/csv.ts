/**
 * Reads CSV and TSV files (RFC 4180): a header line, quoted fields, LF or CRLF, UTF-8 with or without a byte order mark.
 *
 * Missing values: an empty field, NA, N/A, NaN, null, none, ? and - (any case).
 * Types: a column whose values are all numbers is numeric; all dates of one format (dates.ts), date; otherwise categorical when
 * it has at most 100 distinct values or they are at most a twentieth of its values, and text when not.
 */
import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { InvalidData } from '../errors.ts';
import { dateFormatOf, daysOfDate } from './dates.ts';
import { type Column, codedColumn, numberOf, type Table } from './table.ts';

const mostColumns = 10_000;
const mostCells = 100_000_000;
const longestField = 1_048_576;
const mostCategories = 100;

const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);

/** A column as it is read: every distinct text once, and for each row which one. */
interface RawColumn {
  name: string;
  codes: number[];
  texts: string[];
  index: Map<string, number>;
}

/** @throws InvalidData naming the line */
export async function readTable(path: string, format: 'CSV' | 'TSV', signal?: AbortSignal): Promise<Table> {
  const columns: RawColumn[] = [];
  let rows = 0;
  for await (const { record, line } of readRecords(path, format, signal)) {
    if (columns.length === 0) {
      columns.push(...headerOf(record));
      continue;
    }
    if (record.length !== columns.length) {
      throw new InvalidData(
        `The row has ${record.length} fields, the header has ${columns.length} columns.`,
        `line ${line}`,
      );
    }
    if (++rows * columns.length > mostCells) throw new InvalidData(`The table has more than ${mostCells} cells.`);
    for (const [index, column] of columns.entries()) addCell(column, record[index] ?? '', line);
  }
  if (columns.length === 0) throw new InvalidData('The file is empty. The first line must name the columns.');
  if (rows === 0) throw new InvalidData('The table has a header but no rows.');
  return { columns: columns.map(typed), rowCount: rows };
}

/** Record after record as the file has them, the header first; whoever has seen enough may stop. @throws InvalidData naming the line */
export async function* readRecords(
  path: string,
  format: 'CSV' | 'TSV',
  signal?: AbortSignal,
): AsyncGenerator<{ record: string[]; line: number }> {
  const parser = parse({
    delimiter: format === 'TSV' ? '\t' : ',',
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true, // ragged rows get a message of our own
    info: true,
    max_record_size: longestField * 16,
    // A tab-separated file has no quoting: a quotation mark is a character like any other.
    quote: format === 'TSV' ? null : '"',
  });
  const source = createReadStream(path, { signal });
  source.once('error', (error) => parser.destroy(error));
  const feeding = feed(source, parser, new TextDecoder('utf-8', { fatal: true }));
  // Looked at below; what goes wrong before that is no unhandled rejection.
  feeding.catch(() => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      yield { record, line: info.lines };
    }
    await feeding;
  } catch (error) {
    throw error instanceof CsvError ? new InvalidData(explain(error), `line ${error.lines}`) : error;
  } finally {
    parser.destroy();
    source.destroy();
    await feeding.catch(() => undefined); // what went wrong first is what counts
  }
}

/** Whether a field of a file stands for a missing value. */
export function isMissing(text: string): boolean {
  return missing.has(text) || (text.length <= 4 && missing.has(text.toLowerCase()));
}

/** Decodes the file strictly and passes it on at the parser's pace. */
async function feed(
  source: AsyncIterable<Buffer>,
  parser: NodeJS.WritableStream & { destroy(error?: Error): unknown },
  decoder: TextDecoder,
): Promise<void> {
  try {
    for await (const chunk of source) {
      if (chunk.includes(0)) throw new InvalidData('The file is not text: it holds NUL bytes.');
      if (!parser.write(decoder.decode(chunk, { stream: true }))) {
        await new Promise<void>((resolve) => {
          parser.once('drain', resolve);
          parser.once('close', resolve);
        });
      }
    }
    parser.end(decoder.decode());
  } catch (error) {
    const notText = error instanceof TypeError;
    parser.destroy(notText ? new InvalidData('The file is not valid UTF-8 text.') : (error as Error));
  }
}

function explain(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'A quotation mark is opened and never closed.';
  if (error.code === 'CSV_MAX_RECORD_SIZE') return 'The row is too long; a quotation mark may not be closed.';
  if (error.code === 'INVALID_OPENING_QUOTE' || error.code === 'CSV_INVALID_CLOSING_QUOTE') {
    return 'A quotation mark stands inside a field. Quote the whole field and double the marks inside it.';
  }
  return error.message;
}

function headerOf(names: string[]): RawColumn[] {
  if (names.length > mostColumns) throw new InvalidData(`The header has more than ${mostColumns} columns.`, 'line 1');
  const seen = new Set<string>();
  return names.map((name, index) => {
    if (name === '') throw new InvalidData(`Column ${index + 1} of the header has no name.`, 'line 1');
    if (seen.has(name)) throw new InvalidData(`Two columns are named "${name}".`, 'line 1');
    seen.add(name);
    return { name, codes: [], texts: [], index: new Map() };
  });
}

function addCell(column: RawColumn, text: string, line: number): void {
  if (isMissing(text)) {
    column.codes.push(-1);
    return;
  }
  if (text.length > longestField) {
    throw new InvalidData(`The field "${column.name}" is longer than ${longestField} characters.`, `line ${line}`);
  }
  let code = column.index.get(text);
  if (code === undefined) {
    code = column.texts.length;
    column.index.set(text, code);
    column.texts.push(text);
  }
  column.codes.push(code);
}

function typed({ name, codes, texts }: RawColumn): Column {
  const valuesBy = (convert: (text: string) => number) => {
    const numbers = texts.map(convert);
    return Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN);
  };
  // A column without any value is numeric: it can be filled in, and harms nothing.
  if (texts.every((text) => Number.isFinite(numberOf(text))))
    return { name, type: 'numeric', values: valuesBy(numberOf) };
  const format = dateFormatOf(texts);
  if (format) return { name, type: 'date', format, values: valuesBy((text) => daysOfDate(text, format)) };
  const present = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const type =
    texts.length <= mostCategories && texts.length < present
      ? 'categorical'
      : texts.length * 20 <= present
        ? 'categorical'
        : 'text';
  return { ...codedColumn(name, codes, texts), type };
}
