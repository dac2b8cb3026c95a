/**
 * Label propagation over a nearest-neighbor graph: each sample repeatedly adopts the label distribution of its neighbors.
 *
 *   propagation   F <- D^-1 A F, known labels stay fixed                       (Zhu & Ghahramani 2002)
 *   spreading     F <- alpha S F + (1 - alpha) Y,  S = D^-1/2 A D^-1/2         (Zhou, Bousquet, Lal, Weston & Schoelkopf 2004)
 *
 * A connects every sample to its k nearest samples, including itself for propagation, as in scikit-learn.
 */
import { type Matrix, rowOf, squaredDistance } from '../matrix.ts';

export interface Graph {
  /** [samples x k] row indices of the neighbors; the sample itself comes first. */
  neighbors: Int32Array;
  k: number;
}

export function nearestNeighbors(of: Matrix, among: Matrix, k: number): Graph {
  const kept = Math.min(k, among.rows);
  const neighbors = new Int32Array(of.rows * kept);
  const distances = new Float64Array(among.rows);
  for (let row = 0; row < of.rows; row++) {
    const own = rowOf(of, row);
    for (let other = 0; other < among.rows; other++) distances[other] = squaredDistance(own, rowOf(among, other));
    const order = smallest(distances, kept);
    neighbors.set(order, row * kept);
  }
  return { neighbors, k: kept };
}

/** Returns the indices of the `count` smallest values, in ascending order; ties are ordered by index. */
function smallest(values: Float64Array, count: number): number[] {
  const chosen: number[] = [];
  for (const [index, value] of values.entries()) {
    if (chosen.length === count && value >= (values[chosen[count - 1] ?? 0] ?? 0)) continue;
    let at = chosen.length;
    while (at > 0 && (values[chosen[at - 1] ?? 0] ?? 0) > value) at--;
    chosen.splice(at, 0, index);
    if (chosen.length > count) chosen.pop();
  }
  return chosen;
}

/** Returns labels [samples x classes]: one-hot if the class is known, zeros otherwise. */
export function oneHotLabels(y: Float64Array, classes: number): Float64Array {
  const labels = new Float64Array(y.length * classes);
  for (const [row, label] of y.entries()) if (label >= 0) labels[row * classes + label] = 1;
  return labels;
}

/** One iteration of label propagation. */
export function propagate(
  { neighbors, k }: Graph,
  distributions: Float64Array,
  y: Float64Array,
  classes: number,
): Float64Array {
  const next = oneHotLabels(y, classes);
  for (const [row, label] of y.entries()) {
    if (label >= 0) continue;
    const own = next.subarray(row * classes, (row + 1) * classes);
    for (const other of neighbors.subarray(row * k, (row + 1) * k)) addRow(own, distributions, other, 1);
    normalizeRow(own);
  }
  return next;
}

/** Returns 1 / sqrt(in-degree) of each sample, not counting itself; 1 if the degree is 0. */
export function inverseSqrtDegrees({ neighbors, k }: Graph): Float64Array {
  const degrees = new Float64Array(neighbors.length / k);
  for (const [at, other] of neighbors.entries())
    if (other !== Math.floor(at / k)) degrees[other] = (degrees[other] ?? 0) + 1;
  return degrees.map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 1));
}

/** One iteration of label spreading. */
export function spread(
  { neighbors, k }: Graph,
  weights: Float64Array,
  distributions: Float64Array,
  labels: Float64Array,
  alpha: number,
): Float64Array {
  const classes = distributions.length / weights.length;
  const next = labels.map((value) => (1 - alpha) * value);
  for (const [at, other] of neighbors.entries()) {
    const row = Math.floor(at / k);
    if (other === row) continue;
    addRow(
      next.subarray(row * classes, (row + 1) * classes),
      distributions,
      other,
      alpha * (weights[row] ?? 0) * (weights[other] ?? 0),
    );
  }
  return next;
}

/** Returns the mean label distribution of the neighbors: [samples x classes]. */
export function neighborDistribution(
  { neighbors, k }: Graph,
  distributions: ArrayLike<number>,
  classes: number,
): Float64Array {
  const means = new Float64Array((neighbors.length / k) * classes);
  for (let row = 0; row < neighbors.length / k; row++) {
    const own = means.subarray(row * classes, (row + 1) * classes);
    for (const other of neighbors.subarray(row * k, (row + 1) * k)) addRow(own, distributions, other, 1);
    normalizeRow(own);
  }
  return means;
}

function addRow(to: Float64Array, distributions: ArrayLike<number>, row: number, factor: number): void {
  for (let label = 0; label < to.length; label++)
    to[label] = (to[label] ?? 0) + factor * (distributions[row * to.length + label] ?? 0);
}

/** Scales a row to sum 1, in place; a row of zeros becomes uniform. */
export function normalizeRow(row: Float64Array): void {
  const sum = row.reduce((total, value) => total + value, 0);
  if (sum === 0) row.fill(1 / row.length);
  else for (const [label, value] of row.entries()) row[label] = value / sum;
}
