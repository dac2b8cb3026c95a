/** The estimate of a configuration: what its dataset's profile makes of the family's own account. */
import type { Estimate } from '../catalogue/estimate.ts';
import { type Family, isSupervised, type Shape, type Training } from '../catalogue/family.ts';
import type { DatasetProfile, TableProfile } from '../datasets/profile.ts';
import type { SplitOptions } from '../learning/data.ts';

export interface Estimated {
  family: Family;
  parameters: Record<string, unknown>;
  profile: DatasetProfile;
  inputs: string[] | null;
  target: string | null;
  objective: Shape['objective'];
  split: SplitOptions;
  training: Training;
}

/** A value in a column that was read, and the text that it was read from. */
const tableCellBytes = 40;
const float = 4;

/** @throws InvalidInput naming the field that asks for more than can ever run */
export function estimateConfiguration(configuration: Estimated): Estimate {
  const { family, parameters, profile, split, training } = configuration;
  const { shape, samples, dataBytes } = measure(configuration);
  const trainSamples = samples - Math.round(samples * split.test) - Math.round(samples * split.validation);
  const cells = profile.kind === 'table' ? profile.rows * profile.columns.length : 0;
  const plan = {
    shape: { ...shape, trainSamples, seed: training.seed },
    training,
    dataBytes: dataBytes + cells * tableCellBytes,
  };
  return family.estimate(plan, parameters);
}

/** What the model will be made for, as far as the profile tells: a level that no training row has is counted too. */
function measure({ family, parameters, profile, inputs, target, objective }: Estimated) {
  if (profile.kind === 'images') {
    if (!family.imageSize) throw new Error(`"${family.name}" cannot learn from images.`);
    const { height, width, channels } = family.imageSize(parameters, profile);
    const inputShape = [height, width, channels];
    const shape = { inputShape, outputs: profile.classes.length, objective };
    // A byte a pixel; the images lie beside each other before they are one array.
    return { shape, samples: profile.count, dataBytes: 2 * profile.count * product(inputShape) };
  }
  const column = profile.columns.find(({ name }) => name === target);
  const width = (inputs ?? []).reduce((sum, name) => sum + encodedWidth(profile, name), 0);
  const samples = profile.rows - (family.learnsUnlabelled ? 0 : (column?.missing ?? 0));
  const outputs = objective === 'CLASSIFICATION' ? (column?.distinct ?? 1) : isSupervised(objective) ? 1 : 0;
  return { shape: { inputShape: [width], outputs, objective }, samples, dataBytes: samples * width * float };
}

/** As datasets/table-encoder.ts does it. */
function encodedWidth(profile: TableProfile, name: string): number {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (column?.type !== 'categorical') return 1;
  return column.distinct + (column.missing > 0 ? 1 : 0);
}

function product(sides: number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
