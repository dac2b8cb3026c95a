/** The estimate of a configuration: what its dataset's profile makes of the family's own account. */
import type { Estimate } from '../catalogue/estimate.ts';
import { type Base, type Family, isSupervised, type Shape, type Training } from '../catalogue/family.ts';
import { countSamples } from '../datasets/check.ts';
import type { ColumnProfile, DatasetProfile } from '../datasets/profile.ts';
import { mostCalendarWidth } from '../datasets/series-encoder.ts';
import { reservedTokens } from '../datasets/text-encoder.ts';
import type { Modality, SplitOptions } from '../learning/data.ts';

export interface Estimated {
  family: Family;
  parameters: Record<string, unknown>;
  profile: DatasetProfile;
  inputs: string[] | null;
  target: string | null;
  knownAhead: string[] | null;
  modality: Modality;
  objective: Shape['objective'];
  split: SplitOptions;
  training: Training;
  base: Base | null;
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
    base: configuration.base ?? undefined,
  };
  return family.estimate(plan, parameters);
}

/** What the model will be made for, as far as the profile tells: a level that no training row has is counted too. */
function measure(configuration: Estimated): {
  shape: Pick<Shape, 'inputShape' | 'outputs' | 'objective' | 'tokens' | 'kinds'>;
  samples: number;
  dataBytes: number;
} {
  const { family, parameters, profile, inputs, target, objective } = configuration;
  const text = family.text?.(parameters, objective) ?? null;
  const window = family.window?.(parameters) ?? null;
  const samples = countSamples(profile, { ...configuration, learnsUnlabelled: family.learnsUnlabelled, text, window });
  if (profile.kind === 'images') {
    if (!family.imageSize) throw new Error(`"${family.name}" cannot learn from images.`);
    const { height, width, channels } = family.imageSize(parameters, profile, configuration.base ?? undefined);
    const inputShape = [height, width, channels];
    const outputs = isSupervised(objective) ? profile.classes.length : 0;
    // A byte a pixel; the images lie beside each other before they are one array.
    const kinds = profile.boxes === undefined && profile.classes.length > 1 ? profile.classes.length : 0;
    const shape = { inputShape, outputs, objective, kinds };
    return { shape, samples, dataBytes: 2 * samples * product(inputShape) };
  }
  const column = profile.columns.find(({ name }) => name === target);
  const classes = column?.distinct ?? 1;
  if (configuration.modality === 'TEXT' && text) {
    // The vocabulary is not known yet, but how large it may become is.
    const tokens = text.vocabulary + reservedTokens;
    const writes = objective === 'GENERATION';
    const inputShape = [writes ? text.length + 1 : text.length];
    const shape = { inputShape, outputs: writes ? tokens : classes, objective, tokens };
    return { shape, samples, dataBytes: samples * (text.length + 1) * float };
  }
  const columns = new Map(profile.columns.map((one) => [one.name, one]));
  const widthOf = (names: string[]) => names.reduce((sum, name) => sum + encodedWidth(columns.get(name)), 0);
  if (configuration.modality === 'TIME_SERIES' && window) {
    const ahead = widthOf(configuration.knownAhead ?? []) * window.horizon;
    const width = 1 + widthOf((inputs ?? []).slice(1)) + ahead + mostCalendarWidth;
    const inputShape = [window.length, width];
    const shape = { inputShape, outputs: window.horizon, objective };
    return { shape, samples, dataBytes: (samples * window.length + profile.rows) * width * float };
  }
  const width = widthOf(inputs ?? []);
  const outputs = objective === 'CLASSIFICATION' ? classes : isSupervised(objective) ? 1 : 0;
  return { shape: { inputShape: [width], outputs, objective }, samples, dataBytes: samples * width * float };
}

/** As datasets/table-encoder.ts does it. */
function encodedWidth(column: ColumnProfile | undefined): number {
  if (column?.type !== 'categorical') return 1;
  return column.distinct + (column.missing > 0 ? 1 : 0);
}

function product(sides: number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
