/** Checks of tables: the objective follows from the family and the target. */

import type { TableProfile } from '../../datasets/profile.ts';
import { fitTable, usesTarget } from '../../shared/fit.ts';
import { assertInputs, columnNames, defaultInputs, findColumn } from './columns.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';
import { assertTargetRange, inferObjective } from './target.ts';

/** @throws IncompatibleOption when the target or the inputs do not fit the family */
export function resolveTable(profile: TableProfile, requirements: DataRequirements): ResolvedColumns {
  const { family, target: name } = requirements;
  if (name === null) {
    const fit = fitTable(family.objectives, null);
    if ('reason' in fit)
      throw new IncompatibleOption('target', `Set \`target\`. The columns are ${columnNames(profile)}.`);
    return {
      inputs: resolveInputs(profile, requirements),
      target: null,
      futureCovariates: null,
      objective: fit.objective,
    };
  }
  if (!usesTarget(family.objectives)) {
    throw new IncompatibleOption('target', `"${family.name}" does not use a target. Remove \`target\`.`);
  }
  const target = findColumn(profile, name, 'target');
  const objective = inferObjective(target, family, fitTable);
  if (objective === 'REGRESSION') assertTargetRange(target);
  return { inputs: resolveInputs(profile, requirements), target: name, futureCovariates: null, objective };
}

function resolveInputs(profile: TableProfile, { inputs, target }: DataRequirements): string[] {
  const resolved = inputs ?? defaultInputs(profile, target);
  assertInputs(profile, resolved, target, 'inputs');
  return resolved;
}
