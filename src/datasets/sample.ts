/** Single samples of a dataset version, as its file has them: for people to look at. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { InvalidInput } from '../errors.ts';
import { beginningOf } from '../text.ts';
import { openCoco } from './coco.ts';
import { isMissing, readRecords } from './csv.ts';
import type { DatasetFormat } from './dataset.ts';
import { dateFormatOf, daysOfDate } from './dates.ts';
import { decodeIdx } from './idx.ts';
import { blockOtherDecoders } from './image-format.ts';
import { openImageFolder, pngOf, thumbnail } from './images.ts';
import type { StoredDataset } from './load.ts';
import { cellText, isCoded, numberOf, type Table } from './table.ts';
import { isTabular, readTabular } from './tabular.ts';

/** Which rows of a series are wanted, and which of its columns hold numbers. */
export interface LastRows {
  count: number;
  by: string;
  numeric: ReadonlySet<string>;
}

export type Cells = Record<string, string | number | null>;

export type DatasetSample =
  | { kind: 'row'; index: number; cells: Cells }
  | { kind: 'image'; index: number; name: string | null; dataUrl: string }
  /** It cannot be shown, and why. */
  | { kind: 'unavailable'; index: number; reason: string };

blockOtherDecoders();

const thumbnailEdge = 96;
/** Cells of a row that are shown, and characters of each. */
const maxCells = 200;
const maxCharacters = 4000;
/** Cells that the last rows of a series have together. */
const maxSeriesCells = 500_000;
/** Characters of a data URL. */
const maxImageLength = 2 ** 20;

/** Those of the samples that there are, in no order. `numeric`: the columns that hold numbers. */
export function readSamples(
  store: ArtifactAccess,
  { format, artifactKey }: Pick<StoredDataset, 'format' | 'artifactKey'>,
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
      const known = [...indices].filter((index) => index >= 0 && index < table.rowCount);
      return known.map((index) => ({ kind: 'row', index, cells: cellsOf(table, index) }));
    }
    return format === 'IDX' ? idxSamples(path, indices) : archiveSamples(path, format, indices);
  });
}

/**
 * The last rows of a series, in order of their dates as a model puts them.
 * @param by the column of the dates; without one, or where it holds none, the order of the file counts
 */
export function readLastRows(
  store: ArtifactAccess,
  { artifactKey, format }: Pick<StoredDataset, 'artifactKey' | 'format'>,
  { count, by, numeric }: LastRows,
): Promise<Cells[]> {
  return withLocalCopy(store, artifactKey, async (path) => {
    if (format !== 'CSV' && format !== 'TSV') throw new InvalidInput('by', 'Only CSV and TSV files hold a series.');
    const dates: string[] = [];
    let column: number | null = null;
    for await (const { record } of readRecords(path, format)) {
      if (column === null) {
        column = record.indexOf(by);
        const maxRows = Math.floor(maxSeriesCells / record.length);
        if (count > maxRows) throw new InvalidInput('count', `The file is wide: give at most ${maxRows}.`);
      } else dates.push(record[column] ?? '');
    }
    const dateFormat = dateFormatOf(dates);
    const days = dateFormat && dates.map((text) => daysOfDate(text, dateFormat));
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

/** One row after the other goes by, and those that are wanted are kept. */
async function readRows(
  path: string,
  format: 'CSV' | 'TSV',
  { indices, numeric, columns }: { indices: ReadonlySet<number>; numeric: ReadonlySet<string>; columns: number },
): Promise<[number, Cells][]> {
  const last = Math.max(...indices);
  const found: [number, Cells][] = [];
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
  if (!isNumber) return shortened(text);
  const value = numberOf(text);
  return Number.isFinite(value) ? value : null;
}

function cellsOf(table: Table, row: number): Cells {
  return Object.fromEntries(
    table.columns.slice(0, maxCells).map((column) => {
      if (!isCoded(column) && column.type === 'numeric') {
        const value = column.values[row] ?? Number.NaN;
        return [column.name, Number.isFinite(value) ? value : null];
      }
      const text = cellText(column, row);
      return [column.name, text && shortened(text)];
    }),
  );
}

const shortened = (text: string) => (text.length > maxCharacters ? `${beginningOf(text, maxCharacters)}…` : text);

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
      const dataUrl = await thumbnail(await entry.read(), thumbnailEdge);
      found.push({ kind: 'image', index, name: entry.name, dataUrl });
    }
    return found;
  } finally {
    archive.close();
  }
}

/** As they are: most of these images are smaller than a thumbnail. */
async function idxSamples(path: string, indices: ReadonlySet<number>): Promise<DatasetSample[]> {
  const { size, pixels, count } = await decodeIdx(path);
  const bytes = size.height * size.width;
  const known = [...indices].filter((index) => index >= 0 && index < count);
  return Promise.all(
    known.map(async (index) => {
      const values = Float32Array.from(pixels.subarray(index * bytes, (index + 1) * bytes), (byte) => byte / 255);
      const dataUrl = await pngOf(values, size);
      if (dataUrl.length <= maxImageLength) return { kind: 'image' as const, index, name: null, dataUrl };
      return {
        kind: 'unavailable' as const,
        index,
        reason: `The image is too large to show: ${size.width} x ${size.height} pixels.`,
      };
    }),
  );
}
