/** Estimates the resource usage of a configuration from the dataset's profile and the family's estimate. */
import type { Estimate } from '../catalogue/estimate.ts';
import type { BaseModelProfile, Family, ModelShape, Training } from '../catalogue/family.ts';
import { maxCalendarWidth } from '../datasets/encoders/series/calendar-features.ts';
import type { ColumnProfile, DatasetProfile } from '../datasets/profile.ts';
import { reservedTokens } from '../shared/encode-texts.ts';
import type { Modality } from '../shared/objectives.ts';
import { isSupervised } from '../shared/objectives.ts';
import type { SplitOptions } from '../shared/split.ts';
import { countSamples } from './compatibility/sample-count.ts';
import { namingInputField } from './input-fields.ts';

export interface ConfigurationEstimateInput {
  family: Family;
  parameters: Record<string, unknown>;
  profile: DatasetProfile;
  inputs: string[] | null;
  target: string | null;
  futureCovariates: string[] | null;
  modality: Modality;
  objective: ModelShape['objective'];
  split: SplitOptions;
  training: Training;
  baseModelVersion: BaseModelProfile | null;
}

/** Memory of a table cell: its value in a column, and the text that it was parsed from. */
const tableCellBytes = 40;
const bytesPerFloat = 4;

/** @throws InvalidInput naming the field whose value exceeds the platform's limits */
export function estimateConfiguration(configuration: ConfigurationEstimateInput): Estimate {
  const { family, parameters, profile, split, training } = configuration;
  const { shape, samples, dataBytes } = measureDataset(configuration);
  const trainSamples =
    samples - Math.round(samples * split.testFraction) - Math.round(samples * split.validationFraction);
  const cells = profile.kind === 'table' ? profile.rowCount * profile.columns.length : 0;
  const plan = {
    shape: { ...shape, trainSamples, seed: training.seed },
    training,
    dataBytes: dataBytes + cells * tableCellBytes,
    base: configuration.baseModelVersion ?? undefined,
  };
  return family.estimate(plan, parameters);
}

/**
 * Derives the model's shape from the profile. Categories that occur only outside the training rows are counted too, so it is an
 * upper bound.
 */
function measureDataset(configuration: ConfigurationEstimateInput): {
  shape: Pick<ModelShape, 'inputShape' | 'outputs' | 'objective' | 'vocabularySize' | 'kinds'>;
  samples: number;
  dataBytes: number;
} {
  const { family, parameters, profile, inputs, target, objective } = configuration;
  const text = family.textOptions?.(parameters, objective) ?? null;
  const window = family.windowOptions?.(parameters) ?? null;
  const sampling = { ...configuration, isSemiSupervised: family.isSemiSupervised, text, window };
  const samples = namingInputField(() => countSamples(profile, sampling));
  if (profile.kind === 'images') {
    if (!family.imageSize) throw new Error(`"${family.name}" does not support images.`);
    const { height, width, channels } = family.imageSize(
      parameters,
      profile,
      configuration.baseModelVersion ?? undefined,
    );
    const inputShape = [height, width, channels];
    const outputs = isSupervised(objective) ? profile.classes.length : 0;
    // One byte per channel of a pixel, twice: single images are held in memory until they are joined into one array.
    const kinds = profile.boxCount === undefined && profile.classes.length > 1 ? profile.classes.length : 0;
    const shape = { inputShape, outputs, objective, kinds };
    return { shape, samples, dataBytes: 2 * samples * product(inputShape) };
  }
  const column = profile.columns.find(({ name }) => name === target);
  const classes = column?.distinctCount ?? 1;
  if (configuration.modality === 'TEXT' && text) {
    // The vocabulary is not known yet, but its maximum size is.
    const tokens = text.vocabulary + reservedTokens;
    const isGeneration = objective === 'GENERATION';
    const inputShape = [isGeneration ? text.length + 1 : text.length];
    const shape = { inputShape, outputs: isGeneration ? tokens : classes, objective, vocabularySize: tokens };
    return { shape, samples, dataBytes: samples * (text.length + 1) * bytesPerFloat };
  }
  const columns = new Map(profile.columns.map((one) => [one.name, one]));
  const widthOf = (names: string[]) => names.reduce((sum, name) => sum + encodedWidth(columns.get(name)), 0);
  if (configuration.modality === 'TIME_SERIES' && window) {
    const covariateWidth = widthOf(configuration.futureCovariates ?? []) * window.horizon;
    const width = 1 + widthOf((inputs ?? []).slice(1)) + covariateWidth + maxCalendarWidth;
    const inputShape = [window.contextLength, width];
    const shape = { inputShape, outputs: window.horizon, objective };
    return { shape, samples, dataBytes: (samples * window.contextLength + profile.rowCount) * width * bytesPerFloat };
  }
  const width = widthOf(inputs ?? []);
  const outputs = objective === 'CLASSIFICATION' ? classes : isSupervised(objective) ? 1 : 0;
  return { shape: { inputShape: [width], outputs, objective }, samples, dataBytes: samples * width * bytesPerFloat };
}

/** Returns the number of encoded features of a column, as in datasets/encoders/table-encoder.ts. */
function encodedWidth(column: ColumnProfile | undefined): number {
  if (column?.type !== 'categorical') return 1;
  return column.distinctCount + (column.missingCount > 0 ? 1 : 0);
}

function product(sides: number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
