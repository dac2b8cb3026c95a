/**
 * K-means: Lloyd's algorithm (Lloyd 1982) with k-means++ initialization (Arthur & Vassilvitskii 2007; greedy, the best of several
 * draws at each step, as in section 5). It is restarted several times, and the best result is kept.
 */
import { type Matrix, rowOf, squaredDistance } from '../matrix.ts';
import { createRandom, hashSeed, type Random } from '../random.ts';

/** Plain JSON. */
export interface KMeansState {
  /** Result of the best finished restart; null until the first one finishes. */
  best: { centers: number[][]; inertia: number } | null;
  /** Centers of the current restart. */
  centers: number[][];
  /** Index of the current restart, from 0, and the number of iterations that it has made. */
  attempt: number;
  moves: number;
}

export interface KMeansOptions {
  clusters: number;
  restarts: number;
  seed: number;
}

/** Maximum number of iterations per restart. */
const maxIterations = 300;

export function createKMeans(x: Matrix, options: KMeansOptions): KMeansState {
  return { best: null, centers: initializeCenters(x, options, 0), attempt: 0, moves: 0 };
}

/** Runs one Lloyd iteration, in place. Returns the inertia of the current restart, or the best one when a restart finishes. */
export function lloydIteration(
  x: Matrix,
  state: KMeansState,
  options: KMeansOptions,
): { inertia: number; done: boolean } {
  const { nearest, inertia } = assign(x, state.centers);
  const updated = updateCenters(x, nearest, state.centers);
  const hasConverged = updated.every((center, index) =>
    center.every((value, at) => value === state.centers[index]?.[at]),
  );
  state.moves++;
  state.centers = updated;
  if (!hasConverged && state.moves < maxIterations) return { inertia, done: false };
  if (!state.best || inertia < state.best.inertia) state.best = { centers: state.centers, inertia };
  if (state.attempt + 1 >= options.restarts) return { inertia: state.best.inertia, done: true };
  state.attempt++;
  state.moves = 0;
  state.centers = initializeCenters(x, options, state.attempt);
  return { inertia: state.best.inertia, done: false };
}

/** Returns the nearest center of every row, the squared distance to it, and the inertia, the sum of these distances. */
export function assign(
  x: Matrix,
  centers: number[][],
): { nearest: Int32Array; inertia: number; distances: Float64Array } {
  const all = centers.map((center) => Float64Array.from(center));
  const [nearest, distances] = [new Int32Array(x.rows), new Float64Array(x.rows)];
  let inertia = 0;
  for (let row = 0; row < x.rows; row++) {
    const own = rowOf(x, row);
    let min = Number.POSITIVE_INFINITY;
    for (const [index, center] of all.entries()) {
      const distance = squaredDistance(own, center);
      if (distance < min) {
        min = distance;
        nearest[row] = index;
      }
    }
    distances[row] = min;
    inertia += min;
  }
  return { nearest, inertia, distances };
}

/** Returns the mean of each cluster. An empty cluster moves to the sample that is farthest from its own center. */
function updateCenters(x: Matrix, nearest: Int32Array, centers: number[][]): number[][] {
  const sums = centers.map(() => new Array<number>(x.columns).fill(0));
  const counts = new Array<number>(centers.length).fill(0);
  for (const [row, cluster] of nearest.entries()) {
    counts[cluster] = (counts[cluster] ?? 0) + 1;
    const sum = sums[cluster] ?? [];
    for (let column = 0; column < x.columns; column++)
      sum[column] = (sum[column] ?? 0) + (x.values[row * x.columns + column] ?? 0);
  }
  const { distances } = assign(x, centers);
  const taken = new Set<number>();
  return sums.map((sum, cluster) => {
    const count = counts[cluster] ?? 0;
    if (count > 0) return sum.map((total) => total / count);
    let farthest = 0;
    for (const [row, distance] of distances.entries())
      if (!taken.has(row) && distance > (distances[farthest] ?? 0)) farthest = row;
    taken.add(farthest);
    return [...rowOf(x, farthest)];
  });
}

function initializeCenters(x: Matrix, { clusters, seed }: KMeansOptions, restart: number): number[][] {
  const random = createRandom(hashSeed(seed, 'kMeans', restart));
  const draws = 2 + Math.floor(Math.log(clusters));
  const centers = [[...rowOf(x, random.integer(x.rows))]];
  const distances = new Float64Array(x.rows).fill(Number.POSITIVE_INFINITY);
  updateNearestDistances(distances, x, centers[0] ?? []);
  while (centers.length < clusters) {
    let best: { center: number[]; distances: Float64Array; total: number } | null = null;
    for (let draw = 0; draw < draws; draw++) {
      const center = [...rowOf(x, sampleRow(distances, random))];
      const nextDistances = distances.slice();
      const total = updateNearestDistances(nextDistances, x, center);
      if (!best || total < best.total) best = { center, distances: nextDistances, total };
    }
    if (!best) break;
    centers.push(best.center);
    distances.set(best.distances);
  }
  return centers;
}

/** Updates the squared distances to the nearest center, in place, after adding a center. Returns their sum. */
function updateNearestDistances(distances: Float64Array, x: Matrix, center: number[]): number {
  const point = Float64Array.from(center);
  let total = 0;
  for (const [row, distance] of distances.entries()) {
    const nearest = Math.min(distance, squaredDistance(rowOf(x, row), point));
    distances[row] = nearest;
    total += nearest;
  }
  return total;
}

/** Samples a row with a probability proportional to its squared distance. */
function sampleRow(distances: Float64Array, random: Random): number {
  let left = random.next() * distances.reduce((sum, distance) => sum + distance, 0);
  for (const [row, distance] of distances.entries()) {
    left -= distance;
    if (left < 0) return row;
  }
  return random.integer(distances.length); // every row is already a center
}
