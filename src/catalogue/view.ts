/** What an estimator makes of its samples, in two dimensions: the groups that it finds, or what it reduces them to. */
import type { Objective } from '../learning/data.ts';
import type { Matrix } from '../learning/matrix.ts';
import {
  inPlane,
  largestOf,
  type Projection,
  pointsOf,
  principalPlane,
  representatives,
  selectRows,
} from '../learning/projection.ts';
import { createRandom, hashSeed } from '../learning/random.ts';

/** The parts of an estimator's definition that it is seen by. */
interface Seen<State> {
  answer(state: State, x: Matrix): Float64Array;
  centres?(state: State): { group: number; at: number[] }[];
}

/**
 * Of a reduction, its own first two components; of groups, the plane in which the samples differ most. Null: there is nothing to be
 * seen. Random numbers are its own.
 */
export function viewOf<State>(
  estimator: Seen<State>,
  { x, objective, seed }: { x: Matrix; objective: Objective; seed: number },
  classes: readonly string[],
): ((state: State) => Projection) | null {
  const isReduction = objective === 'DIMENSIONALITY_REDUCTION';
  if (!isReduction && !estimator.centres) return null;
  const seen = selectRows(x, representatives(x.rows, createRandom(hashSeed(seed, 'projection'))));
  if (isReduction) {
    return (state) => {
      const plane = inPlane(estimator.answer(state, seen), seen.rows);
      return { groups: [], points: pointsOf(plane, () => null), centres: [] };
    };
  }
  let plane: ReturnType<typeof principalPlane> | null = null;
  return (state) => {
    plane ??= principalPlane(seen);
    const answers = estimator.answer(state, seen);
    const count = answers.length / seen.rows;
    const centres = estimator.centres?.(state) ?? [];
    const values = Float64Array.from(centres.flatMap(({ at }) => at));
    const places = { values, rows: centres.length, columns: x.columns };
    return {
      groups: Array.from({ length: count }, (_, group) => classes[group] ?? String(group)),
      points: pointsOf(plane(seen), largestOf(answers, count)),
      centres: pointsOf(plane(places), (index) => centres[index]?.group ?? null),
    };
  };
}
