/** Tables of numbers with the target in the last column, as the reference scores were measured on them. */
import { join } from 'node:path';
import { readTable } from '../../src/datasets/csv.ts';
import { isCoded } from '../../src/datasets/table.ts';
import { encodeFeatures, encodeTargets, fitTableEncoder } from '../../src/datasets/table-encoder.ts';
import type { Features, Split, Targets } from '../../src/learning/data.ts';

export interface Samples {
  /** Standardised by the training rows, and as they are. */
  scaled: Features;
  raw: Features;
  targets: Targets;
  /** What one of the target stands for: a standardised target is in standard deviations. */
  unit: number;
  split: Split;
}

/** @param everything learn from all rows; else every fifth is held out, beginning with the first */
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
    if (isCoded(column)) throw new Error(`The column ${column.name} of ${name} holds no numbers.`);
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
