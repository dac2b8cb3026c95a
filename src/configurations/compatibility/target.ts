/** Checks of a target column, and the objective that follows from it. */

import { maxCategoryLength } from '../../datasets/formats/table.ts';
import type { ColumnProfile } from '../../datasets/profile.ts';
import { isVaried, type ObjectiveFit, type Target } from '../../shared/fit.ts';
import type { Objective } from '../../shared/objectives.ts';
import { quoted } from '../../shared/quote.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { FamilyCapabilities } from './requirements.ts';

/** Bound of numeric targets: sums of squared errors must not overflow. */
const maxTargetMagnitude = 1e150;

/**
 * Returns what a family learns from the target.
 * @param fitColumn rules of the kind of data
 * @throws IncompatibleOption when it cannot learn this target
 */
export function inferObjective(
  target: ColumnProfile,
  family: FamilyCapabilities,
  fitColumn: (objectives: readonly Objective[], target: Target) => ObjectiveFit,
): Objective {
  assertTargetVaries(target);
  const { name, type, distinctCount } = target;
  if (type === 'text') {
    throw new IncompatibleOption(
      'target',
      `Column ${quoted(name)} is a text column. The target must be numeric or categorical, with classes of at most ${maxCategoryLength} characters.`,
    );
  }
  const fitted = fitColumn(family.objectives, target);
  if ('objective' in fitted) return fitted.objective;
  if (fitted.reason === 'needsNumber') {
    throw new IncompatibleOption(
      'target',
      `Column ${quoted(name)} is categorical, but "${family.name}" predicts numbers.`,
    );
  }
  throw new IncompatibleOption(
    'target',
    `Column ${quoted(name)} has ${distinctCount} distinct numbers, so it is treated as continuous, but "${family.name}" predicts classes. ` +
      'Choose a regression family, such as "linearRegression".',
  );
}

/** @throws IncompatibleOption when the target has fewer than two distinct values */
export function assertTargetVaries({ name, distinctCount }: ColumnProfile): void {
  if (isVaried({ distinctCount })) return;
  throw new IncompatibleOption(
    'target',
    `Column ${quoted(name)} has ${distinctCount} distinct ${distinctCount === 1 ? 'value' : 'values'}. The target needs at least two.`,
  );
}

/** @throws IncompatibleOption when squared errors of predictions could overflow */
export function assertTargetRange({ name, min, max }: ColumnProfile): void {
  if (Math.max(-(min ?? 0), max ?? 0) <= maxTargetMagnitude) return;
  throw new IncompatibleOption(
    'target',
    `Column ${quoted(name)} has numbers beyond ${maxTargetMagnitude}, too large for sums of squared errors. Divide the column by a constant.`,
  );
}
