/** Projections of samples to two dimensions, for previews of what a method does with them: points, and cluster centers. */
import { fitComponents, transform } from './classical/components.ts';
import { type Matrix, rowOf, zeros } from './matrix.ts';
import type { Random } from './random.ts';

/** x, y, and the index of the point's group; null if it has none. */
export type ProjectedPoint = [x: number, y: number, group: number | null];

export interface Projection {
  /** Names of the clusters or classes; empty if samples are not grouped. */
  groups: string[];
  points: ProjectedPoint[];
  centers: ProjectedPoint[];
}

/** More points would not be visible, but would be sent to every watcher. */
const maxPoints = 1000;
/** Finding the components is cubic in the number of columns. */
const maxColumns = 256;

/** Returns a random subset of row numbers, in ascending order. */
export function subsampleRows(rows: number, random: Random): Int32Array {
  if (rows <= maxPoints) return Int32Array.from({ length: rows }, (_, row) => row);
  return random.permutation(rows).slice(0, maxPoints).sort();
}

/** Copies the given rows into a new matrix. */
export function selectRows(x: Matrix, rows: Int32Array): Matrix {
  const chosen = zeros(rows.length, x.columns);
  for (const [index, row] of rows.entries()) chosen.values.set(rowOf(x, row), index * x.columns);
  return chosen;
}

/**
 * Fits the plane with the most variance of `x`: its first two principal components. With more than `maxColumns` columns, only
 * those of highest variance are used. @returns a function that projects rows with the same columns: [rows x 2]
 */
export function principalPlane(x: Matrix): (rows: Matrix) => Float64Array {
  const columns = maxVarianceColumns(x, maxColumns);
  const axes = fitComponents(selectColumns(x, columns), true, 2);
  return (rows) => toPlane(transform(axes, selectColumns(rows, columns)), rows.rows);
}

/** Takes the first two numbers of each row as a point; if there is one, y is 0. [rows x 2] */
export function toPlane(values: Float64Array, rows: number): Float64Array {
  const width = rows > 0 ? values.length / rows : 0;
  return Float64Array.from({ length: 2 * rows }, (_, at) => {
    const column = at % 2;
    return column < width ? (values[Math.floor(at / 2) * width + column] ?? 0) : 0;
  });
}

/** @throws Error when a coordinate is not finite, because nothing could be drawn */
export function toPoints(plane: Float64Array, groupOf: (row: number) => number | null): ProjectedPoint[] {
  const invalid = plane.find((value) => !Number.isFinite(value));
  if (invalid !== undefined) throw new Error(`A coordinate of the projection is ${invalid}, not a finite number.`);
  // Four significant digits are finer than a screen.
  const place = (at: number) => Number((plane[at] ?? 0).toPrecision(4));
  return Array.from({ length: plane.length / 2 }, (_, row) => [place(2 * row), place(2 * row + 1), groupOf(row)]);
}

/** Returns a function that gives the index of the largest of a row's `count` numbers. */
export function argMaxByRow(values: Float64Array, count: number): (row: number) => number {
  return (row) => {
    const own = values.subarray(row * count, (row + 1) * count);
    return own.indexOf(own.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY));
  };
}

function maxVarianceColumns(x: Matrix, limit: number): number[] {
  const all = Array.from({ length: x.columns }, (_, column) => column);
  if (x.columns <= limit) return all;
  const [sums, squares] = [new Float64Array(x.columns), new Float64Array(x.columns)];
  for (const [at, value] of x.values.entries()) {
    const column = at % x.columns;
    sums[column] = (sums[column] ?? 0) + value;
    squares[column] = (squares[column] ?? 0) + value ** 2;
  }
  const variance = (column: number) => (squares[column] ?? 0) - (sums[column] ?? 0) ** 2 / x.rows;
  return all.sort((a, b) => variance(b) - variance(a)).slice(0, limit);
}

function selectColumns(x: Matrix, columns: number[]): Matrix {
  const chosen = zeros(x.rows, columns.length);
  for (let row = 0; row < x.rows; row++)
    for (const [index, column] of columns.entries())
      chosen.values[row * columns.length + index] = x.values[row * x.columns + column] ?? 0;
  return chosen;
}
