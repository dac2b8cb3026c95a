/** The profile of a dataset: a summary of its contents, computed once at ingestion and stored with the version. */
import { z } from 'zod';
import { momentsOf } from '../shared/moments.ts';
import { beginningOf } from '../shared/quote.ts';
import { type CodedColumn, type Column, formatCell, isCoded, type Table } from './formats/table.ts';

const histogramBinSchema = z.object({ from: z.number(), to: z.number(), count: z.number().int() });

const columnProfileSchema = z.object({
  name: z.string(),
  type: z.enum(['numeric', 'categorical', 'text', 'date']),
  /** Number of rows without a value. */
  missingCount: z.number().int(),
  distinctCount: z.number().int(),
  /** Whether every value is an integer. */
  isInteger: z.boolean(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  mean: z.number().nullable(),
  standardDeviation: z.number().nullable(),
  /** The ten most frequent values, most frequent first. Empty for columns with more than 1000 distinct values. */
  topValues: z.array(z.object({ value: z.string(), count: z.number().int() })),
  /** Text columns only: total number of characters. */
  characterCount: z.number().int().optional(),
  /** Numbers and dates only. Absent when the range is not finite, and in profiles made before histograms were recorded. */
  histogram: z.array(histogramBinSchema).optional(),
});

const tableProfileSchema = z.object({
  kind: z.literal('table'),
  rowCount: z.number().int(),
  columns: z.array(columnProfileSchema),
  /** First rows: cells in column order, null where missing. */
  preview: z.array(z.array(z.string().nullable())),
});

const imageProfileSchema = z.object({
  kind: z.literal('images'),
  imageCount: z.number().int(),
  classes: z.array(z.object({ name: z.string(), count: z.number().int() })),
  minWidth: z.number().int(),
  maxWidth: z.number().int(),
  minHeight: z.number().int(),
  maxHeight: z.number().int(),
  /** 1 when every image is grayscale, else 3. */
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Number of bounding boxes; absent when the format has none. When set, `classes` counts boxes instead of images. */
  boxCount: z.number().int().optional(),
  /** A few images of every class: PNG thumbnails as data URLs. */
  thumbnails: z.array(z.object({ label: z.string(), dataUrl: z.string() })),
});

export const datasetProfileSchema = z.discriminatedUnion('kind', [tableProfileSchema, imageProfileSchema]);

export type HistogramBin = z.infer<typeof histogramBinSchema>;
export type ColumnProfile = z.infer<typeof columnProfileSchema>;
export type TableProfile = z.infer<typeof tableProfileSchema>;
export type ImageProfile = z.infer<typeof imageProfileSchema>;
export type DatasetProfile = z.infer<typeof datasetProfileSchema>;

/** Returns the profile with aggregate statistics only: without rows, values or images. */
export function redactSamples(profile: DatasetProfile): DatasetProfile {
  if (profile.kind === 'images') return { ...profile, thumbnails: [] };
  const columns = profile.columns.map(({ histogram, ...column }) => ({ ...column, topValues: [] }));
  return { ...profile, columns, preview: [] };
}

const previewRows = 10;
const topValueCount = 10;
const maxCountedValues = 1000;
const maxPreviewLength = 200;
const maxBins = 20;

/** Computes the profile of a table. */
export function profileTable(table: Table): TableProfile {
  const rows = Array.from({ length: Math.min(previewRows, table.rowCount) }, (_, row) =>
    table.columns.map((column) => {
      const text = formatCell(column, row);
      return text === null ? null : beginningOf(text, maxPreviewLength);
    }),
  );
  return { kind: 'table', rowCount: table.rowCount, columns: table.columns.map(profileColumn), preview: rows };
}

function profileColumn(column: Column): ColumnProfile {
  const counts = isCoded(column) ? countCodes(column) : countNumbers(column.values);
  const { present, distinctCount } = counts;
  const { name, type } = column;
  const missingCount = (isCoded(column) ? column.codes : column.values).length - present;
  const base = { name, type, missingCount, distinctCount, topValues: topValues(column, counts) };
  const none = { isInteger: false, min: null, max: null, mean: null, standardDeviation: null };
  if (column.type === 'text') return { ...base, ...none, characterCount: countCharacters(column.levels, counts) };
  if (isCoded(column) || distinctCount === 0) return { ...base, ...none };
  const statistics = numericStatistics(counts);
  const histogram = computeHistogram(counts, present, statistics);
  return { ...base, ...statistics, ...(histogram && { histogram }) };
}

/** How often each distinct value occurs. */
interface Counts {
  present: number;
  distinctCount: number;
  /** Calls `visit` for every distinct value, in ascending order. */
  each(visit: (value: number, count: number) => void): void;
}

function countCodes({ codes, levels }: CodedColumn): Counts {
  const occurrences = new Uint32Array(levels.length);
  for (const code of codes) if (code >= 0) occurrences[code] = (occurrences[code] ?? 0) + 1;
  const present = occurrences.reduce((sum, count) => sum + count, 0);
  return {
    present,
    distinctCount: occurrences.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    each: (visit) => {
      for (const [code, count] of occurrences.entries()) if (count > 0) visit(code, count);
    },
  };
}

/** Counts by sorting: a map would take ten times the memory when most values are distinct. */
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
  let distinctCount = 0;
  each(() => distinctCount++);
  return { present: sorted.length, distinctCount, each };
}

function countCharacters(levels: string[], counts: Counts): number {
  let total = 0;
  counts.each((code, count) => {
    total += (levels[code]?.length ?? 0) * count;
  });
  return total;
}

/** Computes statistics from the values and their counts. All results are finite (moments.ts). */
function numericStatistics({ each }: Counts) {
  let [min, max, isInteger] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  each((value) => {
    min = Math.min(min, value);
    max = Math.max(max, value);
    isInteger &&= Number.isInteger(value);
  });
  return { isInteger, min, max, ...momentsOf(each) };
}

/**
 * Computes bins of equal width from the smallest value to the largest. Integers get integer bin widths, so that every bin covers
 * equally many of them. A value is in the bin with from <= value < to; the largest value is in the last bin.
 */
function computeHistogram(
  { each }: Counts,
  total: number,
  { min, max, isInteger }: { min: number; max: number; isInteger: boolean },
): HistogramBin[] | undefined {
  const range = max - min;
  if (!Number.isFinite(range)) return undefined;
  const binCount = Math.min(maxBins, Math.ceil(Math.sqrt(total)));
  const width = isInteger ? Math.ceil((range + 1) / (range < maxBins ? maxBins : binCount)) : range / binCount;
  if (width === 0) return [{ from: min, to: max, count: total }];
  const length = isInteger ? Math.ceil((range + 1) / width) : binCount;
  const bins = Array.from({ length }, (_, index) => ({
    from: min + index * width,
    to: !isInteger && index === length - 1 ? max : Math.min(min + (index + 1) * width, Number.MAX_VALUE),
    count: 0,
  }));
  each((value, times) => {
    const bin = bins[Math.min(Math.floor((value - min) / width), length - 1)];
    if (bin) bin.count += times;
  });
  return bins;
}

function topValues(column: Column, { distinctCount, each }: Counts): { value: string; count: number }[] {
  if (distinctCount > maxCountedValues) return [];
  const counts: [value: number, count: number][] = [];
  each((value, count) => counts.push([value, count]));
  return counts
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, topValueCount)
    .map(([value, count]) => ({ value: beginningOf(formatValue(column, value), maxPreviewLength), count }));
}

function formatValue(column: Column, value: number): string {
  if (isCoded(column)) return column.levels[value] ?? '';
  return formatCell({ ...column, values: Float64Array.of(value) }, 0) ?? '';
}
