/** A table in memory, column by column: numbers as Float64Array (NaN where missing), everything else as codes into values. */

import { InvalidInput } from '../errors.ts';
import { quoted } from '../text.ts';
import { type DateFormat, dateOfDays } from './dates.ts';

export interface NumericColumn {
  name: string;
  type: 'numeric' | 'date';
  /** One per row; a date as days since 1970-01-01; NaN where missing. */
  values: Float64Array;
  /** How its dates are written in the file. */
  format?: DateFormat;
}

export interface CodedColumn {
  name: string;
  type: 'categorical' | 'text';
  /** One per row: an index into `levels`, -1 where missing. */
  codes: Int32Array;
  /** The distinct values, sorted. */
  levels: string[];
}

/** Characters of a category or class: a column with a longer value holds free text. Every answer of a model repeats its classes. */
export const maxCategoryLength = 1024;

export type Column = NumericColumn | CodedColumn;

export interface Table {
  columns: Column[];
  rowCount: number;
}

export function isCoded(column: Column): column is CodedColumn {
  return column.type === 'categorical' || column.type === 'text';
}

/** @param codes of each row into `texts`, -1 where missing; `texts` are distinct */
export function codedColumn(name: string, codes: ArrayLike<number>, texts: string[]): Omit<CodedColumn, 'type'> {
  const levels = [...texts].sort();
  const position = new Map(levels.map((level, index) => [level, index]));
  const recode = texts.map((text) => position.get(text) ?? -1);
  return { name, codes: Int32Array.from(codes, (code) => recode[code] ?? -1), levels };
}

/** A column as texts, null where missing. @throws InvalidInput when the data has no such column */
export function textsOf({ columns, rowCount }: Table, name: string): (string | null)[] {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw new InvalidInput('dataset', `The data has no column ${quoted(name)}, which the model needs.`);
  return Array.from({ length: rowCount }, (_, row) => cellText(column, row));
}

/** A cell as the file had it, null where missing. Numbers are written the shortest way. */
export function cellText(column: Column, row: number): string | null {
  if (isCoded(column)) return column.levels[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return null;
  return column.type === 'date' ? dateOfDays(value) : String(value);
}

/** A finite decimal number as CSV files write them; NaN when it is none. "1,5", "0x1F" and "Infinity" are none. */
export function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
