/** Row-major matrices of doubles, used by the classical algorithms. */
import type { Features } from './data.ts';

export interface Matrix {
  /** rows x columns */
  values: Float64Array;
  rows: number;
  columns: number;
}

export function zeros(rows: number, columns: number): Matrix {
  return { values: new Float64Array(rows * columns), rows, columns };
}

/** Returns a view of one row. */
export function rowOf({ values, columns }: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** Returns the samples of `rows`, in this order, each flattened to one row. */
export function toMatrix({ values, sampleShape }: Features, rows: Int32Array): Matrix {
  const columns = sampleShape.reduce((product, side) => product * side, 1);
  const matrix = zeros(rows.length, columns);
  for (const [index, row] of rows.entries()) {
    matrix.values.set(values.subarray(row * columns, (row + 1) * columns), index * columns);
  }
  return matrix;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number); // within both
  return sum;
}

export function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += ((a[index] as number) - (b[index] as number)) ** 2; // within both
  return sum;
}
