/**
 * Parses the text of a CSV or TSV file (RFC 4180) into records, chunk by chunk and in bounded memory.
 *
 * Whitespace around fields and blank lines are dropped. A line ends with LF, CRLF or CR. Rows can have any number of fields.
 */
import { InvalidData } from '../../errors.ts';

const maxFieldLength = 1_048_576;
/** Maximum length of a record with its delimiters. */
const maxRecordLength = 16 * maxFieldLength;

const [lineFeed, carriageReturn, quotationMark] = [10, 13, 34];
const isBlank = (code: number) =>
  code === 32 || code === 9 || code === 12 || code === lineFeed || code === carriageReturn;

export interface ParsedRecord {
  record: string[];
  /** Line on which the record begins, from 1. */
  line: number;
}

export interface RecordParser {
  /** Parses the next chunk and returns the records that it completes. @throws InvalidData naming the line */
  write(text: string): ParsedRecord[];
  /** Returns the last record, if its line has no line break. @throws InvalidData */
  end(): ParsedRecord[];
}

/** @param format TSV has no quoting: its quotation marks are ordinary characters */
export function createRecordParser(format: 'CSV' | 'TSV'): RecordParser {
  const delimiter = format === 'TSV' ? 9 : 44;
  const quoting = format === 'CSV';
  /** Text from the start of the first incomplete field. */
  let rest = '';
  let record: string[] = [];
  let recordLength = 0;
  /** Line on which the current record began, and the current line. */
  let [firstLine, line] = [1, 1];
  let records: ParsedRecord[] = [];

  const fail = (message: string): never => {
    throw new InvalidData(message, `line ${firstLine}`);
  };

  function addField(field: string, wasQuoted: boolean, isLast: boolean): void {
    if (field.length > maxFieldLength) fail(`A field is longer than ${maxFieldLength} characters.`);
    recordLength += field.length + 1;
    if (recordLength > maxRecordLength) fail(`The row is longer than ${maxRecordLength} characters.`);
    const isEmptyLine = isLast && record.length === 0 && field === '' && !wasQuoted;
    if (!isEmptyLine) record.push(field);
    if (!isLast) return;
    if (!isEmptyLine) records.push({ record, line: firstLine });
    record = [];
    recordLength = 0;
    firstLine = line;
  }

  /** Parses the complete fields of `text` and keeps the rest for the next chunk. */
  function parse(text: string, isEnd: boolean): void {
    let start = 0;
    while (start < text.length) {
      if (record.length === 0 && text.charCodeAt(start) === lineFeed) {
        start++; // a blank line
        firstLine = ++line;
        continue;
      }
      const next = quoting ? quotedField(text, start, isEnd) : null;
      const end = next ?? plainField(text, start, isEnd);
      if (end < 0) break;
      start = end;
    }
    rest = text.slice(start);
    if (rest.length > 2 * maxFieldLength) {
      fail(`A field is longer than ${maxFieldLength} characters. A quotation mark may be unclosed.`);
    }
  }

  /** Parses an unquoted field. Returns the offset of the next field, or -1 if the field is incomplete. */
  function plainField(text: string, start: number, isEnd: boolean): number {
    let end = start;
    let code = 0;
    for (; end < text.length; end++) {
      code = text.charCodeAt(end);
      if (code === delimiter || code === lineFeed || code === carriageReturn) break;
      if (quoting && code === quotationMark) {
        fail('Unescaped quotation mark in a field. Quote the whole field and double the quotation marks inside it.');
      }
    }
    if (end === text.length && !isEnd) return -1;
    return finishField(text, end, isEnd, trimmed(text, start, end), false);
  }

  /** Adds the field that ends at `end`: at a delimiter, a line break or the end of the text. Returns as plainField. */
  function finishField(text: string, end: number, isEnd: boolean, field: string, wasQuoted: boolean): number {
    const code = text.charCodeAt(end);
    if (end < text.length && code === delimiter) {
      addField(field, wasQuoted, false);
      return end + 1;
    }
    let next = end + 1;
    if (code === carriageReturn) {
      if (next === text.length && !isEnd) return -1; // a line feed may follow
      if (text.charCodeAt(next) === lineFeed) next++;
    }
    line++;
    addField(field, wasQuoted, true);
    return Math.min(next, text.length);
  }

  /** Parses a quoted field. Returns as plainField, or null if the field is not quoted. */
  function quotedField(text: string, start: number, isEnd: boolean): number | null {
    let open = start;
    while (isBlankBefore(text, open)) open++;
    if (open === text.length) return isEnd ? null : -1;
    if (text.charCodeAt(open) !== quotationMark) return null;
    let close = open + 1;
    for (; ; close += 2) {
      close = text.indexOf('"', close);
      if (close < 0 || (close === text.length - 1 && !isEnd)) {
        if (isEnd) fail('A quotation mark is never closed.');
        return -1;
      }
      if (text.charCodeAt(close + 1) !== quotationMark) break;
    }
    let end = close + 1;
    while (isBlankBefore(text, end)) end++;
    if (end === text.length && !isEnd) return -1;
    const code = text.charCodeAt(end);
    if (end < text.length && code !== delimiter && code !== lineFeed && code !== carriageReturn) {
      fail('Unescaped quotation mark in a field. Quote the whole field and double the quotation marks inside it.');
    }
    const content = text.slice(open + 1, close);
    const linesBefore = line;
    line += countLines(content);
    const next = finishField(text, end, isEnd, content.replaceAll('""', '"'), true);
    if (next < 0) line = linesBefore; // the field will be parsed again
    return next;
  }

  /** Returns whether there is whitespace at `at` that does not end the field. */
  function isBlankBefore(text: string, at: number): boolean {
    const code = text.charCodeAt(at);
    return at < text.length && code !== delimiter && code !== lineFeed && code !== carriageReturn && isBlank(code);
  }

  function take(): ParsedRecord[] {
    const taken = records;
    records = [];
    return taken;
  }

  return {
    write(text) {
      parse(rest + text, false);
      return take();
    },
    end() {
      parse(rest, true);
      // The last line has no line break, and its last field is empty.
      if (record.length > 0) addField('', false, true);
      return take();
    },
  };
}

function trimmed(text: string, start: number, end: number): string {
  let [from, to] = [start, end];
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
