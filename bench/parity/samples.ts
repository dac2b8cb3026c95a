/** Numeric tables with the target in the last column, prepared as for the reference scores. */
import { join } from 'node:path';
import { encodeFeatures, encodeTargets, fitTableEncoder } from '../../src/datasets/encoders/table-encoder.ts';
import { readTable } from '../../src/datasets/formats/csv.ts';
import { isCoded } from '../../src/datasets/formats/table.ts';
import type { Features, Split, Targets } from '../../src/learning/data.ts';

export interface Samples {
  /** Features standardized with the training rows' statistics, and unscaled features. */
  scaled: Features;
  raw: Features;
  targets: Targets;
  /** Factor from the target's values to its original unit: standardized targets are in standard deviations. */
  unit: number;
  split: Split;
}

/** @param everything train on all rows; otherwise every fifth row is held out, starting with the first */
export async function readSamples(
  folder: string,
  name: string,
  objective: 'CLASSIFICATION' | 'REGRESSION',
  everything = false,
): Promise<Samples> {
  const table = await readTable(join(folder, 'tabular', `${name}.csv`), 'CSV');
  const all = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const [train, test] = [
    all.filter((row) => everything || row % 5 !== 0),
    all.filter((row) => !everything && row % 5 === 0),
  ];
  const target = table.columns.at(-1)?.name ?? '';
  const inputs = table.columns.slice(0, -1);
  const encoder = fitTableEncoder(table, train, { inputs: inputs.map((column) => column.name), target, objective });
  const targets = encodeTargets(encoder, table, all);
  if (!targets) throw new Error(`${name} has no target.`);
  const values = new Float32Array(table.rowCount * inputs.length);
  for (const [index, column] of inputs.entries()) {
    if (isCoded(column)) throw new Error(`The column ${column.name} of ${name} is not numeric.`);
    for (const row of all) values[row * inputs.length + index] = column.values[row] ?? 0;
  }
  return {
    scaled: encodeFeatures(encoder, table, all),
    raw: { values, sampleShape: [inputs.length], count: table.rowCount },
    targets,
    unit: encoder.target?.objective === 'REGRESSION' ? encoder.target.standardDeviation : 1,
    split: { train, validation: new Int32Array(), test },
  };
}
