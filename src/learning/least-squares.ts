/**
 * Linear least squares with an intercept and an optional ridge penalty:
 *
 *   minimize  |B - A W - 1 c|^2 + alpha |W|^2        A [n, k], B [n, t], W [k, t], c [t]
 *
 * Householder reflections reduce the centered [A | B] to a triangle, block by block (Golub & Van Loan, "Matrix Computations",
 * section 5.3), which avoids squaring the condition number. The triangle is solved by its singular value decomposition, so
 * that with dependent columns the solution is the one of minimum norm.
 */
import { Matrix as Dense, QrDecomposition, SingularValueDecomposition } from 'ml-matrix';
import type { Matrix } from './matrix.ts';

export interface LeastSquares {
  /** [k][t] */
  coefficients: number[][];
  /** [t] */
  intercepts: number[];
  /** Squared errors summed over all of B, and squared deviations from its column means. */
  residualSumOfSquares: number;
  totalSumOfSquares: number;
}

/** Rows per block, in multiples of the columns. */
const blockFactor = 4;

/** @param alpha strength of the ridge penalty */
export function solveLeastSquares(a: Matrix, b: Matrix, alpha = 0): LeastSquares {
  const [means, targets] = [columnMeans(a), columnMeans(b)];
  const [k, t] = [a.columns, b.columns];
  const centered = (row: number, column: number): number => {
    if (column < k) return (a.values[row * k + column] ?? 0) - (means[column] ?? 0);
    return (b.values[row * t + column - k] ?? 0) - (targets[column - k] ?? 0);
  };
  const penalty = Math.sqrt(alpha);
  const triangle = qrTriangle(a.rows + (alpha > 0 ? k : 0), k + t, (row, column) =>
    row < a.rows ? centered(row, column) : row - a.rows === column ? penalty : 0,
  );
  const coefficients = solveTriangle(triangle, k, t);
  const intercepts = targets.map((target, column) =>
    coefficients.reduce((sum, row, index) => sum - (row[column] ?? 0) * (means[index] ?? 0), target),
  );
  let totalSumOfSquares = 0;
  for (let row = 0; row < b.rows; row++)
    for (let column = k; column < k + t; column++) totalSumOfSquares += centered(row, column) ** 2;
  return {
    coefficients,
    intercepts,
    residualSumOfSquares: sumSquaredResiduals(a, b, coefficients, intercepts),
    totalSumOfSquares: totalSumOfSquares,
  };
}

/** Returns R of a QR decomposition, with up to `columns` rows. R has the matrix's singular values and right singular vectors. */
export function qrTriangle(rows: number, columns: number, at: (row: number, column: number) => number): Dense {
  let triangle = new Dense(0, columns);
  const block = blockFactor * columns;
  for (let from = 0; from < rows; from += block) {
    const taken = Math.min(block, rows - from);
    const stacked = new Dense(triangle.rows + taken, columns);
    stacked.setSubMatrix(triangle, 0, 0);
    for (let row = 0; row < taken; row++)
      for (let column = 0; column < columns; column++) stacked.set(triangle.rows + row, column, at(from + row, column));
    // A block with few rows is no larger than its triangle would be.
    triangle = stacked.rows > columns ? new QrDecomposition(stacked).upperTriangularMatrix : stacked;
  }
  return triangle;
}

/** Returns the minimum-norm W that maps the left k columns of the triangle to the right t ones with the least error. */
function solveTriangle(triangle: Dense, k: number, t: number): number[][] {
  if (k === 0 || triangle.rows === 0) return Array.from({ length: k }, () => new Array<number>(t).fill(0));
  const left = triangle.subMatrix(0, triangle.rows - 1, 0, k - 1);
  const right = triangle.subMatrix(0, triangle.rows - 1, k, k + t - 1);
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(left, {
    autoTranspose: true,
  });
  const largest = Math.max(...diagonal, 0);
  const min = largest * Number.EPSILON * Math.max(triangle.rows, k);
  const inverse = diagonal.map((value) => (value > min ? 1 / value : 0));
  const projected = leftSingularVectors.transpose().mmul(right);
  for (const [row, factor] of inverse.entries()) projected.mulRow(row, factor);
  return rightSingularVectors.mmul(projected).to2DArray();
}

function sumSquaredResiduals(a: Matrix, b: Matrix, coefficients: number[][], intercepts: number[]): number {
  let residualSumOfSquares = 0;
  for (let row = 0; row < a.rows; row++) {
    for (let target = 0; target < b.columns; target++) {
      let found = intercepts[target] ?? 0;
      for (let column = 0; column < a.columns; column++) {
        found += (a.values[row * a.columns + column] ?? 0) * (coefficients[column]?.[target] ?? 0);
      }
      residualSumOfSquares += ((b.values[row * b.columns + target] ?? 0) - found) ** 2;
    }
  }
  return residualSumOfSquares;
}

export function columnMeans({ values, rows, columns }: Matrix): number[] {
  const sums = new Array<number>(columns).fill(0);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      sums[column] = (sums[column] ?? 0) + (values[row * columns + column] ?? 0);
  return sums.map((sum) => sum / Math.max(rows, 1));
}
