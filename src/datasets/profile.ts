/** What a dataset holds, at a glance: computed once at ingestion, stored with the version, shown to people. */
import { z } from 'zod';
import { type Column, cellText, isCoded, type Table } from './table.ts';

const histogramBinSchema = z.object({ from: z.number(), to: z.number(), count: z.number().int() });

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
  /** Of numbers and dates; absent from what was profiled before there were any, and where the range is no finite number. */
  histogram: z.array(histogramBinSchema).optional(),
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

export type HistogramBin = z.infer<typeof histogramBinSchema>;
export type ColumnProfile = z.infer<typeof columnProfileSchema>;
export type TableProfile = z.infer<typeof tableProfileSchema>;
export type ImagesProfile = z.infer<typeof imagesProfileSchema>;
export type DatasetProfile = z.infer<typeof datasetProfileSchema>;

/** What a profile tells of the data as a whole: none of its rows, values or images. */
export function withoutSamples(profile: DatasetProfile): DatasetProfile {
  if (profile.kind === 'images') return { ...profile, thumbnails: [] };
  const columns = profile.columns.map(({ histogram, ...column }) => ({ ...column, topValues: [] }));
  return { ...profile, columns, preview: [] };
}

const previewRows = 10;
const topValueCount = 10;
const countableValues = 1000;
const longestPreview = 200;
const mostBins = 20;

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
  const found = statistics(counts);
  const histogram = histogramOf(counts, column.values.length - missing, found);
  return { ...base, ...found, ...(histogram && { histogram }) };
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

/**
 * Bins of equal width from the smallest value to the largest: of whole numbers whole ones, so that each has its share of them.
 * A value belongs to the bin with from <= value < to, the largest one to the last bin.
 */
function histogramOf(
  counts: Map<number, number>,
  total: number,
  { minimum, maximum, whole }: { minimum: number; maximum: number; whole: boolean },
): HistogramBin[] | undefined {
  const range = maximum - minimum;
  if (!Number.isFinite(range)) return undefined;
  const wanted = Math.min(mostBins, Math.ceil(Math.sqrt(total)));
  const width = whole ? Math.ceil((range + 1) / (range < mostBins ? mostBins : wanted)) : range / wanted;
  if (width === 0) return [{ from: minimum, to: maximum, count: total }];
  const size = whole ? Math.ceil((range + 1) / width) : wanted;
  const bins = Array.from({ length: size }, (_, index) => ({
    from: minimum + index * width,
    to: !whole && index === size - 1 ? maximum : minimum + (index + 1) * width,
    count: 0,
  }));
  for (const [value, times] of counts) {
    const bin = bins[Math.min(Math.floor((value - minimum) / width), size - 1)];
    if (bin) bin.count += times;
  }
  return bins;
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
