/**
 * The lasso by cyclic coordinate descent (Friedman, Hastie & Tibshirani, "Regularization Paths for Generalized Linear Models via
 * Coordinate Descent", J. Stat. Software 33(1), 2010):  minimize |y - X w - b|^2 / 2n + alpha |w|_1.
 */
import { columnMeans } from '../least-squares.ts';
import type { Matrix } from '../matrix.ts';
import type { LinearModel } from './linear.ts';

interface Lasso {
  /** Centered columns. */
  columns: Float64Array[];
  squares: number[];
  means: number[];
  mean: number;
  /** Centered targets. */
  targets: Float64Array;
  residuals: Float64Array;
  coefficients: Float64Array;
  intercept: number;
  alpha: number;
}

/** @param resumeState coefficients to resume from */
export function createLasso(x: Matrix, y: Float64Array, alpha: number, resumeState: LinearModel | null): Lasso {
  const means = columnMeans(x);
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const columns = means.map((columnMean, column) =>
    Float64Array.from({ length: x.rows }, (_, row) => (x.values[row * x.columns + column] ?? 0) - columnMean),
  );
  const coefficients = Float64Array.from(resumeState?.coefficients ?? means.map(() => 0));
  const intercept = resumeState?.intercept ?? mean;
  return {
    columns,
    squares: columns.map((column) => column.reduce((sum, value) => sum + value ** 2, 0)),
    means,
    mean,
    targets: y.map((value) => value - mean),
    residuals: new Float64Array(y.length),
    coefficients,
    intercept,
    alpha,
  };
}

/** Updates every weight once, in place. Returns the mean squared error and the largest change of a weight. */
export function lassoEpoch(lasso: Lasso): { loss: number; maxChange: number } {
  const { columns, squares, targets, residuals, coefficients, alpha } = lasso;
  let maxChange = 0;
  // Recomputed, so that an epoch depends only on the coefficients, not on rounding errors of earlier epochs.
  residuals.set(targets);
  for (const [index, column] of columns.entries()) {
    const weight = coefficients[index] ?? 0;
    if (weight !== 0)
      for (let row = 0; row < residuals.length; row++)
        residuals[row] = (residuals[row] ?? 0) - weight * (column[row] ?? 0);
  }
  for (const [index, column] of columns.entries()) {
    const [old, square] = [coefficients[index] ?? 0, squares[index] ?? 0];
    if (square === 0) continue;
    let correlation = old * square;
    for (let row = 0; row < residuals.length; row++) correlation += (column[row] ?? 0) * (residuals[row] ?? 0);
    const threshold = alpha * residuals.length;
    const weight = (Math.sign(correlation) * Math.max(Math.abs(correlation) - threshold, 0)) / square;
    coefficients[index] = weight;
    maxChange = Math.max(maxChange, Math.abs(weight - old));
    if (weight !== old)
      for (let row = 0; row < residuals.length; row++)
        residuals[row] = (residuals[row] ?? 0) + (old - weight) * (column[row] ?? 0);
  }
  lasso.intercept = lasso.means.reduce(
    (sum, columnMean, index) => sum - columnMean * (coefficients[index] ?? 0),
    lasso.mean,
  );
  return { loss: residuals.reduce((sum, error) => sum + error ** 2, 0) / residuals.length, maxChange };
}
