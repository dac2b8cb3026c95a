/** Samples in two dimensions, so that a person sees what a method makes of them: each a point, and the middles of the groups. */
import { componentsOf, project } from './classical/components.ts';
import { type Matrix, rowOf, zeros } from './matrix.ts';
import type { Random } from './random.ts';

/** x, y, and the index of the group that it belongs to; null: to none. */
export type ProjectedPoint = [x: number, y: number, group: number | null];

export interface Projection {
  /** Names of the clusters or classes; none where nothing is told apart. */
  groups: string[];
  points: ProjectedPoint[];
  centres: ProjectedPoint[];
}

/** More would be seen by nobody, and sent to everybody. */
const mostPoints = 1000;
/** The cost of finding components grows with the cube of the columns. */
const mostColumns = 256;

/** Rows that stand for all, in their order. */
export function representatives(rows: number, random: Random): Int32Array {
  if (rows <= mostPoints) return Int32Array.from({ length: rows }, (_, row) => row);
  return random.permutation(rows).slice(0, mostPoints).sort();
}

/** The given rows as a matrix of their own. */
export function selectRows(x: Matrix, rows: Int32Array): Matrix {
  const chosen = zeros(rows.length, x.columns);
  for (const [index, row] of rows.entries()) chosen.values.set(rowOf(x, row), index * x.columns);
  return chosen;
}

/**
 * The plane in which `x` differs most: its first two principal components, or those of the columns that vary most, where there are very
 * many. @returns what lays rows of the same columns into it: [rows x 2]
 */
export function principalPlane(x: Matrix): (rows: Matrix) => Float64Array {
  const columns = mostVarying(x, mostColumns);
  const axes = componentsOf(selectColumns(x, columns), true, 2);
  return (rows) => inPlane(project(axes, selectColumns(rows, columns)), rows.rows);
}

/** Rows of any length as points: their first two numbers; of a single one the second is 0. [rows x 2] */
export function inPlane(values: Float64Array, rows: number): Float64Array {
  const width = rows > 0 ? values.length / rows : 0;
  return Float64Array.from({ length: 2 * rows }, (_, at) => {
    const column = at % 2;
    return column < width ? (values[Math.floor(at / 2) * width + column] ?? 0) : 0;
  });
}

/** @throws Error when a place is no number: there is nothing to be seen then */
export function pointsOf(plane: Float64Array, groupOf: (row: number) => number | null): ProjectedPoint[] {
  const lost = plane.find((value) => !Number.isFinite(value));
  if (lost !== undefined) throw new Error(`A place in the projection is ${lost}.`);
  // Four digits are finer than a screen.
  const place = (at: number) => Number((plane[at] ?? 0).toPrecision(4));
  return Array.from({ length: plane.length / 2 }, (_, row) => [place(2 * row), place(2 * row + 1), groupOf(row)]);
}

/** Which of `count` numbers of each row is the largest. */
export function largestOf(values: Float64Array, count: number): (row: number) => number {
  return (row) => {
    const own = values.subarray(row * count, (row + 1) * count);
    return own.indexOf(own.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY));
  };
}

function mostVarying(x: Matrix, most: number): number[] {
  const all = Array.from({ length: x.columns }, (_, column) => column);
  if (x.columns <= most) return all;
  const [sums, squares] = [new Float64Array(x.columns), new Float64Array(x.columns)];
  for (const [at, value] of x.values.entries()) {
    const column = at % x.columns;
    sums[column] = (sums[column] ?? 0) + value;
    squares[column] = (squares[column] ?? 0) + value ** 2;
  }
  const variance = (column: number) => (squares[column] ?? 0) - (sums[column] ?? 0) ** 2 / x.rows;
  return all.sort((a, b) => variance(b) - variance(a)).slice(0, most);
}

function selectColumns(x: Matrix, columns: number[]): Matrix {
  const chosen = zeros(x.rows, columns.length);
  for (let row = 0; row < x.rows; row++)
    for (const [index, column] of columns.entries())
      chosen.values[row * columns.length + index] = x.values[row * x.columns + column] ?? 0;
  return chosen;
}
