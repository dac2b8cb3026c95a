/**
 * Classes spread over a graph of the samples: each takes over what its neighbours say, again and again.
 *
 *   propagation   F <- D^-1 A F, known labels stay as they are                     (Zhu & Ghahramani 2002)
 *   spreading     F <- alpha S F + (1 - alpha) Y,  S = D^-1/2 A D^-1/2             (Zhou, Bousquet, Lal, Weston & Schoelkopf 2004)
 *
 * A joins every sample to its k nearest; itself among them for propagation, as in scikit-learn.
 */
import { type Matrix, rowOf, squaredDistance } from '../matrix.ts';

export interface Graph {
  /** [samples x k]; the sample itself first. */
  neighbours: Int32Array;
  k: number;
}

export function nearestNeighbours(of: Matrix, among: Matrix, k: number): Graph {
  const kept = Math.min(k, among.rows);
  const neighbours = new Int32Array(of.rows * kept);
  const distances = new Float64Array(among.rows);
  for (let row = 0; row < of.rows; row++) {
    const own = rowOf(of, row);
    for (let other = 0; other < among.rows; other++) distances[other] = squaredDistance(own, rowOf(among, other));
    const order = smallest(distances, kept);
    neighbours.set(order, row * kept);
  }
  return { neighbours, k: kept };
}

/** Places of the `count` smallest values, smallest first, of equals the first one. */
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

/** labels [samples x classes]: one-hot where the class is known, zeros elsewhere. */
export function oneHotLabels(y: Float64Array, classes: number): Float64Array {
  const labels = new Float64Array(y.length * classes);
  for (const [row, label] of y.entries()) if (label >= 0) labels[row * classes + label] = 1;
  return labels;
}

/** One round of propagation. */
export function propagate(
  { neighbours, k }: Graph,
  beliefs: Float64Array,
  y: Float64Array,
  classes: number,
): Float64Array {
  const next = oneHotLabels(y, classes);
  for (const [row, label] of y.entries()) {
    if (label >= 0) continue;
    const own = next.subarray(row * classes, (row + 1) * classes);
    for (const other of neighbours.subarray(row * k, (row + 1) * k)) addRow(own, beliefs, other, 1);
    normalize(own);
  }
  return next;
}

/** 1 / sqrt of how many samples have each among their neighbours, itself not counted; 1 where none has. */
export function spreadingWeights({ neighbours, k }: Graph): Float64Array {
  const degrees = new Float64Array(neighbours.length / k);
  for (const [at, other] of neighbours.entries())
    if (other !== Math.floor(at / k)) degrees[other] = (degrees[other] ?? 0) + 1;
  return degrees.map((degree) => (degree > 0 ? 1 / Math.sqrt(degree) : 1));
}

/** One round of spreading. */
export function spread(
  { neighbours, k }: Graph,
  weights: Float64Array,
  beliefs: Float64Array,
  labels: Float64Array,
  alpha: number,
): Float64Array {
  const classes = beliefs.length / weights.length;
  const next = labels.map((value) => (1 - alpha) * value);
  for (const [at, other] of neighbours.entries()) {
    const row = Math.floor(at / k);
    if (other === row) continue;
    addRow(
      next.subarray(row * classes, (row + 1) * classes),
      beliefs,
      other,
      alpha * (weights[row] ?? 0) * (weights[other] ?? 0),
    );
  }
  return next;
}

/** What the neighbours believe together. */
export function beliefsOf({ neighbours, k }: Graph, beliefs: ArrayLike<number>, classes: number): Float64Array {
  const answers = new Float64Array((neighbours.length / k) * classes);
  for (let row = 0; row < neighbours.length / k; row++) {
    const own = answers.subarray(row * classes, (row + 1) * classes);
    for (const other of neighbours.subarray(row * k, (row + 1) * k)) addRow(own, beliefs, other, 1);
    normalize(own);
  }
  return answers;
}

function addRow(to: Float64Array, beliefs: ArrayLike<number>, row: number, factor: number): void {
  for (let label = 0; label < to.length; label++)
    to[label] = (to[label] ?? 0) + factor * (beliefs[row * to.length + label] ?? 0);
}

/** So that they add up to one; where nobody believes anything, every class is as likely. */
export function normalize(row: Float64Array): void {
  const sum = row.reduce((total, value) => total + value, 0);
  if (sum === 0) row.fill(1 / row.length);
  else for (const [label, value] of row.entries()) row[label] = value / sum;
}
