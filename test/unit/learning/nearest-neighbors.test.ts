/** Compares the nearest neighbors with the examples of scikit-learn's documentation and with an independent, naive search. */
import { describe, expect, test } from 'vitest';
import {
  createSearch,
  type NeighborWeights,
  predictFromNeighbors,
  type Samples,
  weigh,
} from '../../../src/learning/classical/nearest-neighbors.ts';
import type { Matrix } from '../../../src/learning/matrix.ts';
import { createRandom } from '../../../src/learning/random.ts';

const samplesOf = (rows: number[][]): Samples => ({
  values: Float32Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});

const matrixOf = (rows: number[][]): Matrix => ({ ...samplesOf(rows), values: Float64Array.from(rows.flat()) });

const options = { k: 3, weights: 'uniform' as NeighborWeights, p: 2 };

describe("the examples of scikit-learn's documentation", () => {
  const line = samplesOf([[0], [1], [2], [3]]);
  const targets = Float32Array.of(0, 0, 1, 1);

  test('KNeighborsClassifier', () => {
    const found = predictFromNeighbors(line, { targets, classes: 2 }, options, matrixOf([[1.1], [0.9]]));
    expect(found.subarray(2)).toEqual(Float64Array.of(1 / 3 + 1 / 3, 1 / 3));
    expect(found[0]).toBeGreaterThan(found[1] ?? 0);
  });

  test('KNeighborsRegressor', () => {
    const found = predictFromNeighbors(line, { targets, classes: 0 }, { ...options, k: 2 }, matrixOf([[1.5]]));
    expect([...found]).toEqual([0.5]);
  });

  test('NearestNeighbors', () => {
    const search = createSearch(samplesOf([[0, 0, 2], [1, 0, 0], [0, 0, 1]]), 2, 2); // biome-ignore format: one line says it
    expect([...search(Float64Array.of(0, 0, 1.3)).rows]).toEqual([2, 0]);
  });
});

/** Sorts every sample by distance, then by row number. */
function naiveNeighbors(rows: number[][], query: number[], k: number, p: number) {
  const distances = rows.map((row) => row.reduce((sum, value, at) => sum + Math.abs(value - (query[at] ?? 0)) ** p, 0) ** (1 / p)); // biome-ignore format: one line says it
  const order = [...distances.keys()].sort((a, b) => (distances[a] ?? 0) - (distances[b] ?? 0) || a - b);
  return order.slice(0, k).map((row) => ({ row, distance: distances[row] ?? 0 }));
}

describe.each([1, 2, 3, 7.5])('with p = %d', (p) => {
  test.each([
    [3, 1],
    [40, 8],
    [17, 200],
  ])('the neighbors in %i columns are those of a naive search for k = %i', (columns, k) => {
    const random = createRandom(columns);
    const rows = Array.from({ length: 200 }, () => Array.from({ length: columns }, () => Math.fround(random.normal())));
    const search = createSearch(samplesOf(rows), k, p);
    for (let count = 0; count < 20; count++) {
      const query = Array.from({ length: columns }, () => random.normal());
      const wanted = naiveNeighbors(rows, query, k, p);
      const { rows: found, distances } = search(Float64Array.from(query));
      expect([...found]).toEqual(wanted.map(({ row }) => row));
      for (const [at, { distance }] of wanted.entries()) expect(distances[at]).toBeCloseTo(distance, 10);
    }
  });

  test('the lower row numbers win at equal distances', () => {
    const search = createSearch(samplesOf([[5], [1], [-1], [1], [-1], [1]]), 3, p);
    expect([...search(Float64Array.of(0)).rows]).toEqual([1, 2, 3]);
  });
});

test('distances beyond the range of powers remain finite and ordered', () => {
  const search = createSearch(samplesOf([[3e38], [1e38], [1e-30], [2e-30]]), 4, 100);
  const { rows, distances } = search(Float64Array.of(0));
  expect([...rows]).toEqual([2, 3, 1, 0]);
  expect(distances.every((distance) => distance > 0 && Number.isFinite(distance))).toBe(true);
});

describe('weights', () => {
  test('are equal, or the inverse distances', () => {
    expect([...weigh(Float64Array.of(1, 2, 4, 4), 'uniform')]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...weigh(Float64Array.of(1, 2, 4, 4), 'distance')]).toEqual([0.5, 0.25, 0.125, 0.125]);
  });

  test('belong to the neighbors at distance 0 alone, if there are any', () => {
    expect([...weigh(Float64Array.of(0, 0, 4), 'distance')]).toEqual([0.5, 0.5, 0]);
  });

  test('give the weighted shares of classes and the weighted mean of values', () => {
    const line = samplesOf([[1], [2], [-4]]);
    const by = { ...options, weights: 'distance' as const };
    const origin = matrixOf([[0]]);
    const shares = predictFromNeighbors(line, { targets: Float32Array.of(2, 0, 0), classes: 3 }, by, origin);
    for (const [at, share] of [3 / 7, 0, 4 / 7].entries()) expect(shares[at]).toBeCloseTo(share, 14);
    const [mean] = predictFromNeighbors(line, { targets: Float32Array.of(7, 14, 28), classes: 0 }, by, origin);
    expect(mean).toBeCloseTo((4 * 7 + 2 * 14 + 28) / 7, 14);
  });

  test('of tied classes are exactly equal, so that the first class wins', () => {
    const rows = Array.from({ length: 21 }, (_, at) => [at]);
    const targets = Float32Array.from(rows, (_, at) => at % 3);
    const shares = predictFromNeighbors(samplesOf(rows), { targets, classes: 3 }, { ...options, k: 21 }, matrixOf([[9]])); // biome-ignore format: one line says it
    expect(new Set(shares).size).toBe(1);
  });
});
