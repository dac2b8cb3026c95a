/** Two-dimensional views of an estimator's samples: the clusters that it finds, or the components that it reduces them to. */

import type { Matrix } from '../learning/matrix.ts';
import {
  argMaxByRow,
  type Projection,
  principalPlane,
  selectRows,
  subsampleRows,
  toPlane,
  toPoints,
} from '../learning/projection.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import type { Objective } from '../shared/objectives.ts';

/** The parts of an estimator's definition that a projection needs. */
interface Projectable<State> {
  predict(state: State, x: Matrix): Float64Array;
  centers?(state: State): { cluster: number; coordinates: number[] }[];
}

/**
 * Creates a function that projects samples onto a plane: the first two components of a dimensionality reduction, or, for
 * clusters, the plane in which the samples vary most. Returns null if the estimator has neither. It draws from its own random
 * stream, so previews do not change the result of a training.
 */
export function createProjector<State>(
  estimator: Projectable<State>,
  { x, objective, seed }: { x: Matrix; objective: Objective; seed: number },
  classes: readonly string[],
): ((state: State) => Projection) | null {
  const isReduction = objective === 'DIMENSIONALITY_REDUCTION';
  if (!isReduction && !estimator.centers) return null;
  const shown = selectRows(x, subsampleRows(x.rows, createRandom(hashSeed(seed, 'projection'))));
  if (isReduction) {
    return (state) => {
      const plane = toPlane(estimator.predict(state, shown), shown.rows);
      return { groups: [], points: toPoints(plane, () => null), centers: [] };
    };
  }
  let plane: ReturnType<typeof principalPlane> | null = null;
  return (state) => {
    plane ??= principalPlane(shown);
    const predictions = estimator.predict(state, shown);
    const count = predictions.length / shown.rows;
    const centers = estimator.centers?.(state) ?? [];
    const values = Float64Array.from(centers.flatMap(({ coordinates }) => coordinates));
    const centerRows = { values, rows: centers.length, columns: x.columns };
    return {
      groups: Array.from({ length: count }, (_, group) => classes[group] ?? String(group)),
      points: toPoints(plane(shown), argMaxByRow(predictions, count)),
      centers: toPoints(plane(centerRows), (index) => centers[index]?.cluster ?? null),
    };
  };
}
