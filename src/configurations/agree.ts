/** What a person asks for, what a family understands and what the data can give, brought together. */
import type { Family, Training } from '../catalogue/family.ts';
import { type Agreement, checkAgainstProfile, modalityOf } from '../datasets/check.ts';
import type { DatasetProfile } from '../datasets/profile.ts';
import { InvalidInput } from '../errors.ts';
import type { Modality, SplitOptions, TrainingOptions } from '../learning/data.ts';
import { parseSplit, parseTraining } from './options.ts';

/** Null where the choice is left open. */
export interface Wishes {
  inputs: string[] | null;
  target: string | null;
  knownAhead: string[] | null;
  split: Partial<SplitOptions> | null;
  training: Partial<TrainingOptions> | null;
}

export interface Agreed extends Agreement {
  modality: Modality;
  split: SplitOptions;
  training: Training;
}

/**
 * @param parameters of the family, checked
 * @throws InvalidInput naming the field of ConfigureModelInput and what would be right
 */
export function agree(
  profile: DatasetProfile,
  family: Family,
  parameters: Record<string, unknown>,
  wishes: Wishes,
): Agreed {
  const { inputs, target, knownAhead } = wishes;
  const { text, window } = family;
  const modality = modalityOf(profile, { family, inputs, target });
  const split = parseSplit(wishes.split, family, { modality, target }, 'input.split');
  const wanted = parseTraining(wishes.training, family, 'input.training');
  const agreed = checkAgainstProfile(profile, {
    family,
    modality,
    inputs,
    target,
    knownAhead,
    text: text && ((objective) => text(parameters, objective)),
    window: window?.(parameters) ?? null,
    split,
    batchSize: wishes.training?.batchSize ?? 1,
  });
  // What the family suggests gives way to what the data has; what the person asked for does not.
  const blind = split.validation === 0 && !wishes.training?.earlyStopping;
  const training = {
    ...wanted,
    ...(wanted.batchSize !== undefined && { batchSize: Math.min(wanted.batchSize, agreed.trainSamples) }),
    ...(blind && wanted.earlyStopping && { earlyStopping: null }),
  };
  assertMonitored(training, split);
  return { ...agreed, modality, split, training };
}

/** Early stopping on a validation metric needs validation samples. */
function assertMonitored({ earlyStopping }: Training, { validation }: SplitOptions): void {
  if (!earlyStopping?.monitor.startsWith('val_') || validation > 0) return;
  throw new InvalidInput(
    'input.split.validation',
    `Early stopping watches ${earlyStopping.monitor}, so some samples must be held out for validation: give a fraction ` +
      'above 0, or leave early stopping out.',
  );
}
