/** A table in memory, column by column: numbers as Float64Array (NaN where missing), everything else as codes into values. */

export interface NumericColumn {
  name: string;
  type: 'numeric' | 'date';
  /** One per row; a date as days since 1970-01-01; NaN where missing. */
  values: Float64Array;
}

export interface CodedColumn {
  name: string;
  type: 'categorical' | 'text';
  /** One per row: an index into `levels`, -1 where missing. */
  codes: Int32Array;
  /** The distinct values, sorted. */
  levels: string[];
}

export type Column = NumericColumn | CodedColumn;

export interface Table {
  columns: Column[];
  rowCount: number;
}

export function isCoded(column: Column): column is CodedColumn {
  return column.type === 'categorical' || column.type === 'text';
}

/** A cell as the file had it, null where missing. Numbers are written the shortest way. */
export function cellText(column: Column, row: number): string | null {
  if (isCoded(column)) return column.levels[column.codes[row] ?? -1] ?? null;
  const value = column.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return null;
  return column.type === 'date' ? dateOfDays(value) : String(value);
}

const dayMilliseconds = 86_400_000;

/** Days since 1970-01-01 of an ISO date or date and time (UTC where it names no zone); NaN when it is none. */
export function daysOfDate(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text)) return Number.NaN;
  const zoned = text.length > 10 && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  return Date.parse(zoned) / dayMilliseconds;
}

function dateOfDays(days: number): string {
  const text = new Date(days * dayMilliseconds).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}

/** A finite decimal number as CSV files write them; NaN when it is none. "1,5", "0x1F" and "Infinity" are none. */
export function numberOf(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
