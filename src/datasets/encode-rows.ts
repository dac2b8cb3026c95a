/** Encodes rows that came as JSON, for a prediction. */

import { InvalidInput } from '../errors.ts';
import type { Features } from '../learning/data.ts';
import { quoted, quotedList } from '../text.ts';
import { daysOfDate } from './dates.ts';
import { encodeCell, type FeatureEncoder, featureWidth, type TableEncoder, widthOf } from './table-encoder.ts';

/**
 * Rows are objects by column name. Null is a missing value, and is filled in as in training; a column that is left out is
 * an error, since it is more often a typing mistake. The target column may be there and is not looked at.
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
    throw new InvalidInput(path, 'A row is an object: {"column": value, ...}.');
  }
  const cells = new Map<string, unknown>(Object.entries(row));
  for (const name of cells.keys()) {
    if (known.has(name)) continue;
    const columns = quotedList(encoder.features.map((feature) => feature.name));
    throw new InvalidInput(`${path}.${name}`, `The model has no column ${quoted(name)}. Its columns are ${columns}.`);
  }
  let at = start;
  for (const feature of encoder.features) {
    const field = `${path}.${feature.name}`;
    if (!cells.has(feature.name)) {
      throw new InvalidInput(
        field,
        `The row lacks ${quoted(feature.name)}. Give a value, or null when it is not known.`,
      );
    }
    encodeCell(feature, cellOf(feature, cells.get(feature.name), field), values, at, field);
    at += widthOf(feature);
  }
}

/** A cell as JSON has it. @throws InvalidInput naming `field` */
export function cellOf(feature: FeatureEncoder, value: unknown, field: string): string | number | null {
  if (value === null || value === undefined) return feature.type === 'categorical' ? null : Number.NaN;
  if (feature.type === 'categorical') {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new InvalidInput(field, `${quoted(feature.name)} is a category: give it as text.`);
  }
  if (feature.type === 'date' && typeof value === 'string') {
    // ISO is understood whatever the file had.
    const days = [daysOfDate(value), daysOfDate(value, feature.format ?? 'ISO')].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidInput(field, `${quoted(feature.name)} is a date: give it as "2026-01-31".`);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new InvalidInput(field, `${quoted(feature.name)} must be a number.`);
}
