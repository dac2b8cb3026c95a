/** Reads single samples of a dataset version from its file, for display. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { InvalidInput } from '../errors.ts';
import { inferDateFormat, parseDate } from '../shared/dates.ts';
import { beginningOf } from '../shared/quote.ts';
import type { DatasetFormat } from './dataset.ts';
import { openCoco } from './formats/coco.ts';
import { isMissing, readRecords } from './formats/csv.ts';
import { decodeIdx } from './formats/idx.ts';
import { blockOtherDecoders } from './formats/image-format.ts';
import { createThumbnail, openImageFolder, toPngDataUrl } from './formats/images.ts';
import { formatCell, isCoded, parseNumber, type Table } from './formats/table.ts';
import { isTabular, readTabular } from './formats/tabular.ts';
import type { DatasetFile } from './load-dataset.ts';

/** A request for the last rows of a series. */
export interface LastRows {
  count: number;
  /** The date column. */
  dateColumn: string;
  /** Names of the numeric columns. */
  numeric: ReadonlySet<string>;
}

export type RowValues = Record<string, string | number | null>;

export type DatasetSample =
  | { kind: 'row'; index: number; cells: RowValues }
  | { kind: 'image'; index: number; name: string | null; dataUrl: string }
  /** A sample that cannot be shown, with the reason. */
  | { kind: 'unavailable'; index: number; reason: string };

blockOtherDecoders();

const thumbnailEdge = 96;
/** Maximum number of cells of a row, and of characters per cell. */
const maxCells = 200;
const maxCharacters = 4000;
/** Maximum number of cells of the last rows of a series. */
const maxSeriesCells = 500_000;
/** Maximum length of a data URL. */
const maxImageLength = 2 ** 20;

/** Returns the samples that exist, in no particular order. @param numeric names of the numeric columns */
export function readSamples(
  store: ArtifactAccess,
  { format, artifactKey }: Pick<DatasetFile, 'format' | 'artifactKey'>,
  indices: ReadonlySet<number>,
  numeric: ReadonlySet<string>,
): Promise<DatasetSample[]> {
  return withLocalCopy(store, artifactKey, async (path) => {
    if (format === 'CSV' || format === 'TSV') {
      return (await readRows(path, format, { indices, numeric, columns: maxCells })).map(([index, cells]) => ({
        kind: 'row',
        index,
        cells,
      }));
    }
    if (isTabular(format)) {
      const table = await readTabular(path, format);
      const existing = [...indices].filter((index) => index >= 0 && index < table.rowCount);
      return existing.map((index) => ({ kind: 'row', index, cells: rowValues(table, index) }));
    }
    return format === 'IDX' ? idxSamples(path, indices) : archiveSamples(path, format, indices);
  });
}

/**
 * Returns the last rows of a series in date order, as a model sorts them.
 * @param dateColumn the date column; file order is used if the file lacks it, or if its values are not dates of one format
 */
export function readLastRows(
  store: ArtifactAccess,
  { artifactKey, format }: Pick<DatasetFile, 'artifactKey' | 'format'>,
  { count, dateColumn, numeric }: LastRows,
): Promise<RowValues[]> {
  return withLocalCopy(store, artifactKey, async (path) => {
    if (format !== 'CSV' && format !== 'TSV')
      throw new InvalidInput('dateColumn', 'Time series require a CSV or TSV file.');
    const dates: string[] = [];
    let column: number | null = null;
    for await (const { record } of readRecords(path, format)) {
      if (column === null) {
        column = record.indexOf(dateColumn);
        const maxRows = Math.floor(maxSeriesCells / record.length);
        if (count > maxRows)
          throw new InvalidInput('count', `The file has many columns. Request at most ${maxRows} rows.`);
      } else dates.push(record[column] ?? '');
    }
    const dateFormat = inferDateFormat(dates);
    const days = dateFormat && dates.map((text) => parseDate(text, dateFormat));
    const order = dates.map((_, row) => row);
    if (days) order.sort((one, other) => (days[one] ?? 0) - (days[other] ?? 0) || one - other);
    const last = order.slice(-count);
    const rows = new Map(
      await readRows(path, format, { indices: new Set(last), numeric, columns: Number.POSITIVE_INFINITY }),
    );
    return last.flatMap((row) => {
      const cells = rows.get(row);
      return cells ? [cells] : [];
    });
  });
}

/** Streams the file up to the last requested row and collects the requested ones. */
async function readRows(
  path: string,
  format: 'CSV' | 'TSV',
  { indices, numeric, columns }: { indices: ReadonlySet<number>; numeric: ReadonlySet<string>; columns: number },
): Promise<[number, RowValues][]> {
  const last = Math.max(...indices);
  const found: [number, RowValues][] = [];
  let header: string[] | null = null;
  let row = 0;
  for await (const { record } of readRecords(path, format)) {
    if (!header) {
      header = record.slice(0, columns);
      continue;
    }
    if (indices.has(row)) {
      const cells = header.map((name, index) => [name, cellOf(record[index] ?? '', numeric.has(name))] as const);
      found.push([row, Object.fromEntries(cells)]);
    }
    if (row++ >= last) break;
  }
  return found;
}

function cellOf(text: string, isNumber: boolean): string | number | null {
  if (isMissing(text)) return null;
  if (!isNumber) return truncate(text);
  const value = parseNumber(text);
  return Number.isFinite(value) ? value : null;
}

function rowValues(table: Table, row: number): RowValues {
  return Object.fromEntries(
    table.columns.slice(0, maxCells).map((column) => {
      if (!isCoded(column) && column.type === 'numeric') {
        const value = column.values[row] ?? Number.NaN;
        return [column.name, Number.isFinite(value) ? value : null];
      }
      const text = formatCell(column, row);
      return [column.name, text && truncate(text)];
    }),
  );
}

const truncate = (text: string) => (text.length > maxCharacters ? `${beginningOf(text, maxCharacters)}…` : text);

async function archiveSamples(
  path: string,
  format: Extract<DatasetFormat, 'IMAGE_FOLDER' | 'COCO'>,
  indices: ReadonlySet<number>,
): Promise<DatasetSample[]> {
  const archive = format === 'COCO' ? await openCoco(path) : await openImageFolder(path);
  try {
    const found: DatasetSample[] = [];
    for (const index of indices) {
      const entry = archive.images[index]?.entry;
      if (!entry) continue;
      const dataUrl = await createThumbnail(await entry.read(), thumbnailEdge);
      found.push({ kind: 'image', index, name: entry.name, dataUrl });
    }
    return found;
  } finally {
    archive.close();
  }
}

/** Returns the images unscaled: most of them are smaller than a thumbnail. */
async function idxSamples(path: string, indices: ReadonlySet<number>): Promise<DatasetSample[]> {
  const { size, pixels, count } = await decodeIdx(path);
  const bytes = size.height * size.width;
  const existing = [...indices].filter((index) => index >= 0 && index < count);
  return Promise.all(
    existing.map(async (index) => {
      const values = Float32Array.from(pixels.subarray(index * bytes, (index + 1) * bytes), (byte) => byte / 255);
      const dataUrl = await toPngDataUrl(values, size);
      if (dataUrl.length <= maxImageLength) return { kind: 'image' as const, index, name: null, dataUrl };
      return {
        kind: 'unavailable' as const,
        index,
        reason: `The image is too large to show: ${size.width} x ${size.height} pixels.`,
      };
    }),
  );
}
