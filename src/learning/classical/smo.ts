/**
 * Sequential minimal optimisation of the dual of a support vector machine, as in LIBSVM (Chang & Lin, "LIBSVM: A Library for Support
 * Vector Machines", ACM TIST 2(3), 2011; pairs are chosen by second order information: Fan, Chen & Lin, JMLR 6, 2005):
 *
 *   minimise  a^T Q a / 2 + p^T a      subject to  y^T a constant,  0 <= a <= C
 */

export interface DualProblem {
  size: number;
  /** +1 or -1 */
  signs: Int8Array;
  linear: Float64Array;
  C: number;
  diagonal: Float64Array;
  /** Row of Q. */
  row(index: number): Float64Array;
}

/** Plain JSON. */
export interface DualState {
  alphas: number[];
  /** Q a + p */
  gradient: number[];
}

/** Where no curvature is left, as in LIBSVM. */
const leastCurvature = 1e-12;
/** Numbers of Q that are kept: 256 MiB. */
const mostKept = 2 ** 25;

export interface Dual {
  /** Up to so many updates. False: the optimum is reached, to within the tolerance. */
  advance(updates: number): boolean;
  /** How far the optimality conditions are violated. */
  gap(): number;
  /** The threshold: decisions are  sum y a K - rho. */
  rho(): number;
  alphas: Float64Array;
  state(): DualState;
}

export function createDual(problem: DualProblem, tolerance: number, before: DualState | null): Dual {
  const { size, signs, linear, C, diagonal } = problem;
  const alphas = before ? Float64Array.from(before.alphas) : new Float64Array(size);
  const gradient = Float64Array.from(before?.gradient ?? linear);
  const row = keeping(problem);
  let violation = Number.POSITIVE_INFINITY;

  /** The pair that promises most; null at the optimum. */
  function choose(): [number, number] | null {
    let [most, i] = [Number.NEGATIVE_INFINITY, -1];
    for (let t = 0; t < size; t++) {
      const sign = signs[t] ?? 1;
      const free = sign > 0 ? (alphas[t] ?? 0) < C : (alphas[t] ?? 0) > 0;
      const value = -sign * (gradient[t] ?? 0);
      if (free && value >= most) [most, i] = [value, t];
    }
    if (i < 0) return null;
    const [own, sign] = [row(i), signs[i] ?? 1];
    let [other, least, j] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -1];
    for (let t = 0; t < size; t++) {
      const signT = signs[t] ?? 1;
      const free = signT > 0 ? (alphas[t] ?? 0) > 0 : (alphas[t] ?? 0) < C;
      if (!free) continue;
      const value = signT * (gradient[t] ?? 0);
      if (value >= other) other = value;
      const difference = most + value;
      if (difference <= 0) continue;
      const curvature = (diagonal[i] ?? 0) + (diagonal[t] ?? 0) - 2 * sign * signT * (own[t] ?? 0);
      const gain = -(difference ** 2) / (curvature > 0 ? curvature : leastCurvature);
      if (gain <= least) [least, j] = [gain, t];
    }
    violation = most + other;
    return violation < tolerance || j < 0 ? null : [i, j];
  }

  /** The best values of the two, the others staying as they are. */
  function update(i: number, j: number): void {
    const [rowI, rowJ] = [row(i), row(j)];
    const [oldI, oldJ] = [alphas[i] ?? 0, alphas[j] ?? 0];
    const same = signs[i] === signs[j];
    const curvature = (diagonal[i] ?? 0) + (diagonal[j] ?? 0) + (same ? -2 : 2) * (rowI[j] ?? 0);
    const by = curvature > 0 ? curvature : leastCurvature;
    let newI: number;
    let newJ: number;
    if (same) {
      const step = ((gradient[i] ?? 0) - (gradient[j] ?? 0)) / by;
      const sum = oldI + oldJ;
      // Along the line alpha_i + alpha_j = sum, within the box.
      newI = Math.min(Math.max(oldI - step, sum - C, 0), C, sum);
      newJ = sum - newI;
    } else {
      const step = (-(gradient[i] ?? 0) - (gradient[j] ?? 0)) / by;
      const difference = oldI - oldJ;
      newI = Math.min(Math.max(oldI + step, difference, 0), C, C + difference);
      newJ = newI - difference;
    }
    // Rounding must not leave the box.
    alphas[i] = newI;
    alphas[j] = Math.min(Math.max(newJ, 0), C);
    const [changeI, changeJ] = [newI - oldI, (alphas[j] ?? 0) - oldJ];
    for (let t = 0; t < size; t++)
      gradient[t] = (gradient[t] ?? 0) + (rowI[t] ?? 0) * changeI + (rowJ[t] ?? 0) * changeJ;
  }

  return {
    alphas,
    advance(updates) {
      for (let count = 0; count < updates; count++) {
        const pair = choose();
        if (!pair) return false;
        update(...pair);
      }
      return true;
    },
    gap: () => Math.max(violation, 0),
    rho() {
      let [upper, lower, sum, free] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
      for (let t = 0; t < size; t++) {
        const [alpha, sign] = [alphas[t] ?? 0, signs[t] ?? 1];
        const value = sign * (gradient[t] ?? 0);
        if (alpha > 0 && alpha < C) [sum, free] = [sum + value, free + 1];
        else if (alpha > 0 === sign > 0) lower = Math.max(lower, value);
        else upper = Math.min(upper, value);
      }
      return free > 0 ? sum / free : (upper + lower) / 2;
    },
    state: () => ({ alphas: [...alphas], gradient: [...gradient] }),
  };
}

/** Rows of Q, as many of the latest as there is room for. */
function keeping({ size, row }: DualProblem): (index: number) => Float64Array {
  const kept = new Map<number, Float64Array>();
  const most = Math.max(2, Math.floor(mostKept / size));
  return (index) => {
    const known = kept.get(index) ?? row(index);
    kept.delete(index);
    kept.set(index, known);
    if (kept.size > most) kept.delete(kept.keys().next().value ?? -1);
    return known;
  };
}
