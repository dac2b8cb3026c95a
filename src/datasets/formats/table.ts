/** A columnar table in memory: numbers as Float64Array (NaN where missing), other values as codes into their distinct levels. */

import { type DateFormat, formatDate } from '../../shared/dates.ts';
import { InvalidSample } from '../../shared/invalid-sample.ts';
import { quoted } from '../../shared/quote.ts';

export interface NumericColumn {
  name: string;
  type: 'numeric' | 'date';
  /** One value per row, NaN where missing. Dates are days since 1970-01-01. */
  values: Float64Array;
  /** Format of its dates in the file. */
  format?: DateFormat;
}

export interface CodedColumn {
  name: string;
  type: 'categorical' | 'text';
  /** One index into `levels` per row, -1 where missing. */
  codes: Int32Array;
  /** Distinct values, sorted. */
  levels: string[];
}

/** Maximum length of a category or class: a column with a longer value is free text. Every prediction repeats the classes. */
export const maxCategoryLength = 1024;

export type Column = NumericColumn | CodedColumn;

export interface Table {
  columns: Column[];
  rowCount: number;
}

export function isCoded(column: Column): column is CodedColumn {
  return column.type === 'categorical' || column.type === 'text';
}

/** Creates a column with sorted levels. @param codes index into `texts` per row, -1 where missing @param texts distinct values */
export function codedColumn(name: string, codes: ArrayLike<number>, texts: string[]): Omit<CodedColumn, 'type'> {
  const levels = [...texts].sort();
  const position = new Map(levels.map((level, index) => [level, index]));
  const recode = texts.map((text) => position.get(text) ?? -1);
  return { name, codes: Int32Array.from(codes, (code) => recode[code] ?? -1), levels };
}

/** Returns a column as texts, null where missing. @throws InvalidSample when the data has no such column */
export function columnTexts({ columns, rowCount }: Table, name: string): (string | null)[] {
  const column = columns.find((candidate) => candidate.name === name);
  if (!column) throw new InvalidSample(`Column ${quoted(name)}, which the model requires, is missing from the data.`);
  return Array.from({ length: rowCount }, (_, row) => formatCell(column, row));
}

/** Formats a cell as text, null where missing. Numbers have their shortest form, dates the ISO format. */
export function formatCell(column: Column, row: number): string | null {
  if (isCoded(column)) return column.levels[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return null;
  return column.type === 'date' ? formatDate(value) : String(value);
}

/** Parses a decimal number as in CSV files. Returns NaN for anything else, such as "1,5", "0x1F" or "Infinity". */
export function parseNumber(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
