/** What a dataset holds, at a glance: computed once at ingestion, stored with the version, shown to people. */
import { z } from 'zod';
import { type Column, cellText, isCoded, type Table } from './table.ts';

const columnProfileSchema = z.object({
  name: z.string(),
  type: z.enum(['numeric', 'categorical', 'text', 'date']),
  /** Rows without a value. */
  missing: z.number().int(),
  distinct: z.number().int(),
  /** Every value is a whole number. */
  whole: z.boolean(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  mean: z.number().nullable(),
  standardDeviation: z.number().nullable(),
  /** The most frequent values, at most ten, most frequent first; of columns with at most 1000 distinct values. */
  topValues: z.array(z.object({ value: z.string(), count: z.number().int() })),
  /** Of texts: all characters together. */
  characters: z.number().int().optional(),
});

const tableProfileSchema = z.object({
  kind: z.literal('table'),
  rows: z.number().int(),
  columns: z.array(columnProfileSchema),
  /** The first rows, cells in the order of the columns, null where missing. */
  preview: z.array(z.array(z.string().nullable())),
});

const imagesProfileSchema = z.object({
  kind: z.literal('images'),
  count: z.number().int(),
  classes: z.array(z.object({ name: z.string(), count: z.number().int() })),
  minimumWidth: z.number().int(),
  maximumWidth: z.number().int(),
  minimumHeight: z.number().int(),
  maximumHeight: z.number().int(),
  /** 1 when every image is grey, else 3. */
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Things that are marked in the images; absent where none can be. Then `classes` are of the things. */
  boxes: z.number().int().optional(),
  /** A few images of every class, PNG as data URLs. */
  thumbnails: z.array(z.object({ className: z.string(), dataUrl: z.string() })),
});

export const datasetProfileSchema = z.discriminatedUnion('kind', [tableProfileSchema, imagesProfileSchema]);

export type ColumnProfile = z.infer<typeof columnProfileSchema>;
export type TableProfile = z.infer<typeof tableProfileSchema>;
export type ImagesProfile = z.infer<typeof imagesProfileSchema>;
export type DatasetProfile = z.infer<typeof datasetProfileSchema>;

const previewRows = 10;
const topValueCount = 10;
const countableValues = 1000;
const longestPreview = 200;

export function profileTable(table: Table): TableProfile {
  const rows = Array.from({ length: Math.min(previewRows, table.rowCount) }, (_, row) =>
    table.columns.map((column) => cellText(column, row)?.slice(0, longestPreview) ?? null),
  );
  return { kind: 'table', rows: table.rowCount, columns: table.columns.map(profileColumn), preview: rows };
}

function profileColumn(column: Column): ColumnProfile {
  const counts = new Map<number, number>();
  let missing = 0;
  for (const value of isCoded(column) ? column.codes : column.values) {
    if (Number.isNaN(value) || (isCoded(column) && value < 0)) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const base = {
    name: column.name,
    type: column.type,
    missing,
    distinct: counts.size,
    topValues: topValues(column, counts),
  };
  const none = { whole: false, minimum: null, maximum: null, mean: null, standardDeviation: null };
  if (column.type === 'text') return { ...base, ...none, characters: countCharacters(column.levels, counts) };
  if (isCoded(column) || counts.size === 0) return { ...base, ...none };
  return { ...base, ...statistics(counts) };
}

function countCharacters(levels: string[], counts: Map<number, number>): number {
  return levels.reduce((total, text, code) => total + text.length * (counts.get(code) ?? 0), 0);
}

/** Of the values with their counts; standard deviation with n as divisor. */
function statistics(counts: Map<number, number>) {
  let [count, sum, minimum, maximum, whole] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const [value, times] of counts) {
    count += times;
    sum += value * times;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    whole &&= Number.isInteger(value);
  }
  const mean = sum / count;
  let squares = 0;
  for (const [value, times] of counts) squares += times * (value - mean) ** 2;
  return { whole, minimum, maximum, mean, standardDeviation: Math.sqrt(squares / count) };
}

function topValues(column: Column, counts: Map<number, number>): { value: string; count: number }[] {
  if (counts.size > countableValues) return [];
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, topValueCount)
    .map(([value, count]) => ({ value: nameOf(column, value).slice(0, longestPreview), count }));
}

function nameOf(column: Column, value: number): string {
  if (isCoded(column)) return column.levels[value] ?? '';
  return cellText({ ...column, values: Float64Array.of(value) }, 0) ?? '';
}
