/** Checks of a target column, and the objective that follows from it. */
import { maxCategoryLength } from '../../datasets/formats/table.ts';
import type { ColumnProfile } from '../../datasets/profile.ts';
import type { Objective } from '../../learning/data.ts';
import { quoted } from '../../text.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { FamilyCapabilities } from './requirements.ts';

/** A numeric column with more distinct values than this is continuous, and cannot be a classification target. */
const maxNumericClasses = 100;
/** A family for both objectives classifies an integer target with at most this many distinct values. */
const maxInferredClasses = 20;

/** Bound of numeric targets: sums of squared errors must not overflow. */
const maxTargetMagnitude = 1e150;

/** Returns whether the family classifies the target or regresses it. @throws IncompatibleOption when it can do neither */
export function inferObjective(target: ColumnProfile, family: FamilyCapabilities): Objective {
  assertTargetVaries(target);
  const { name, type, distinct, whole } = target;
  if (type === 'text') {
    throw new IncompatibleOption(
      'target',
      `Column ${quoted(name)} is a text column. The target must be numeric or categorical, with classes of at most ${maxCategoryLength} characters.`,
    );
  }
  const numeric = type !== 'categorical';
  const classes = !numeric || (whole && distinct <= maxNumericClasses);
  const supports = (objective: Objective) => family.objectives.includes(objective);
  if (supports('REGRESSION') && supports('CLASSIFICATION')) {
    return !numeric || (classes && distinct <= maxInferredClasses) ? 'CLASSIFICATION' : 'REGRESSION';
  }
  if (supports('REGRESSION')) {
    if (numeric) return 'REGRESSION';
    throw new IncompatibleOption(
      'target',
      `Column ${quoted(name)} is categorical, but "${family.name}" predicts numbers.`,
    );
  }
  if (classes) return 'CLASSIFICATION';
  throw new IncompatibleOption(
    'target',
    `Column ${quoted(name)} has ${distinct} distinct numbers, so it is treated as continuous, but "${family.name}" predicts classes. ` +
      'Choose a regression family, such as "linearRegression".',
  );
}

/** @throws IncompatibleOption when the target has fewer than two distinct values */
export function assertTargetVaries({ name, distinct }: ColumnProfile): void {
  if (distinct >= 2) return;
  throw new IncompatibleOption(
    'target',
    `Column ${quoted(name)} has ${distinct} distinct ${distinct === 1 ? 'value' : 'values'}. The target needs at least two.`,
  );
}

/** @throws IncompatibleOption when squared errors of predictions could overflow */
export function assertTargetRange({ name, minimum, maximum }: ColumnProfile): void {
  if (Math.max(-(minimum ?? 0), maximum ?? 0) <= maxTargetMagnitude) return;
  throw new IncompatibleOption(
    'target',
    `Column ${quoted(name)} has numbers beyond ${maxTargetMagnitude}, too large for sums of squared errors. Divide the column by a constant.`,
  );
}
