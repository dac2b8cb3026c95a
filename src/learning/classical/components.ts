/** The directions in which rows differ most: the singular value decomposition of a matrix, centred (principal components) or not. */
import { SingularValueDecomposition } from 'ml-matrix';
import { columnMeans, triangleOf } from '../least-squares.ts';
import { type Matrix, zeros } from '../matrix.ts';

export interface Components {
  /** Zeros where nothing was centred. */
  means: number[];
  /** [k][d], of length one, largest singular value first; the largest number of each is positive. */
  vectors: number[][];
  /** All of them, not k alone. */
  singularValues: number[];
}

/** @param wanted how many vectors are kept; null: all */
export function componentsOf(x: Matrix, centred: boolean, wanted: number | null): Components {
  const means = centred ? columnMeans(x) : new Array<number>(x.columns).fill(0);
  const triangle = triangleOf(
    x.rows,
    x.columns,
    (row, column) => (x.values[row * x.columns + column] ?? 0) - (means[column] ?? 0),
  );
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(triangle, { autoTranspose: true });
  const order = diagonal.map((_, index) => index).sort((a, b) => (diagonal[b] ?? 0) - (diagonal[a] ?? 0));
  const vectors = order.slice(0, wanted ?? order.length).map((index) => upright(rightSingularVectors.getColumn(index)));
  return { means, vectors, singularValues: order.map((index) => diagonal[index] ?? 0) };
}

/** Either sign would do; the one whose largest number is positive repeats itself. */
function upright(vector: number[]): number[] {
  const largest = vector.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return largest < 0 ? vector.map((value) => -value) : vector;
}

/** [rows x k]: how far each row lies along each vector. */
export function project({ means, vectors }: Pick<Components, 'means' | 'vectors'>, x: Matrix): Float64Array {
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
