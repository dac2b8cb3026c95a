/** Counts the samples that a dataset yields, from its profile. */
import type { DatasetProfile } from '../../datasets/profile.ts';
import type { TextOptions, WindowOptions } from '../../learning/data.ts';
import type { Modality } from '../../shared/objectives.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';

export interface Sampling extends Pick<ResolvedColumns, 'inputs' | 'target' | 'objective'> {
  modality: Modality;
  isSemiSupervised: boolean;
  text: TextOptions | null;
  window: WindowOptions | null;
}

/** Counts the samples that a family gets from a dataset. @throws IncompatibleOption for too short a series */
export function countSamples(
  profile: DatasetProfile,
  { modality, objective, inputs, target, isSemiSupervised, text, window }: Sampling,
): number {
  if (profile.kind === 'images') return profile.imageCount;
  const column = (name: string | null) => profile.columns.find((candidate) => candidate.name === name);
  if (modality === 'TEXT' && objective === 'GENERATION') {
    const characters = column(inputs?.[0] ?? null)?.characterCount ?? 0;
    return Math.floor((characters + profile.rowCount - 2) / (text?.length ?? 1));
  }
  if (modality === 'TIME_SERIES' && window) {
    const samples = profile.rowCount - window.contextLength - window.horizon + 1;
    if (samples >= 1) return samples;
    throw new IncompatibleOption(
      'dataset',
      `A sample needs ${window.contextLength} past steps and ${window.horizon} forecast steps, but the series has only ${profile.rowCount} rows. ` +
        'Use a longer series or a shorter window.',
    );
  }
  return profile.rowCount - (isSemiSupervised ? 0 : (column(target)?.missingCount ?? 0));
}

/** Returns the size of the training set. @throws IncompatibleOption when it is empty, or smaller than a batch */
export function countTrainSamples(
  total: number,
  { split, batchSize }: Pick<DataRequirements, 'split' | 'batchSize'>,
): number {
  const samples = total - Math.round(total * split.testFraction) - Math.round(total * split.validationFraction);
  if (samples < 1) {
    const count = `${total} ${total === 1 ? 'sample' : 'samples'}`;
    throw new IncompatibleOption('split', `The split leaves no training samples: the dataset has ${count}.`);
  }
  if (batchSize > samples) {
    throw new IncompatibleOption(
      'batchSize',
      `The batch size ${batchSize} exceeds the ${samples} training samples. Use at most ${samples}.`,
    );
  }
  return samples;
}
