/**
 * K-means: Lloyd's algorithm (Lloyd 1982) from centres that are drawn far apart (k-means++, Arthur & Vassilvitskii 2007, the best of
 * several draws at each step, as they suggest in section 5), begun anew several times; the best is kept.
 */
import { type Matrix, rowOf, squaredDistance } from '../matrix.ts';
import { createRandom, hashSeed, type Random } from '../random.ts';

/** Plain JSON. */
export interface KMeansState {
  /** Of the best start that is over; null before the first is. */
  best: { centres: number[][]; inertia: number } | null;
  /** Of the start that is under way. */
  centres: number[][];
  /** Which start that is, from 0; and iterations that it has made. */
  attempt: number;
  moves: number;
}

export interface KMeansOptions {
  clusters: number;
  restarts: number;
  seed: number;
}

/** Iterations that one start may take. */
const mostMoves = 300;

export function beginKMeans(x: Matrix, options: KMeansOptions): KMeansState {
  return { best: null, centres: drawCentres(x, options, 0), attempt: 0, moves: 0 };
}

/** One iteration of Lloyd's, in place. `inertia` is that of the start under way. */
export function kMeansStep(x: Matrix, state: KMeansState, options: KMeansOptions): { inertia: number; done: boolean } {
  const { nearest, inertia } = assign(x, state.centres);
  const moved = meansOf(x, nearest, state.centres);
  const still = moved.every((centre, index) => centre.every((value, at) => value === state.centres[index]?.[at]));
  state.moves++;
  state.centres = moved;
  if (!still && state.moves < mostMoves) return { inertia, done: false };
  if (!state.best || inertia < state.best.inertia) state.best = { centres: state.centres, inertia };
  if (state.attempt + 1 >= options.restarts) return { inertia: state.best.inertia, done: true };
  state.attempt++;
  state.moves = 0;
  state.centres = drawCentres(x, options, state.attempt);
  return { inertia: state.best.inertia, done: false };
}

/** The nearest centre of every row, and the squared distances to them, added up. */
export function assign(
  x: Matrix,
  centres: number[][],
): { nearest: Int32Array; inertia: number; distances: Float64Array } {
  const all = centres.map((centre) => Float64Array.from(centre));
  const [nearest, distances] = [new Int32Array(x.rows), new Float64Array(x.rows)];
  let inertia = 0;
  for (let row = 0; row < x.rows; row++) {
    const own = rowOf(x, row);
    let least = Number.POSITIVE_INFINITY;
    for (const [index, centre] of all.entries()) {
      const distance = squaredDistance(own, centre);
      if (distance < least) {
        least = distance;
        nearest[row] = index;
      }
    }
    distances[row] = least;
    inertia += least;
  }
  return { nearest, inertia, distances };
}

/** A centre that lost all its samples takes the one that is furthest from its own. */
function meansOf(x: Matrix, nearest: Int32Array, centres: number[][]): number[][] {
  const sums = centres.map(() => new Array<number>(x.columns).fill(0));
  const counts = new Array<number>(centres.length).fill(0);
  for (const [row, cluster] of nearest.entries()) {
    counts[cluster] = (counts[cluster] ?? 0) + 1;
    const sum = sums[cluster] ?? [];
    for (let column = 0; column < x.columns; column++)
      sum[column] = (sum[column] ?? 0) + (x.values[row * x.columns + column] ?? 0);
  }
  const { distances } = assign(x, centres);
  const taken = new Set<number>();
  return sums.map((sum, cluster) => {
    const count = counts[cluster] ?? 0;
    if (count > 0) return sum.map((total) => total / count);
    let furthest = 0;
    for (const [row, distance] of distances.entries())
      if (!taken.has(row) && distance > (distances[furthest] ?? 0)) furthest = row;
    taken.add(furthest);
    return [...rowOf(x, furthest)];
  });
}

function drawCentres(x: Matrix, { clusters, seed }: KMeansOptions, attempt: number): number[][] {
  const random = createRandom(hashSeed(seed, 'kMeans', attempt));
  const draws = 2 + Math.floor(Math.log(clusters));
  const centres = [[...rowOf(x, random.integer(x.rows))]];
  const distances = new Float64Array(x.rows).fill(Number.POSITIVE_INFINITY);
  take(distances, x, centres[0] ?? []);
  while (centres.length < clusters) {
    let best: { centre: number[]; distances: Float64Array; total: number } | null = null;
    for (let draw = 0; draw < draws; draw++) {
      const centre = [...rowOf(x, drawRow(distances, random))];
      const left = distances.slice();
      const total = take(left, x, centre);
      if (!best || total < best.total) best = { centre, distances: left, total };
    }
    if (!best) break;
    centres.push(best.centre);
    distances.set(best.distances);
  }
  return centres;
}

/** Squared distances to the nearest centre, once this one is among them. Returns their sum. */
function take(distances: Float64Array, x: Matrix, centre: number[]): number {
  const point = Float64Array.from(centre);
  let total = 0;
  for (const [row, distance] of distances.entries()) {
    const least = Math.min(distance, squaredDistance(rowOf(x, row), point));
    distances[row] = least;
    total += least;
  }
  return total;
}

/** A row, with a probability in proportion to its distance. */
function drawRow(distances: Float64Array, random: Random): number {
  let left = random.next() * distances.reduce((sum, distance) => sum + distance, 0);
  for (const [row, distance] of distances.entries()) {
    left -= distance;
    if (left < 0) return row;
  }
  return random.integer(distances.length); // all rows are centres already
}
