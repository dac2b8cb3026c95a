/**
 * A mixture of Gaussians, fitted by expectation maximization (Dempster, Laird & Rubin 1977). A labeled sample belongs only to the
 * components of its class (Nigam et al. 2000, section 5). Without classes, any sample can belong to any component.
 *
 *   E   responsibility of component k for x  =  w_k N(x; m_k, S_k) / sum over k
 *   M   w_k, m_k, S_k are the weighted fraction, mean and covariance; the variances are regularized
 */
import { type Matrix, rowOf } from '../matrix.ts';

export interface Gaussian {
  weight: number;
  mean: number[];
  /** Lower triangle of the Cholesky factor of the covariance, row by row: d (d + 1) / 2 numbers. */
  factor: number[];
}

/** Added to every variance, as in scikit-learn: a component with one sample would have zero variance. */
const covarianceRegularization = 1e-6;

/** Returns log(w_k N(x; m_k, S_k)) of every row and component: [rows x components]. */
export function logDensities(gaussians: Gaussian[], x: Matrix): Float64Array {
  const densities = new Float64Array(x.rows * gaussians.length);
  const standardized = new Float64Array(x.columns);
  for (const [index, { weight, mean, factor }] of gaussians.entries()) {
    let constant = Math.log(weight) - (x.columns / 2) * Math.log(2 * Math.PI);
    for (let row = 0; row < x.columns; row++) constant -= Math.log(factor[(row * (row + 3)) / 2] ?? 1);
    for (let sample = 0; sample < x.rows; sample++) {
      let distance = 0;
      let at = 0;
      for (let row = 0; row < x.columns; row++) {
        let value = (x.values[sample * x.columns + row] ?? 0) - (mean[row] ?? 0);
        for (let column = 0; column < row; column++) value -= (factor[at++] ?? 0) * (standardized[column] ?? 0);
        value /= factor[at++] ?? 1;
        standardized[row] = value;
        distance += value ** 2;
      }
      densities[sample * gaussians.length + index] = constant - distance / 2;
    }
  }
  return densities;
}

/** Converts log densities to responsibilities, in place. @returns the mean log-likelihood */
export function normalizeResponsibilities(
  densities: Float64Array,
  components: number,
  allowed: (row: number, component: number) => boolean,
): number {
  const rows = densities.length / components;
  let likelihood = 0;
  for (let row = 0; row < rows; row++) {
    const own = densities.subarray(row * components, (row + 1) * components);
    for (const index of own.keys()) if (!allowed(row, index)) own[index] = Number.NEGATIVE_INFINITY;
    const max = Math.max(...own);
    const sum = own.reduce((total, value) => total + Math.exp(value - max), 0);
    likelihood += max + Math.log(sum);
    for (const [index, value] of own.entries()) own[index] = Math.exp(value - max) / sum;
  }
  return likelihood / rows;
}

/** Estimates the components from responsibilities [rows x components]. @param diagonal whether covariances are zero */
export function estimateGaussians(
  x: Matrix,
  responsibilities: Float64Array,
  components: number,
  diagonal: boolean,
): Gaussian[] {
  const wholeWeight = responsibilities.reduce((sum, value) => sum + value, 0);
  return Array.from({ length: components }, (_, index) => {
    const responsibility = (row: number) => responsibilities[row * components + index] ?? 0;
    let total = 10 * Number.EPSILON;
    for (let row = 0; row < x.rows; row++) total += responsibility(row);
    const mean = new Array<number>(x.columns).fill(0);
    for (let row = 0; row < x.rows; row++)
      for (const [column, value] of rowOf(x, row).entries())
        mean[column] = (mean[column] ?? 0) + (responsibility(row) * value) / total;
    const covariance = new Float64Array(x.columns ** 2);
    for (let row = 0; row < x.rows; row++) {
      const deviation = rowOf(x, row).map((value, column) => value - (mean[column] ?? 0));
      const weight = responsibility(row) / total;
      if (weight === 0) continue;
      for (let a = 0; a < x.columns; a++)
        for (let b = diagonal ? a : 0; b <= a; b++) {
          const at = a * x.columns + b;
          covariance[at] = (covariance[at] ?? 0) + weight * (deviation[a] ?? 0) * (deviation[b] ?? 0);
        }
    }
    for (let a = 0; a < x.columns; a++)
      covariance[a * x.columns + a] = (covariance[a * x.columns + a] ?? 0) + covarianceRegularization;
    return { weight: total / wholeWeight, mean, factor: choleskyFactor(covariance, x.columns) };
  });
}

/** Returns the lower triangle L of S = L L^T, row by row (Golub & Van Loan, section 4.2). */
function choleskyFactor(covariance: Float64Array, size: number): number[] {
  const factor: number[] = [];
  const start = (row: number) => (row * (row + 1)) / 2;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let value = covariance[row * size + column] ?? 0;
      for (let k = 0; k < column; k++) value -= (factor[start(row) + k] ?? 0) * (factor[start(column) + k] ?? 0);
      // Rounding can make a very small variance negative.
      if (row === column) factor.push(Math.sqrt(Math.max(value, covarianceRegularization)));
      else factor.push(value / (factor[start(column) + column] ?? 1));
    }
  }
  return factor;
}
