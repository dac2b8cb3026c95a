/**
 * Builds a column while its file is read, in little memory: it stores each distinct text once, and a code per row. A numeric
 * column with many distinct values drops its texts and stores the numbers alone.
 */
import { inferDateFormat, parseDate } from '../../shared/dates.ts';
import { type CodedColumn, type Column, codedColumn, maxCategoryLength, parseNumber } from './table.ts';

const maxCategories = 100;
/** With more distinct values than this, a column that is numeric so far drops their texts. */
const maxNumberTexts = 50_000;
const [firstChunkLength, maxChunkLength] = [2 ** 6, 2 ** 16];

export interface ColumnBuilder {
  readonly name: string;
  /** @param text null: the row has no value */
  add(text: string | null): void;
  /** Whether it dropped texts that turned out to be needed: the file must be read again with a builder that keeps them. */
  readonly needsReread: boolean;
  /** Returns the column. Can be called once, since it hands over the memory. */
  finish(): Column;
}

/** @param keepsTexts whether to keep the texts of numbers too, since the column turned out not to be numeric */
export function createColumnBuilder(name: string, keepsTexts = false): ColumnBuilder {
  let codes = createVector(Int32Array);
  let numbers: ReturnType<typeof createVector<Float64Array>> | null = null;
  let texts: string[] = [];
  let index = new Map<string, number>();
  let isNumeric = true;
  let needsReread = false;

  function addText(text: string): void {
    const known = texts.length;
    codes.push(internText(text, texts, index));
    if (texts.length === known) return;
    isNumeric &&= Number.isFinite(parseNumber(text));
    if (isNumeric && !keepsTexts && texts.length > maxNumberTexts) dropTexts();
  }

  function dropTexts(): void {
    const values = texts.map(parseNumber);
    numbers = createVector(Float64Array);
    for (const code of codes.take()) numbers.push(values[code] ?? Number.NaN);
    codes = createVector(Int32Array);
    texts = [];
    index = new Map();
  }

  return {
    name,
    get needsReread() {
      return needsReread;
    },
    add(text) {
      if (needsReread) return;
      if (numbers === null) {
        if (text === null) codes.push(-1);
        else addText(text);
        return;
      }
      const value = text === null ? Number.NaN : parseNumber(text);
      numbers.push(value);
      if (text === null || Number.isFinite(value)) return;
      needsReread = true;
      numbers = createVector(Float64Array);
    },
    finish() {
      if (numbers) return { name, type: 'numeric', values: numbers.take() };
      const own = codes.take();
      index.clear();
      return inferColumnType(name, own, texts);
    },
  };
}

/** Builds a text column, whatever its values look like. */
export function createTextColumnBuilder(name: string) {
  const codes = createVector(Int32Array);
  const texts: string[] = [];
  const index = new Map<string, number>();
  return {
    /** @param text null: the row has no value */
    add(text: string | null): void {
      codes.push(text === null ? -1 : internText(text, texts, index));
    },
    finish: (): CodedColumn => ({ ...codedColumn(name, codes.take(), texts), type: 'text' }),
  };
}

function internText(text: string, texts: string[], index: Map<string, number>): number {
  const known = index.get(text);
  if (known !== undefined) return known;
  const copy = detach(text);
  index.set(copy, texts.length);
  return texts.push(copy) - 1;
}

function inferColumnType(name: string, codes: Int32Array, texts: string[]): Column {
  const valuesBy = (convert: (text: string) => number) => {
    const numbers = texts.map(convert);
    return Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN);
  };
  // A column without any value counts as numeric: it can be imputed.
  if (texts.every((text) => Number.isFinite(parseNumber(text))))
    return { name, type: 'numeric', values: valuesBy(parseNumber) };
  const format = inferDateFormat(texts);
  if (format) return { name, type: 'date', format, values: valuesBy((text) => parseDate(text, format)) };
  const present = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const isRepeated = (texts.length <= maxCategories && texts.length < present) || texts.length * 20 <= present;
  const isCategorical = isRepeated && texts.every((text) => text.length <= maxCategoryLength);
  return { ...codedColumn(name, codes, texts), type: isCategorical ? 'categorical' : 'text' };
}

/** Copies a long string: a slice would keep the whole source text in memory. V8 copies slices below 13 characters anyway. */
function detach(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString();
}

/** A typed array that grows in chunks, without copying. It starts small, since a table can have thousands of short columns. */
function createVector<T extends Int32Array | Float64Array>(Type: { new (length: number): T }) {
  let full: T[] = [];
  let last = new Type(firstChunkLength);
  let used = 0;
  return {
    push(value: number): void {
      if (used === last.length) {
        full.push(last);
        last = new Type(Math.min(2 * last.length, maxChunkLength));
        used = 0;
      }
      last[used++] = value;
    },
    /** Returns all values and empties the vector. */
    take(): T {
      const chunks = [...full, last.subarray(0, used)];
      const all = new Type(chunks.reduce((length, chunk) => length + chunk.length, 0));
      let at = 0;
      for (const chunk of chunks) {
        all.set(chunk, at);
        at += chunk.length;
      }
      full = [];
      last = new Type(firstChunkLength);
      used = 0;
      return all;
    },
  };
}
