/** Encodes table rows as inputs of a model, like the server does (src/datasets/encoders/encode-rows.ts). No DOM. */
import type { Row } from '../playground/sample.ts';
import type { Feature, TableEncoder } from './bundle.ts';
import { daysOfDate } from './dates.ts';
import { InvalidSample } from './refusals.ts';

/** Encodes the rows one after the other. @throws InvalidSample with the path of the cell */
export function encodeRows(encoder: TableEncoder, rows: readonly Row[]): Float32Array {
  const width = encoder.features.reduce((sum, feature) => sum + widthOf(feature), 0);
  const values = new Float32Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    assertColumns(encoder, row, `input.rows.${index}`);
    let at = index * width;
    for (const feature of encoder.features) {
      const field = `input.rows.${index}.${feature.name}`;
      if (!Object.hasOwn(row, feature.name)) {
        throw new InvalidSample(
          field,
          `Column "${feature.name}" is missing from the row. Add a value, or null if it is unknown.`,
        );
      }
      write(feature, row[feature.name] ?? null, field, values, at);
      at += widthOf(feature);
    }
  }
  return values;
}

function assertColumns({ features, target }: TableEncoder, row: Row, path: string): void {
  const names = features.map(({ name }) => name);
  const unknown = Object.keys(row).find((name) => !names.includes(name) && name !== target?.name);
  if (unknown === undefined) return;
  const columns = names.map((name) => `"${name}"`).join(', ');
  const message = `Unknown column "${unknown}". Valid columns: ${columns}.`;
  throw new InvalidSample(`${path}.${unknown}`, message);
}

const widthOf = (feature: Feature) =>
  feature.type === 'categorical' ? feature.levels.length + (feature.missing ? 1 : 0) : 1;

/** Numbers and dates: (value - mean) / standard deviation, 0 if missing. Categories: one-hot; an unknown level is all zeros. */
function write(feature: Feature, cell: Row[string], field: string, values: Float32Array, at: number): void {
  if (feature.type === 'categorical') {
    const missing = feature.missing ? feature.levels.length : -1;
    const position = cell === null ? missing : feature.levels.indexOf(String(cell));
    if (position >= 0) values[at + position] = 1;
    return;
  }
  if (cell === null) return;
  values[at] = scaled(feature, numberOf(feature, cell, field), field);
}

function scaled(
  { name, mean, standardDeviation }: Extract<Feature, { mean: number }>,
  value: number,
  field: string,
): number {
  const difference = value - mean;
  // The difference itself can overflow.
  const exact = Number.isFinite(difference)
    ? difference / standardDeviation
    : (value / 2 - mean / 2) / (standardDeviation / 2);
  const single = Math.fround(exact);
  if (Number.isFinite(single)) return single;
  throw new InvalidSample(
    field,
    `"${name}" is ${value}, too far from the training data (mean ${mean}, standard deviation ${standardDeviation}) to ` +
      'compute with. Correct the value, or leave it empty.',
  );
}

function numberOf(
  { name, type, format = 'ISO' }: Extract<Feature, { mean: number }>,
  cell: string | number,
  field: string,
) {
  if (type === 'date' && typeof cell === 'string') {
    // ISO 8601 is accepted regardless of the format in the dataset.
    const days = [daysOfDate(cell), daysOfDate(cell, format)].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidSample(field, `Column "${name}" is a date. Use the format 2026-01-31.`);
  }
  if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
  throw new InvalidSample(field, `Column "${name}" must be a number.`);
}
