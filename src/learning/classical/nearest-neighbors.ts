/**
 * Exact nearest neighbors by brute force, with scikit-learn's weights. Distances are Minkowski distances of order p:
 *
 *   d(a, b) = (sum |a - b|^p)^(1/p)
 *
 * A query keeps its k best candidates only, so memory does not grow with the number of samples.
 */
import { type Matrix, rowOf } from '../matrix.ts';

/** The samples to search, in single precision: encoded features have no more. */
export interface Samples {
  /** rows x columns */
  values: Float32Array;
  rows: number;
  columns: number;
}

export type NeighborWeights = 'uniform' | 'distance';

/** The nearest samples of one query, by ascending distance; the lower row number precedes at equal distances. */
export interface Neighbors {
  rows: Int32Array;
  distances: Float64Array;
}

/** Columns after which a distance is compared with the bound. */
const stride = 16;

/**
 * Returns a comparable distance, a monotonic function of the distance, between `query` and one sample. It can be any number
 * from `bound` on if the distance reaches the bound.
 */
type Comparable = (query: Float64Array, values: Float32Array, offset: number, bound: number) => number;

const squared: Comparable = (query, values, offset, bound) => {
  let sum = 0;
  for (let start = 0; start < query.length && sum < bound; start += stride) {
    const end = Math.min(query.length, start + stride);
    for (let at = start; at < end; at++) sum += ((query[at] as number) - (values[offset + at] as number)) ** 2; // within both
  }
  return sum;
};

const absolute: Comparable = (query, values, offset, bound) => {
  let sum = 0;
  for (let start = 0; start < query.length && sum < bound; start += stride) {
    const end = Math.min(query.length, start + stride);
    for (let at = start; at < end; at++) sum += Math.abs((query[at] as number) - (values[offset + at] as number)); // within both
  }
  return sum;
};

/** Divides by the largest difference, so that no power overflows or vanishes. */
const minkowski =
  (p: number): Comparable =>
  (query, values, offset) => {
    let largest = 0;
    for (let at = 0; at < query.length; at++)
      largest = Math.max(largest, Math.abs((query[at] as number) - (values[offset + at] as number))); // within both
    if (largest === 0) return 0;
    let sum = 0;
    for (let at = 0; at < query.length; at++)
      sum += (Math.abs((query[at] as number) - (values[offset + at] as number)) / largest) ** p; // within both
    return largest * sum ** (1 / p);
  };

/** Creates a search for the `k` nearest samples of a query. The result is reused by the next search. @param k at most samples.rows */
export function createSearch(samples: Samples, k: number, p: number): (query: Float64Array) => Neighbors {
  const compare = p === 2 ? squared : p === 1 ? absolute : minkowski(p);
  const { values, rows: count, columns } = samples;
  const [rows, distances] = [new Int32Array(k), new Float64Array(k)];
  return (query) => {
    distances.fill(Number.POSITIVE_INFINITY);
    let found = 0;
    for (let row = 0; row < count; row++) {
      const bound = found < k ? Number.POSITIVE_INFINITY : (distances[k - 1] as number); // k >= 1
      const distance = compare(query, values, row * columns, bound);
      if (found === k && distance >= bound) continue;
      const at = upperBound(distances, found, distance);
      distances.copyWithin(at + 1, at, k - 1);
      rows.copyWithin(at + 1, at, k - 1);
      distances[at] = distance;
      rows[at] = row;
      if (found < k) found++;
    }
    if (p === 2) for (let at = 0; at < k; at++) distances[at] = Math.sqrt(distances[at] as number); // at < k
    return { rows, distances };
  };
}

/** Returns the first position among the `count` ascending values that is greater than `value`. */
function upperBound(ascending: Float64Array, count: number, value: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) > value)
      high = middle; // middle < count
    else low = middle + 1;
  }
  return low;
}

/** Returns weights that sum to 1: equal, or the inverse distances. Neighbors at distance 0 share all the weight. */
export function weigh(distances: Float64Array, weights: NeighborWeights): Float64Array {
  if (weights === 'uniform') return new Float64Array(distances.length).fill(1 / distances.length);
  const inverse = distances.map((distance) => 1 / distance);
  const shares = inverse.includes(Number.POSITIVE_INFINITY)
    ? inverse.map((value) => (value === Number.POSITIVE_INFINITY ? 1 : 0))
    : inverse;
  const sum = shares.reduce((total, value) => total + value, 0);
  return shares.map((value) => value / sum);
}

/**
 * Predicts from the nearest samples of each row of `x`: the weighted share of each class, or the weighted mean of the targets.
 * @param targets class or value of each sample. @param classes number of classes; 0 for regression
 * @returns [rows x max(1, classes)]
 */
export function predictFromNeighbors(
  samples: Samples,
  { targets, classes }: { targets: Float32Array; classes: number },
  { k, weights, p }: { k: number; weights: NeighborWeights; p: number },
  x: Matrix,
): Float64Array {
  const search = createSearch(samples, k, p);
  const outputs = Math.max(1, classes);
  const predictions = new Float64Array(x.rows * outputs);
  for (let row = 0; row < x.rows; row++) {
    const { rows, distances } = search(rowOf(x, row));
    const shares = weigh(distances, weights);
    for (const [index, sample] of rows.entries()) {
      const target = targets[sample] ?? Number.NaN;
      const at = row * outputs + (classes > 0 ? target : 0);
      const share = shares[index] ?? 0;
      predictions[at] = (predictions[at] ?? 0) + (classes > 0 ? share : share * target);
    }
  }
  return predictions;
}
