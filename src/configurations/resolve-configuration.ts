/** Resolves a configuration from the requested options, the family's capabilities and the dataset's profile. */
import type { Family, Training } from '../catalogue/family.ts';
import type { DatasetProfile } from '../datasets/profile.ts';
import { InvalidInput } from '../errors.ts';
import type { TrainingOptions } from '../learning/data.ts';
import type { Modality } from '../shared/objectives.ts';
import type { SplitOptions } from '../shared/split.ts';
import { inferModality } from './compatibility/modality.ts';
import type { ResolvedOptions } from './compatibility/requirements.ts';
import { resolveAgainstProfile } from './compatibility/resolve-options.ts';
import { namingInputField } from './input-fields.ts';
import { type Nullable, parseSplit, parseTraining } from './options.ts';

/** The options of a request. Null means that the option is chosen automatically. */
export interface RequestedOptions {
  inputs: string[] | null;
  target: string | null;
  futureCovariates: string[] | null;
  split: Nullable<SplitOptions> | null;
  training: Nullable<TrainingOptions> | null;
}

export interface ResolvedConfiguration extends ResolvedOptions {
  modality: Modality;
  split: SplitOptions;
  training: Training;
}

/**
 * @param parameters validated parameters of the family
 * @throws InvalidInput naming the field of ConfigureModelInput and what would be right
 */
export function resolveConfiguration(
  profile: DatasetProfile,
  family: Family,
  parameters: Record<string, unknown>,
  requested: RequestedOptions,
): ResolvedConfiguration {
  const { inputs, target, futureCovariates } = requested;
  const { textOptions, windowOptions } = family;
  const modality = namingInputField(() => inferModality(profile, { family, inputs, target }));
  const split = parseSplit(requested.split, family, { modality, target }, 'input.split');
  const options = parseTraining(requested.training, family, 'input.training');
  const resolved = namingInputField(() =>
    resolveAgainstProfile(profile, {
      family,
      modality,
      inputs,
      target,
      futureCovariates: futureCovariates,
      text: textOptions && ((objective) => textOptions(parameters, objective)),
      window: windowOptions?.(parameters) ?? null,
      split,
      batchSize: requested.training?.batchSize ?? 1,
    }),
  );
  // Defaults of the family adapt to the data; requested options are never changed.
  const canDropEarlyStopping = split.validationFraction === 0 && !requested.training?.earlyStopping;
  const training = {
    ...options,
    ...(options.batchSize !== undefined && { batchSize: Math.min(options.batchSize, resolved.trainSamples) }),
    ...(canDropEarlyStopping && options.earlyStopping && { earlyStopping: null }),
  };
  assertMonitorAvailable(training, split);
  return { ...resolved, modality, split, training };
}

/** Requires validation samples for early stopping on a validation metric. @throws InvalidInput */
function assertMonitorAvailable({ earlyStopping }: Training, { validationFraction }: SplitOptions): void {
  if (!earlyStopping?.monitor.startsWith('val_') || validationFraction > 0) return;
  throw new InvalidInput(
    'input.split.validationFraction',
    `Early stopping monitors ${earlyStopping.monitor}, which requires a validation set. Set \`split.validationFraction\` above 0, ` +
      'or turn early stopping off.',
  );
}
