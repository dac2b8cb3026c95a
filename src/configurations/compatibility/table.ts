/** Checks of tables: the objective follows from the family and the target. */
import type { TableProfile } from '../../datasets/profile.ts';
import { assertInputs, columnNames, defaultInputs, findColumn } from './columns.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';
import { assertTargetRange, inferObjective } from './target.ts';

/** @throws IncompatibleOption when the target or the inputs do not fit the family */
export function resolveTable(profile: TableProfile, requirements: DataRequirements): ResolvedColumns {
  const { name: family, objectives } = requirements.family;
  const unsupervised = objectives.find((one) => one === 'CLUSTERING' || one === 'DIMENSIONALITY_REDUCTION');
  const predicts = objectives.some((one) => one === 'CLASSIFICATION' || one === 'REGRESSION');
  if (unsupervised && (requirements.target === null || !predicts)) {
    if (requirements.target !== null) {
      throw new IncompatibleOption('target', `"${family}" does not use a target. Remove \`target\`.`);
    }
    const inputs = requirements.inputs ?? defaultInputs(profile, null);
    assertInputs(profile, inputs, null, 'inputs');
    return { inputs, target: null, knownAhead: null, objective: unsupervised };
  }
  if (requirements.target === null) {
    throw new IncompatibleOption('target', `Set \`target\`. The columns are ${columnNames(profile)}.`);
  }
  const target = findColumn(profile, requirements.target, 'target');
  const objective = inferObjective(target, requirements.family);
  if (objective === 'REGRESSION') assertTargetRange(target);
  const inputs = requirements.inputs ?? defaultInputs(profile, target.name);
  assertInputs(profile, inputs, target.name, 'inputs');
  return { inputs, target: target.name, knownAhead: null, objective };
}
