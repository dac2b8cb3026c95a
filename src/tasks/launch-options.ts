/** Validates the options of a launch. */
import { findFamily } from '../catalogue/registry.ts';
import { InvalidInput } from '../errors.ts';
import { isSupervised } from '../shared/objectives.ts';
import { priorityRange, trialRange } from '../shared/option-ranges.ts';
import { parseConstraints } from './queue/placement.ts';
import type { TrainingSpec } from './task-spec.ts';

const maxKeyLength = 200;
const [minPriority, maxPriority] = priorityRange;
const [minTrials, maxTrials] = trialRange;

/** Options of every launch. */
export interface LaunchOptions {
  /** Tasks with a higher priority are claimed first. Range -100 to 100. Null means 0. */
  priority: number | null;
  /** Repeating a launch with the same key returns the existing task. */
  idempotencyKey: string | null;
  /** Pool whose workers can claim the task. Null means any pool. */
  pool: string | null;
  /** Labels that a worker must have to claim the task. */
  requiredLabels: readonly string[] | null;
}

/** Validates the options of a launch and returns the columns to insert. */
export function launchColumns(input: LaunchOptions, field: string) {
  checkOptions(input, field);
  const constraints = parseConstraints(input.pool, input.requiredLabels, field);
  return { priority: input.priority ?? 0, idempotencyKey: input.idempotencyKey, ...constraints };
}

function checkOptions({ priority, idempotencyKey }: LaunchOptions, field: string): void {
  if (priority !== null && (priority < minPriority || priority > maxPriority)) {
    throw new InvalidInput(
      `${field}.priority`,
      `The priority must be a whole number from ${minPriority} to ${maxPriority}.`,
    );
  }
  if (idempotencyKey === null) return;
  if (idempotencyKey.length === 0 || idempotencyKey.length > maxKeyLength || idempotencyKey.includes('\0')) {
    throw new InvalidInput(
      `${field}.idempotencyKey`,
      `An idempotency key must have 1 to ${maxKeyLength} characters and no NUL.`,
    );
  }
}

/** Returns the number of trials of a search. @throws InvalidInput */
export function checkTrials(trials: number, recipe: TrainingSpec, field: string): number {
  if (trials < minTrials || trials > maxTrials) {
    throw new InvalidInput(`${field}.trials`, `Enter a number of trials from ${minTrials} to ${maxTrials}.`);
  }
  const family = findFamily(recipe.family);
  // A family with early stopping has a validation loss.
  if (!isSupervised(recipe.objective) && !(family && 'earlyStopping' in family.trainingDefaults)) {
    throw new InvalidInput(
      `${field}.configurationId`,
      `"${recipe.family}" has no validation loss to compare trials by. Choose a family that predicts a target.`,
    );
  }
  if (recipe.split.validationFraction > 0) return trials;
  throw new InvalidInput(
    `${field}.configurationId`,
    'Tuning compares trials on the validation set. Set `split.validationFraction` of the configuration above 0.',
  );
}
