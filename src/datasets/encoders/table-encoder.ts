/**
 * Preprocessing of tables (shared/encode-rows.ts). Fitted on the training rows alone and stored with the model, so that
 * predictions are encoded as in training. The target is a class index, or standardized for regression.
 */
import { z } from 'zod';
import type { Features, Targets } from '../../learning/data.ts';
import { dateFormats } from '../../shared/dates.ts';
import { encodeCell, encodedWidth, featureWidth, scaledNumber } from '../../shared/encode-rows.ts';
import { InvalidSample } from '../../shared/invalid-sample.ts';
import type { FeatureEncoder, TableEncoder, TargetEncoder } from '../../shared/model-input.ts';
import { type Moments, scaleOf } from '../../shared/moments.ts';
import type { Objective } from '../../shared/objectives.ts';
import { quoted } from '../../shared/quote.ts';
import { type Column, formatCell, isCoded, type Table } from '../formats/table.ts';

const numericFeatureSchema = z.object({
  name: z.string(),
  type: z.enum(['numeric', 'date']),
  mean: z.number(),
  standardDeviation: z.number().positive(),
  /** Format of dates in the training data. */
  format: z.enum(dateFormats).optional(),
});
const categoricalFeatureSchema = z.object({
  name: z.string(),
  type: z.literal('categorical'),
  levels: z.array(z.string()),
  missing: z.boolean(),
});
export const featureSchema = z.discriminatedUnion('type', [
  numericFeatureSchema,
  categoricalFeatureSchema,
]) satisfies z.ZodType<FeatureEncoder>;

export const targetSchema = z.discriminatedUnion('objective', [
  z.object({ objective: z.literal('CLASSIFICATION'), name: z.string(), classes: z.array(z.string()) }),
  z.object({
    objective: z.literal('REGRESSION'),
    name: z.string(),
    mean: z.number(),
    standardDeviation: z.number().positive(),
  }),
]) satisfies z.ZodType<TargetEncoder>;

export const tableEncoderSchema = z.object({
  features: z.array(featureSchema),
  target: targetSchema.nullable(),
}) satisfies z.ZodType<TableEncoder>;

export interface EncodedColumns {
  inputs: string[];
  target: string | null;
  objective: Objective;
}

/** Returns the rows that have a target, or all rows if there is no target. Only these are split. */
export function rowsWithTarget(table: Table, target: string | null): Int32Array {
  if (target === null) return Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const column = columnOf(table, target);
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount; row++) if (isPresent(column, row)) rows.push(row);
  return Int32Array.from(rows);
}

/** Fits the encoder. @param rows the training rows: statistics come from them alone */
export function fitTableEncoder(table: Table, rows: Int32Array, columns: EncodedColumns): TableEncoder {
  const features = columns.inputs.map((name) => fitFeature(columnOf(table, name), rows));
  return {
    features,
    target: columns.target === null ? null : fitTarget(table, rows, columns.target, columns.objective),
  };
}

/** Fits the encoder of the target. @param rows the training rows */
export function fitTarget(table: Table, rows: Int32Array, name: string, objective: Objective): TargetEncoder {
  const target = columnOf(table, name);
  if (objective === 'CLASSIFICATION') {
    // Classes come from every row: one that occurs only in test rows needs an index too.
    return { objective: 'CLASSIFICATION', name, classes: distinctTexts(target, table.rowCount) };
  }
  return { objective: 'REGRESSION', name, ...meanAndStandardDeviation(target, rows) };
}

/** Returns the name of each encoded feature: "size" for a numeric column, "color=red" for a level of a categorical one. */
export function encodedFeatureNames({ features }: Pick<TableEncoder, 'features'>): string[] {
  return features.flatMap((feature) =>
    feature.type === 'categorical'
      ? [...feature.levels, ...(feature.missing ? ['(missing)'] : [])].map((level) => `${feature.name}=${level}`)
      : [feature.name],
  );
}

/** Encodes the features of the given rows, in their order. */
export function encodeFeatures(encoder: TableEncoder, table: Table, rows: Int32Array): Features {
  const width = featureWidth(encoder);
  const values = new Float32Array(rows.length * width);
  let offset = 0;
  for (const feature of encoder.features) {
    const column = columnOf(table, feature.name);
    for (const [index, row] of rows.entries()) {
      const cell = feature.type === 'categorical' ? formatCell(column, row) : numberAt(column, row);
      encodeCell(feature, cell, values, index * width + offset);
    }
    offset += encodedWidth(feature);
  }
  return { values, sampleShape: [width], count: rows.length };
}

/** Encodes the targets; null if there are none. Rows without a class get -1. @throws InvalidSample for an unknown class */
export function encodeTargets(
  { target }: Pick<TableEncoder, 'target'>,
  table: Table,
  rows: Int32Array,
): Targets | null {
  if (target === null) return null;
  const column = columnOf(table, target.name);
  if (target.objective === 'REGRESSION') {
    const scale = (row: number) => scaledNumber(numberAt(column, row), target);
    return { values: Float32Array.from(rows, scale), classes: null };
  }
  const index = new Map(target.classes.map((name, position) => [name, position]));
  const values = Int32Array.from(rows, (row) => {
    const text = formatCell(column, row);
    const position = text === null ? -1 : index.get(text);
    if (position === undefined) {
      throw new InvalidSample(`The model was not trained on the class ${quoted(text ?? '')} (row ${row + 1}).`);
    }
    return position;
  });
  return { values, classes: target.classes };
}

/** Fits the encoder of a feature column. @param rows the training rows */
export function fitFeature(column: Column, rows: Int32Array): FeatureEncoder {
  const { name } = column;
  if (!isCoded(column)) {
    const { type, format } = column;
    return { name, type, ...meanAndStandardDeviation(column, rows), ...(format && { format }) };
  }
  const seen = new Set<number>();
  for (const row of rows) seen.add(column.codes[row] ?? -1);
  const levels = column.levels.filter((_, code) => seen.has(code));
  return { name, type: 'categorical', levels, missing: seen.has(-1) };
}

/** Returns the moments of the values that are not missing. */
function meanAndStandardDeviation(column: Column, rows: Int32Array): Moments {
  return scaleOf((visit) => {
    for (const row of rows) {
      const value = numberAt(column, row);
      if (!Number.isNaN(value)) visit(value, 1);
    }
  });
}

function numberAt(column: Column, row: number): number {
  if (isCoded(column)) throw new InvalidSample(`Column ${quoted(column.name)} is not numeric in this data.`);
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

/** Returns the column of this name. @throws InvalidSample when the data has no such column */
export function columnOf(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new InvalidSample(`Column ${quoted(name)}, which the model requires, is missing from the data.`);
  return column;
}
