/**
 * A column while its file is read, in memory that grows with what is needed of it: every distinct text once and for each row which
 * one; and of a column that has shown many distinct numbers and nothing else, the numbers alone.
 */
import { dateFormatOf, daysOfDate } from './dates.ts';
import { type CodedColumn, type Column, codedColumn, maxCategoryLength, numberOf } from './table.ts';

const maxCategories = 100;
/** With more distinct values than this, a column that holds numbers so far gives their texts up. */
const maxNumberTexts = 50_000;
const [firstChunkLength, longestChunkLength] = [2 ** 6, 2 ** 16];

export interface ColumnBuilder {
  readonly name: string;
  /** @param text null: the row has no value */
  add(text: string | null): void;
  /** It gave texts up that it turned out to need: it is to be read again, by a builder that keeps them. */
  readonly isSpoilt: boolean;
  /** Once: what was read is given away. */
  finish(): Column;
}

/** @param keepsTexts also of numbers, since something that is none follows */
export function createColumnBuilder(name: string, keepsTexts = false): ColumnBuilder {
  let codes = createVector(Int32Array);
  let numbers: ReturnType<typeof createVector<Float64Array>> | null = null;
  let texts: string[] = [];
  let index = new Map<string, number>();
  let isNumeric = true;
  let isSpoilt = false;

  function addText(text: string): void {
    const known = texts.length;
    codes.push(internText(text, texts, index));
    if (texts.length === known) return;
    isNumeric &&= Number.isFinite(numberOf(text));
    if (isNumeric && !keepsTexts && texts.length > maxNumberTexts) dropTexts();
  }

  function dropTexts(): void {
    const values = texts.map(numberOf);
    numbers = createVector(Float64Array);
    for (const code of codes.take()) numbers.push(values[code] ?? Number.NaN);
    codes = createVector(Int32Array);
    texts = [];
    index = new Map();
  }

  return {
    name,
    get isSpoilt() {
      return isSpoilt;
    },
    add(text) {
      if (isSpoilt) return;
      if (numbers === null) {
        if (text === null) codes.push(-1);
        else addText(text);
        return;
      }
      const value = text === null ? Number.NaN : numberOf(text);
      numbers.push(value);
      if (text === null || Number.isFinite(value)) return;
      isSpoilt = true;
      numbers = createVector(Float64Array);
    },
    finish() {
      if (numbers) return { name, type: 'numeric', values: numbers.take() };
      const own = codes.take();
      index.clear();
      return typed(name, own, texts);
    },
  };
}

/** A column of texts, whatever they look like. */
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
  const kept = detached(text);
  index.set(kept, texts.length);
  return texts.push(kept) - 1;
}

function typed(name: string, codes: Int32Array, texts: string[]): Column {
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
  const isRepeated = (texts.length <= maxCategories && texts.length < present) || texts.length * 20 <= present;
  const isCategorical = isRepeated && texts.every((text) => text.length <= maxCategoryLength);
  return { ...codedColumn(name, codes, texts), type: isCategorical ? 'categorical' : 'text' };
}

/** Short strings are copied anyway. A long one that was cut from a text keeps the whole of it in memory. */
function detached(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString();
}

/** A typed array that grows without being copied: of ten thousand columns with few rows each, too, none takes much. */
function createVector<T extends Int32Array | Float64Array>(Type: { new (length: number): T }) {
  let full: T[] = [];
  let last = new Type(firstChunkLength);
  let used = 0;
  return {
    push(value: number): void {
      if (used === last.length) {
        full.push(last);
        last = new Type(Math.min(2 * last.length, longestChunkLength));
        used = 0;
      }
      last[used++] = value;
    },
    /** All values; the vector is empty afterwards. */
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
