/**
 * Sequential minimal optimization of the dual of a support vector machine, as in LIBSVM (Chang & Lin, "LIBSVM: A Library for
 * Support Vector Machines", ACM TIST 2(3), 2011; second-order working set selection: Fan, Chen & Lin, JMLR 6, 2005):
 *
 *   minimize  a^T Q a / 2 + p^T a      subject to  y^T a constant,  0 <= a <= C
 */

export interface DualProblem {
  size: number;
  /** +1 or -1 */
  signs: Int8Array;
  linear: Float64Array;
  C: number;
  diagonal: Float64Array;
  /** Returns a row of Q. */
  row(index: number): Float64Array;
}

/** Plain JSON. */
export interface DualState {
  alphas: number[];
  /** Q a + p */
  gradient: number[];
}

/** Curvature used if a pair has none, LIBSVM's TAU. */
const minCurvature = 1e-12;
/** Maximum number of cached values of Q: 256 MiB. */
const maxCachedValues = 2 ** 25;

export interface DualSolver {
  /** Runs up to `updates` updates. Returns false once the optimum is reached within the tolerance. */
  iterate(updates: number): boolean;
  /** Returns the violation of the KKT conditions. */
  gap(): number;
  /** Returns the threshold rho: decisions are  sum y a K - rho. */
  rho(): number;
  alphas: Float64Array;
  state(): DualState;
}

export function createDualSolver(problem: DualProblem, tolerance: number, resumeState: DualState | null): DualSolver {
  const { size, signs, linear, C, diagonal } = problem;
  const alphas = resumeState ? Float64Array.from(resumeState.alphas) : new Float64Array(size);
  const gradient = Float64Array.from(resumeState?.gradient ?? linear);
  const row = cacheRows(problem);
  let violation = Number.POSITIVE_INFINITY;

  /** Returns the pair with the largest expected decrease; null at the optimum. */
  function selectWorkingSet(): [number, number] | null {
    let [max, i] = [Number.NEGATIVE_INFINITY, -1];
    for (let t = 0; t < size; t++) {
      const sign = signs[t] ?? 1;
      const free = sign > 0 ? (alphas[t] ?? 0) < C : (alphas[t] ?? 0) > 0;
      const value = -sign * (gradient[t] ?? 0);
      if (free && value >= max) [max, i] = [value, t];
    }
    if (i < 0) return null;
    const [own, sign] = [row(i), signs[i] ?? 1];
    let [other, min, j] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -1];
    for (let t = 0; t < size; t++) {
      const signT = signs[t] ?? 1;
      const free = signT > 0 ? (alphas[t] ?? 0) > 0 : (alphas[t] ?? 0) < C;
      if (!free) continue;
      const value = signT * (gradient[t] ?? 0);
      if (value >= other) other = value;
      const difference = max + value;
      if (difference <= 0) continue;
      const curvature = (diagonal[i] ?? 0) + (diagonal[t] ?? 0) - 2 * sign * signT * (own[t] ?? 0);
      const gain = -(difference ** 2) / (curvature > 0 ? curvature : minCurvature);
      if (gain <= min) [min, j] = [gain, t];
    }
    violation = max + other;
    return violation < tolerance || j < 0 ? null : [i, j];
  }

  /** Optimizes two variables while the others stay fixed. */
  function update(i: number, j: number): void {
    const [rowI, rowJ] = [row(i), row(j)];
    const [oldI, oldJ] = [alphas[i] ?? 0, alphas[j] ?? 0];
    const same = signs[i] === signs[j];
    const curvature = (diagonal[i] ?? 0) + (diagonal[j] ?? 0) + (same ? -2 : 2) * (rowI[j] ?? 0);
    const denominator = curvature > 0 ? curvature : minCurvature;
    let newI: number;
    let newJ: number;
    if (same) {
      const step = ((gradient[i] ?? 0) - (gradient[j] ?? 0)) / denominator;
      const sum = oldI + oldJ;
      // Along the line alpha_i + alpha_j = sum, within the box.
      newI = Math.min(Math.max(oldI - step, sum - C, 0), C, sum);
      newJ = sum - newI;
    } else {
      const step = (-(gradient[i] ?? 0) - (gradient[j] ?? 0)) / denominator;
      const difference = oldI - oldJ;
      newI = Math.min(Math.max(oldI + step, difference, 0), C, C + difference);
      newJ = newI - difference;
    }
    // Rounding must not move alpha_j out of the box.
    alphas[i] = newI;
    alphas[j] = Math.min(Math.max(newJ, 0), C);
    const [changeI, changeJ] = [newI - oldI, (alphas[j] ?? 0) - oldJ];
    for (let t = 0; t < size; t++)
      gradient[t] = (gradient[t] ?? 0) + (rowI[t] ?? 0) * changeI + (rowJ[t] ?? 0) * changeJ;
  }

  return {
    alphas,
    iterate(updates) {
      for (let count = 0; count < updates; count++) {
        const pair = selectWorkingSet();
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

/** Caches the most recently used rows of Q. */
function cacheRows({ size, row }: DualProblem): (index: number) => Float64Array {
  const cache = new Map<number, Float64Array>();
  const maxRows = Math.max(2, Math.floor(maxCachedValues / size));
  return (index) => {
    const values = cache.get(index) ?? row(index);
    cache.delete(index);
    cache.set(index, values);
    if (cache.size > maxRows) cache.delete(cache.keys().next().value ?? -1);
    return values;
  };
}
