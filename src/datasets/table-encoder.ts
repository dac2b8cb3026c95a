/**
 * Preprocessing of tables, fitted on the training rows alone and stored with the model, so that a prediction is encoded the
 * way the training was.
 *
 *   numeric, date  missing -> mean; then (value - mean) / standard deviation           1 number
 *   categorical    one-hot over the levels seen in training; an unseen level is all 0  1 number a level
 *                  missing counts as a level of its own when training had missing ones
 *   target         classification: class index; regression: (value - mean) / standard deviation
 */
import { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Features, Objective, Targets } from '../learning/data.ts';
import { quoted } from '../text.ts';
import { dateFormats } from './dates.ts';
import { type Moments, scaleOf, standardized } from './moments.ts';
import { type Column, cellText, isCoded, type Table } from './table.ts';

const numericFeatureSchema = z.object({
  name: z.string(),
  type: z.enum(['numeric', 'date']),
  mean: z.number(),
  standardDeviation: z.number().positive(),
  /** How dates are written. */
  format: z.enum(dateFormats).optional(),
});
const categoricalFeatureSchema = z.object({
  name: z.string(),
  type: z.literal('categorical'),
  levels: z.array(z.string()),
  missing: z.boolean(),
});
export const featureSchema = z.discriminatedUnion('type', [numericFeatureSchema, categoricalFeatureSchema]);

export const targetSchema = z.discriminatedUnion('objective', [
  z.object({ objective: z.literal('CLASSIFICATION'), name: z.string(), classes: z.array(z.string()) }),
  z.object({
    objective: z.literal('REGRESSION'),
    name: z.string(),
    mean: z.number(),
    standardDeviation: z.number().positive(),
  }),
]);

/** `target`: null where nothing is predicted. */
export const tableEncoderSchema = z.object({ features: z.array(featureSchema), target: targetSchema.nullable() });

export type FeatureEncoder = z.infer<typeof featureSchema>;
export type TableEncoder = z.infer<typeof tableEncoderSchema>;

export type TargetEncoder = z.infer<typeof targetSchema>;

export interface EncodedColumns {
  inputs: string[];
  target: string | null;
  objective: Objective;
}

/** Numbers of the rows that have a target, if there is one: only these can be learned from, and only these are split. */
export function usableRows(table: Table, target: string | null): Int32Array {
  if (target === null) return Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const column = columnOf(table, target);
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount; row++) if (isPresent(column, row)) rows.push(row);
  return Int32Array.from(rows);
}

/** @param rows the training rows; statistics come from them alone */
export function fitTableEncoder(table: Table, rows: Int32Array, columns: EncodedColumns): TableEncoder {
  const features = columns.inputs.map((name) => fitFeature(columnOf(table, name), rows));
  return {
    features,
    target: columns.target === null ? null : fitTarget(table, rows, columns.target, columns.objective),
  };
}

/** @param rows the training rows */
export function fitTarget(table: Table, rows: Int32Array, name: string, objective: Objective): TargetEncoder {
  const target = columnOf(table, name);
  if (objective === 'CLASSIFICATION') {
    // Classes come from every row: one that only the test rows have must still have a number.
    return { objective: 'CLASSIFICATION', name, classes: distinctTexts(target, table.rowCount) };
  }
  return { objective: 'REGRESSION', name, ...moments(target, rows) };
}

/** Numbers that one encoded row has. */
export function featureWidth(encoder: TableEncoder): number {
  return encoder.features.reduce((sum, feature) => sum + widthOf(feature), 0);
}

/** What each number of an encoded row is: "size" of a number, "colour=red" of a category. */
export function encodedNames({ features }: Pick<TableEncoder, 'features'>): string[] {
  return features.flatMap((feature) =>
    feature.type === 'categorical'
      ? [...feature.levels, ...(feature.missing ? ['(missing)'] : [])].map((level) => `${feature.name}=${level}`)
      : [feature.name],
  );
}

/** @param rows which rows, in this order */
export function encodeFeatures(encoder: TableEncoder, table: Table, rows: Int32Array): Features {
  const width = featureWidth(encoder);
  const values = new Float32Array(rows.length * width);
  let offset = 0;
  for (const feature of encoder.features) {
    const column = columnOf(table, feature.name);
    for (const [index, row] of rows.entries()) {
      const cell = feature.type === 'categorical' ? cellText(column, row) : numberAt(column, row, feature.name);
      encodeCell(feature, cell, values, index * width + offset);
    }
    offset += widthOf(feature);
  }
  return { values, sampleShape: [width], count: rows.length };
}

/** Null where nothing is predicted; a row without a class gets -1. @throws InvalidInput when a class was never seen */
export function encodeTargets(
  { target }: Pick<TableEncoder, 'target'>,
  table: Table,
  rows: Int32Array,
): Targets | null {
  if (target === null) return null;
  const column = columnOf(table, target.name);
  if (target.objective === 'REGRESSION') {
    const scale = (row: number) => scaledNumber(numberAt(column, row, target.name), target);
    return { values: Float32Array.from(rows, scale), classes: null };
  }
  const index = new Map(target.classes.map((name, position) => [name, position]));
  const values = Int32Array.from(rows, (row) => {
    const text = cellText(column, row);
    const position = text === null ? -1 : index.get(text);
    if (position === undefined) {
      throw new InvalidInput('target', `The model never learned the class ${quoted(text ?? '')} (row ${row + 1}).`);
    }
    return position;
  });
  return { values, classes: target.classes };
}

/**
 * Writes one encoded cell at `values[at]` and after.
 * @param cell  text of a category, or a number (NaN: missing)
 * @param field what an error names
 * @throws InvalidInput when a number is too far from those that the model learned
 */
export function encodeCell(
  feature: FeatureEncoder,
  cell: string | number | null,
  values: Float32Array,
  at: number,
  field?: string,
): void {
  if (feature.type !== 'categorical') {
    const value = typeof cell === 'number' ? cell : Number.NaN;
    values[at] = Number.isNaN(value) ? 0 : scaledNumber(value, feature, field);
    return;
  }
  const position =
    cell === null ? (feature.missing ? feature.levels.length : -1) : feature.levels.indexOf(String(cell));
  if (position >= 0) values[at + position] = 1;
}

export function widthOf(feature: FeatureEncoder): number {
  return feature.type === 'categorical' ? feature.levels.length + (feature.missing ? 1 : 0) : 1;
}

/** @param rows the training rows */
export function fitFeature(column: Column, rows: Int32Array): FeatureEncoder {
  const { name } = column;
  if (!isCoded(column)) {
    const { type, format } = column;
    return { name, type, ...moments(column, rows), ...(format && { format }) };
  }
  const seen = new Set<number>();
  for (const row of rows) seen.add(column.codes[row] ?? -1);
  const levels = column.levels.filter((_, code) => seen.has(code));
  return { name, type: 'categorical', levels, missing: seen.has(-1) };
}

/** Moments of the values that are there. */
function moments(column: Column, rows: Int32Array): Moments {
  return scaleOf((visit) => {
    for (const row of rows) {
      const value = numberAt(column, row, column.name);
      if (!Number.isNaN(value)) visit(value, 1);
    }
  });
}

/**
 * A number of the column as a model takes it: standardized, and a 32-bit float.
 * @param field what an error names
 * @throws InvalidInput when it lies too far from the numbers that the model learned
 */
export function scaledNumber(
  value: number,
  column: { name: string; mean: number; standardDeviation: number },
  field: string = column.name,
): number {
  const scaled = Math.fround(standardized(value, column));
  if (Number.isNaN(value) || Number.isFinite(scaled)) return scaled;
  const { name, mean, standardDeviation } = column;
  throw new InvalidInput(
    field,
    `${quoted(name)} is ${value}, too far from what the model learned from (mean ${mean}, standard deviation ${standardDeviation}) to ` +
      'compute with. Correct the value, or leave it empty.',
  );
}

function numberAt(column: Column, row: number, field: string): number {
  if (isCoded(column))
    throw new InvalidInput(field, `The column ${quoted(column.name)} does not hold numbers in this data.`);
  return column.values[row] ?? Number.NaN;
}

function isPresent(column: Column, row: number): boolean {
  return isCoded(column) ? (column.codes[row] ?? -1) >= 0 : !Number.isNaN(column.values[row]);
}

function distinctTexts(column: Column, rowCount: number): string[] {
  if (isCoded(column)) return column.levels;
  const values = [...new Set(column.values.subarray(0, rowCount))].filter((value) => !Number.isNaN(value));
  return values.sort((a, b) => a - b).map(String);
}

/** @throws InvalidInput when the data has no such column */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new InvalidInput('dataset', `The data has no column ${quoted(name)}, which the model needs.`);
  return column;
}
