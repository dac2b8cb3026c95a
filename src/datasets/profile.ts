/** What a dataset holds, at a glance: computed once at ingestion, stored with the version, shown to people. */
import { z } from 'zod';
import { beginningOf } from '../text.ts';
import { momentsOf } from './moments.ts';
import { type CodedColumn, type Column, cellText, isCoded, type Table } from './table.ts';

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
    table.columns.map((column) => {
      const text = cellText(column, row);
      return text === null ? null : beginningOf(text, longestPreview);
    }),
  );
  return { kind: 'table', rows: table.rowCount, columns: table.columns.map(profileColumn), preview: rows };
}

function profileColumn(column: Column): ColumnProfile {
  const counts = isCoded(column) ? countCodes(column) : countNumbers(column.values);
  const { present, distinct } = counts;
  const { name, type } = column;
  const missing = (isCoded(column) ? column.codes : column.values).length - present;
  const base = { name, type, missing, distinct, topValues: topValues(column, counts) };
  const none = { whole: false, minimum: null, maximum: null, mean: null, standardDeviation: null };
  if (column.type === 'text') return { ...base, ...none, characters: countCharacters(column.levels, counts) };
  if (isCoded(column) || distinct === 0) return { ...base, ...none };
  const found = statistics(counts);
  const histogram = histogramOf(counts, present, found);
  return { ...base, ...found, ...(histogram && { histogram }) };
}

/** How often each value occurs. */
interface Counts {
  present: number;
  distinct: number;
  /** Calls `visit` for every distinct value, the smallest first. */
  each(visit: (value: number, count: number) => void): void;
}

function countCodes({ codes, levels }: CodedColumn): Counts {
  const times = new Uint32Array(levels.length);
  for (const code of codes) if (code >= 0) times[code] = (times[code] ?? 0) + 1;
  const present = times.reduce((sum, count) => sum + count, 0);
  return {
    present,
    distinct: times.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    each: (visit) => {
      for (const [code, count] of times.entries()) if (count > 0) visit(code, count);
    },
  };
}

/** Sorted, so that equal ones lie together: a map of as many distinct numbers as there are rows would take ten times the memory. */
function countNumbers(values: Float64Array): Counts {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const each: Counts['each'] = (visit) => {
    for (let start = 0, end = 0; start < sorted.length; start = end) {
      const value = sorted[start] ?? 0;
      do end++;
      while (sorted[end] === value);
      visit(value, end - start);
    }
  };
  let distinct = 0;
  each(() => distinct++);
  return { present: sorted.length, distinct, each };
}

function countCharacters(levels: string[], counts: Counts): number {
  let total = 0;
  counts.each((code, count) => {
    total += (levels[code]?.length ?? 0) * count;
  });
  return total;
}

/** Statistics of the values with their counts; all of them are finite (moments.ts). */
function statistics({ each }: Counts) {
  let [minimum, maximum, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  each((value) => {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    whole &&= Number.isInteger(value);
  });
  return { whole, minimum, maximum, ...momentsOf(each) };
}

/**
 * Bins of equal width from the smallest value to the largest: of whole numbers whole ones, so that each has its share of them.
 * A value belongs to the bin with from <= value < to, the largest one to the last bin.
 */
function histogramOf(
  { each }: Counts,
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
    to: !whole && index === size - 1 ? maximum : Math.min(minimum + (index + 1) * width, Number.MAX_VALUE),
    count: 0,
  }));
  each((value, times) => {
    const bin = bins[Math.min(Math.floor((value - minimum) / width), size - 1)];
    if (bin) bin.count += times;
  });
  return bins;
}

function topValues(column: Column, { distinct, each }: Counts): { value: string; count: number }[] {
  if (distinct > countableValues) return [];
  const counts: [value: number, count: number][] = [];
  each((value, count) => counts.push([value, count]));
  return counts
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, topValueCount)
    .map(([value, count]) => ({ value: beginningOf(nameOf(column, value), longestPreview), count }));
}

function nameOf(column: Column, value: number): string {
  if (isCoded(column)) return column.levels[value] ?? '';
  return cellText({ ...column, values: Float64Array.of(value) }, 0) ?? '';
}
