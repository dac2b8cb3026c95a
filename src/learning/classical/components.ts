/** Singular value decomposition of a matrix, centered (principal component analysis) or not. */
import { SingularValueDecomposition } from 'ml-matrix';
import { columnMeans, qrTriangle } from '../least-squares.ts';
import { type Matrix, zeros } from '../matrix.ts';

export interface Components {
  /** Column means; zeros without centering. */
  means: number[];
  /** [k][d] unit vectors, by descending singular value. The entry with the largest absolute value is positive. */
  vectors: number[][];
  /** All singular values, not only the first k. */
  singularValues: number[];
}

/** @param count number of vectors to keep; null for all */
export function fitComponents(x: Matrix, isCentered: boolean, count: number | null): Components {
  const means = isCentered ? columnMeans(x) : new Array<number>(x.columns).fill(0);
  const triangle = qrTriangle(
    x.rows,
    x.columns,
    (row, column) => (x.values[row * x.columns + column] ?? 0) - (means[column] ?? 0),
  );
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(triangle, { autoTranspose: true });
  const order = diagonal.map((_, index) => index).sort((a, b) => (diagonal[b] ?? 0) - (diagonal[a] ?? 0));
  const vectors = order.slice(0, count ?? order.length).map((index) => fixSign(rightSingularVectors.getColumn(index)));
  return { means, vectors, singularValues: order.map((index) => diagonal[index] ?? 0) };
}

/** Makes the entry with the largest absolute value positive, so that the sign is deterministic. */
function fixSign(vector: number[]): number[] {
  const largest = vector.reduce((max, value) => (Math.abs(value) > Math.abs(max) ? value : max), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}

/** Returns [rows x k]: the coordinate of each row along each vector. */
export function transform({ means, vectors }: Pick<Components, 'means' | 'vectors'>, x: Matrix): Float64Array {
  const projected = zeros(x.rows, vectors.length);
  for (let row = 0; row < x.rows; row++) {
    for (const [index, vector] of vectors.entries()) {
      let sum = 0;
      for (let column = 0; column < x.columns; column++)
        sum += ((x.values[row * x.columns + column] ?? 0) - (means[column] ?? 0)) * (vector[column] ?? 0);
      projected.values[row * vectors.length + index] = sum;
    }
  }
  return projected.values;
}
