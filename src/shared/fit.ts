/** Which objective a family has on a dataset, or why it has none. */
import type { Objective } from './objectives.ts';

/** A numeric column with more distinct values than this is continuous, and cannot be a classification target. */
const maxNumericClasses = 100;
/** A family for both objectives classifies an integer target with at most this many distinct values. */
const maxInferredClasses = 20;

export type ColumnType = 'numeric' | 'categorical' | 'text' | 'date';

/** What the profile of a target column says of its values. */
export interface Target {
  type: ColumnType;
  distinctCount: number;
  /** Whether every value is an integer. */
  isInteger: boolean;
}

/** Why a family cannot be trained on a dataset. */
export type Misfit =
  | 'needsTarget'
  | 'needsNoTarget'
  | 'needsNumber'
  | 'needsClasses'
  | 'needsBoxes'
  | 'needsNoBoxes'
  | 'needsTwoClasses';

export type ObjectiveFit = { objective: Objective } | { reason: Misfit };

/** Returns whether a column has at least two distinct values, as a target must. */
export const isVaried = ({ distinctCount }: Pick<Target, 'distinctCount'>): boolean => distinctCount >= 2;

/** Returns whether the values of a column can be classes: categories, or few distinct integers. */
export function canBeClasses({ type, isInteger, distinctCount }: Target): boolean {
  if (type === 'text') return false;
  return type === 'categorical' || (isInteger && distinctCount <= maxNumericClasses);
}

/** Images: their classes or boxes are the target. @param boxes number of boxes; null when the images have none */
export function fitImages(
  objectives: readonly Objective[],
  { boxes, classes }: { boxes: number | null; classes: readonly { count: number }[] },
): ObjectiveFit {
  const [objective = 'CLASSIFICATION'] = objectives;
  if (objective === 'DETECTION' && !boxes) return { reason: 'needsBoxes' };
  if (objective === 'CLASSIFICATION') {
    if (boxes !== null) return { reason: 'needsNoBoxes' };
    if (classes.filter(({ count }) => count > 0).length < 2) return { reason: 'needsTwoClasses' };
  }
  return { objective };
}

/** Time series: a numeric target is forecast. */
export function fitSeries(target: Target | null): ObjectiveFit {
  if (!target) return { reason: 'needsTarget' };
  return target.type === 'numeric' ? { objective: 'FORECASTING' } : { reason: 'needsNumber' };
}

/** Texts: they are continued, or classified when there is a target, but never regressed. */
export function fitTexts(objectives: readonly Objective[], target: Target | null): ObjectiveFit {
  if (target) return fitTarget(['CLASSIFICATION'], target);
  return objectives.includes('GENERATION') ? { objective: 'GENERATION' } : { reason: 'needsTarget' };
}

/** Returns whether a family predicts a target column. */
export const usesTarget = (objectives: readonly Objective[]): boolean =>
  objectives.includes('REGRESSION') || objectives.includes('CLASSIFICATION');

/** Tables: the objective follows from the family and the target. */
export function fitTable(objectives: readonly Objective[], target: Target | null): ObjectiveFit {
  const unsupervised = objectives.find((one) => one === 'CLUSTERING' || one === 'DIMENSIONALITY_REDUCTION');
  if (target) return fitTarget(objectives, target);
  return unsupervised ? { objective: unsupervised } : { reason: 'needsTarget' };
}

function fitTarget(objectives: readonly Objective[], target: Target): ObjectiveFit {
  const [regresses, classifies] = [objectives.includes('REGRESSION'), objectives.includes('CLASSIFICATION')];
  const isNumber = target.type === 'numeric' || target.type === 'date';
  if (regresses && classifies) {
    if (canBeClasses(target) && (!isNumber || target.distinctCount <= maxInferredClasses)) {
      return { objective: 'CLASSIFICATION' };
    }
    return isNumber ? { objective: 'REGRESSION' } : { reason: 'needsClasses' };
  }
  if (regresses) return isNumber ? { objective: 'REGRESSION' } : { reason: 'needsNumber' };
  if (classifies) return canBeClasses(target) ? { objective: 'CLASSIFICATION' } : { reason: 'needsClasses' };
  return { reason: 'needsNoTarget' };
}
