/** Single samples of a dataset version, as its file has them: for people to look at. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { openCoco } from './coco.ts';
import { isMissing, readRecords } from './csv.ts';
import type { DatasetFormat } from './dataset.ts';
import { dateFormatOf, daysOfDate } from './dates.ts';
import { decodeIdx } from './idx.ts';
import { openImageFolder, pngOf, thumbnail } from './images.ts';
import type { StoredDataset } from './load.ts';
import { cellText, isCoded, numberOf, type Table } from './table.ts';
import { isTabular, readTabular } from './tabular.ts';

export type Cells = Record<string, string | number | null>;

export type DatasetSample =
  | { kind: 'row'; index: number; cells: Cells }
  | { kind: 'image'; index: number; name: string | null; dataUrl: string }
  /** It cannot be shown, and why. */
  | { kind: 'unavailable'; index: number; reason: string };

const thumbnailEdge = 96;
/** Of a row: those that are shown, and characters of each. */
const mostCells = 200;
const mostCharacters = 4000;

/** Those of the samples that there are, in no order. `numeric`: the columns that hold numbers. */
export function readSamples(
  store: ArtifactStore,
  { format, artifactKey }: Pick<StoredDataset, 'format' | 'artifactKey'>,
  indices: ReadonlySet<number>,
  numeric: ReadonlySet<string>,
): Promise<DatasetSample[]> {
  return withLocalCopy(store, artifactKey, async (path) => {
    if (format === 'CSV' || format === 'TSV') {
      return (await readRows(path, format, { indices, numeric, columns: mostCells })).map(([index, cells]) => ({
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
  store: ArtifactStore,
  { artifactKey }: Pick<StoredDataset, 'artifactKey'>,
  format: 'CSV' | 'TSV',
  { count, by, numeric }: { count: number; by: string; numeric: ReadonlySet<string> },
): Promise<Cells[]> {
  return withLocalCopy(store, artifactKey, async (path) => {
    const dates: string[] = [];
    let column: number | null = null;
    for await (const { record } of readRecords(path, format)) {
      if (column === null) column = record.indexOf(by);
      else dates.push(record[column] ?? '');
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
  return isNumber ? numberOf(text) : shortened(text);
}

function cellsOf(table: Table, row: number): Cells {
  return Object.fromEntries(
    table.columns.slice(0, mostCells).map((column) => {
      if (!isCoded(column) && column.type === 'numeric') {
        const value = column.values[row] ?? Number.NaN;
        return [column.name, Number.isNaN(value) ? null : value];
      }
      const text = cellText(column, row);
      return [column.name, text && shortened(text)];
    }),
  );
}

const shortened = (text: string) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);

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
      return { kind: 'image' as const, index, name: null, dataUrl: await pngOf(values, size) };
    }),
  );
}
