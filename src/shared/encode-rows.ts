/**
 * Encodes the rows of tables, as in training.
 *
 *   numeric, date  missing -> mean; then (value - mean) / standard deviation            1 feature
 *   categorical    one-hot over the levels seen in training; an unseen level is all 0   1 feature per level
 *                  missing is a level of its own if the training rows had missing values
 */
import { parseDate } from './dates.ts';
import { InvalidSample } from './invalid-sample.ts';
import type { EncodedSamples, FeatureEncoder, TableEncoder } from './model-input.ts';
import { standardized } from './moments.ts';
import { quoted, quotedList } from './quote.ts';

/** Where a cell is in the data: row and column. */
type Path = readonly (string | number)[];

/**
 * Encodes rows, which are objects by column name. Null means a missing value and is imputed as in training. An omitted column is
 * an error, since it is usually a typing mistake. The target column is allowed and ignored.
 * @throws InvalidSample at the row and column
 */
export function encodeRows(encoder: TableEncoder, rows: readonly unknown[]): EncodedSamples {
  const width = featureWidth(encoder);
  const values = new Float32Array(rows.length * width);
  const known = new Set(encoder.features.map(({ name }) => name));
  if (encoder.target) known.add(encoder.target.name);
  for (const [index, row] of rows.entries()) {
    encodeRow(encoder, known, row, index, values, index * width);
  }
  return { values, sampleShape: [width], count: rows.length };
}

function encodeRow(
  encoder: TableEncoder,
  known: ReadonlySet<string>,
  row: unknown,
  index: number,
  values: Float32Array,
  start: number,
): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new InvalidSample('Each row must be an object: {"column": value, ...}.', [index]);
  }
  const cells = new Map<string, unknown>(Object.entries(row));
  for (const name of cells.keys()) {
    if (known.has(name)) continue;
    const columns = quotedList(encoder.features.map((feature) => feature.name));
    throw new InvalidSample(`Unknown column ${quoted(name)}. Valid columns: ${columns}.`, [index, name]);
  }
  let at = start;
  for (const feature of encoder.features) {
    const path = [index, feature.name];
    if (!cells.has(feature.name)) {
      throw new InvalidSample(
        `Column ${quoted(feature.name)} is missing from the row. Add a value, or null if it is unknown.`,
        path,
      );
    }
    encodeCell(feature, parseCell(feature, cells.get(feature.name), path), values, at, path);
    at += encodedWidth(feature);
  }
}

/** Parses the JSON value of a cell. @throws InvalidSample at `path` */
export function parseCell(feature: FeatureEncoder, value: unknown, path: Path): string | number | null {
  if (value === null || value === undefined) return feature.type === 'categorical' ? null : Number.NaN;
  if (feature.type === 'categorical') {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new InvalidSample(`Column ${quoted(feature.name)} is categorical. Its value must be a string.`, path);
  }
  if (feature.type === 'date' && typeof value === 'string') {
    // ISO dates are accepted whatever the format of the training data.
    const days = [parseDate(value), parseDate(value, feature.format ?? 'ISO')].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidSample(`Column ${quoted(feature.name)} is a date. Use the format 2026-01-31.`, path);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InvalidSample(`Column ${quoted(feature.name)} must be a number.`, path);
}

/** Returns the number of features of an encoded row. */
export function featureWidth(encoder: TableEncoder): number {
  return encoder.features.reduce((sum, feature) => sum + encodedWidth(feature), 0);
}

/**
 * Encodes one cell to `values`, starting at index `at`.
 * @param cell text of a category, or a number (NaN: missing)
 * @throws InvalidSample at `path` when a number is too far from the training data
 */
export function encodeCell(
  feature: FeatureEncoder,
  cell: string | number | null,
  values: Float32Array,
  at: number,
  path?: Path,
): void {
  if (feature.type !== 'categorical') {
    const value = typeof cell === 'number' ? cell : Number.NaN;
    values[at] = Number.isNaN(value) ? 0 : scaledNumber(value, feature, path);
    return;
  }
  const position =
    cell === null ? (feature.missing ? feature.levels.length : -1) : feature.levels.indexOf(String(cell));
  if (position >= 0) values[at + position] = 1;
}

/** Returns the number of encoded features of a column. */
export function encodedWidth(feature: FeatureEncoder): number {
  return feature.type === 'categorical' ? feature.levels.length + (feature.missing ? 1 : 0) : 1;
}

/**
 * Standardizes a number of a column to a 32-bit float.
 * @throws InvalidSample at `path` when the result would overflow, since the number is too far from the training data
 */
export function scaledNumber(
  value: number,
  column: { name: string; mean: number; standardDeviation: number },
  path?: Path,
): number {
  const scaled = Math.fround(standardized(value, column));
  if (Number.isNaN(value) || Number.isFinite(scaled)) return scaled;
  const { name, mean, standardDeviation } = column;
  throw new InvalidSample(
    `${quoted(name)} is ${value}, too far from the training data (mean ${mean}, standard deviation ${standardDeviation}) to ` +
      'compute with. Correct the value, or leave it empty.',
    path,
  );
}
