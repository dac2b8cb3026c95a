/** Encodes JSON rows for a prediction. */

import { InvalidInput } from '../../errors.ts';
import type { Features } from '../../learning/data.ts';
import { quoted, quotedList } from '../../text.ts';
import { parseDate } from '../formats/dates.ts';
import { encodeCell, encodedWidth, type FeatureEncoder, featureWidth, type TableEncoder } from './table-encoder.ts';

/**
 * Encodes rows, which are objects by column name. Null means a missing value and is imputed as in training. An omitted column is
 * an error, since it is usually a typing mistake. The target column is allowed and ignored.
 * @throws InvalidInput naming the cell, such as `input.rows.0.petal_length`
 */
export function encodeRows(encoder: TableEncoder, rows: readonly unknown[], path = 'input.rows'): Features {
  const width = featureWidth(encoder);
  const values = new Float32Array(rows.length * width);
  const known = new Set(encoder.features.map(({ name }) => name));
  if (encoder.target) known.add(encoder.target.name);
  for (const [index, row] of rows.entries()) {
    encodeRow(encoder, known, row, `${path}.${index}`, values, index * width);
  }
  return { values, sampleShape: [width], count: rows.length };
}

function encodeRow(
  encoder: TableEncoder,
  known: ReadonlySet<string>,
  row: unknown,
  path: string,
  values: Float32Array,
  start: number,
): void {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    throw new InvalidInput(path, 'Each row must be an object: {"column": value, ...}.');
  }
  const cells = new Map<string, unknown>(Object.entries(row));
  for (const name of cells.keys()) {
    if (known.has(name)) continue;
    const columns = quotedList(encoder.features.map((feature) => feature.name));
    throw new InvalidInput(`${path}.${name}`, `Unknown column ${quoted(name)}. Valid columns: ${columns}.`);
  }
  let at = start;
  for (const feature of encoder.features) {
    const field = `${path}.${feature.name}`;
    if (!cells.has(feature.name)) {
      throw new InvalidInput(
        field,
        `Column ${quoted(feature.name)} is missing from the row. Add a value, or null if it is unknown.`,
      );
    }
    encodeCell(feature, parseCell(feature, cells.get(feature.name), field), values, at, field);
    at += encodedWidth(feature);
  }
}

/** Parses the JSON value of a cell. @throws InvalidInput naming `field` */
export function parseCell(feature: FeatureEncoder, value: unknown, field: string): string | number | null {
  if (value === null || value === undefined) return feature.type === 'categorical' ? null : Number.NaN;
  if (feature.type === 'categorical') {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new InvalidInput(field, `Column ${quoted(feature.name)} is categorical. Its value must be a string.`);
  }
  if (feature.type === 'date' && typeof value === 'string') {
    // ISO dates are accepted whatever the format of the training data.
    const days = [parseDate(value), parseDate(value, feature.format ?? 'ISO')].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidInput(field, `Column ${quoted(feature.name)} is a date. Use the format 2026-01-31.`);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InvalidInput(field, `Column ${quoted(feature.name)} must be a number.`);
}
