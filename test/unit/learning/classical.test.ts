/** Compares the classical methods with known solutions or their optimality conditions. */
import { describe, expect, test } from 'vitest';
import { fitComponents, transform } from '../../../src/learning/classical/components.ts';
import {
  estimateGaussians,
  logDensities,
  normalizeResponsibilities,
} from '../../../src/learning/classical/gaussian-mixture.ts';
import { createKMeans, lloydIteration } from '../../../src/learning/classical/kmeans.ts';
import { nearestNeighbors, propagate } from '../../../src/learning/classical/label-graph.ts';
import { createLasso, lassoEpoch } from '../../../src/learning/classical/lasso.ts';
import { beginLbfgs, lbfgsStep, steepness } from '../../../src/learning/classical/lbfgs.ts';
import { createDualSolver } from '../../../src/learning/classical/smo.ts';
import { logisticObjective } from '../../../src/learning/classical/softmax-regression.ts';
import { growTree, leafOf } from '../../../src/learning/classical/tree.ts';
import { evaluateClustering, evaluateReduction } from '../../../src/learning/evaluate.ts';
import { solveLeastSquares } from '../../../src/learning/least-squares.ts';
import type { Matrix } from '../../../src/learning/matrix.ts';
import { createRandom } from '../../../src/learning/random.ts';

const matrix = (rows: number[][]): Matrix => ({
  values: Float64Array.from(rows.flat()),
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
});

function noise(rows: number, columns: number, seed: number): Matrix {
  const random = createRandom(seed);
  return { values: Float64Array.from({ length: rows * columns }, () => random.normal()), rows, columns };
}

/** Returns the largest difference between a gradient and the central finite difference. */
function gradientError(objective: (x: Float64Array, gradient: Float64Array) => number, x: Float64Array): number {
  const [gradient, unused] = [new Float64Array(x.length), new Float64Array(x.length)];
  objective(x, gradient);
  const step = 1e-5;
  return Math.max(
    ...x.map((value, index) => {
      const at = (shift: number) => objective(x.with(index, value + shift), unused);
      return Math.abs((at(step) - at(-step)) / (2 * step) - (gradient[index] ?? Number.NaN));
    }),
  );
}

describe('least squares', () => {
  test('recovers a plane from more rows than one block', () => {
    const x = noise(100, 3, 1);
    const y = Float64Array.from(
      { length: 100 },
      (_, row) => 2 + 3 * (x.values[3 * row] ?? 0) - (x.values[3 * row + 2] ?? 0),
    );
    const { coefficients, intercepts, residualSumOfSquares } = solveLeastSquares(x, {
      values: y,
      rows: 100,
      columns: 1,
    });
    for (const [index, wanted] of [3, 0, -1].entries()) expect(coefficients[index]?.[0]).toBeCloseTo(wanted, 10);
    expect(intercepts[0]).toBeCloseTo(2, 10);
    expect(residualSumOfSquares).toBeLessThan(1e-20);
  });

  test('returns the minimum-norm solution for dependent or too many columns', () => {
    const twice = matrix([[1, 1], [2, 2], [3, 3]]); // biome-ignore format: one line says it
    const { coefficients } = solveLeastSquares(twice, matrix([[2], [4], [6]]));
    for (const [weight] of coefficients) expect(weight).toBeCloseTo(1, 10);
    const wide = solveLeastSquares(noise(3, 10, 2), noise(3, 2, 3));
    expect(wide.residualSumOfSquares).toBeLessThan(1e-20);
  });

  test('shrinks coefficients by the ridge penalty as the normal equations do', () => {
    // One centered column: w = sum xy / (sum xx + alpha).
    const { coefficients } = solveLeastSquares(matrix([[-1], [0], [1]]), matrix([[-2], [0], [2]]), 2);
    expect(coefficients[0]?.[0]).toBeCloseTo(4 / 4, 12);
  });

  test('gives a constant column no weight', () => {
    const { coefficients, intercepts } = solveLeastSquares(matrix([[7, 1], [7, 2]]), matrix([[3], [5]])); // biome-ignore format: one line says it
    expect(coefficients.map(([weight]) => weight)).toEqual([0, expect.closeTo(2, 10)]);
    expect(intercepts[0]).toBeCloseTo(1, 10);
  });
});

test('the lasso satisfies its optimality conditions', () => {
  const x = noise(60, 5, 4);
  const y = Float64Array.from(
    { length: 60 },
    (_, row) => 3 * (x.values[5 * row] ?? 0) + 0.01 * (x.values[5 * row + 1] ?? 0),
  );
  const alpha = 0.3;
  const lasso = createLasso(x, y, alpha, null);
  while (lassoEpoch(lasso).maxChange > 1e-12);
  for (const [index, column] of lasso.columns.entries()) {
    const correlation = column.reduce((sum, value, row) => sum + value * (lasso.residuals[row] ?? 0), 0) / 60;
    const weight = lasso.coefficients[index] ?? 0;
    if (weight === 0) expect(Math.abs(correlation)).toBeLessThanOrEqual(alpha + 1e-9);
    else expect(correlation).toBeCloseTo(alpha * Math.sign(weight), 9);
  }
  expect([...lasso.coefficients].filter((weight) => weight !== 0)).toHaveLength(1);
});

describe('logistic regression', () => {
  test.each([2, 3])('has a gradient that matches its loss, for %i classes', (classes) => {
    const x = noise(20, 3, 5);
    const y = Float64Array.from({ length: 20 }, (_, row) => row % classes);
    const parameters = noise(1, (classes === 2 ? 1 : classes) * 4, 6).values;
    expect(gradientError(logisticObjective(x, y, classes, 0.7), parameters)).toBeLessThan(1e-8);
  });

  test('L-BFGS finds the minimum of the Rosenbrock function (Rosenbrock 1960)', () => {
    const valley = (x: Float64Array, gradient: Float64Array) => {
      const [a = 0, b = 0] = x;
      gradient.set([-2 * (1 - a) - 400 * a * (b - a ** 2), 200 * (b - a ** 2)]);
      return (1 - a) ** 2 + 100 * (b - a ** 2) ** 2;
    };
    const search = beginLbfgs(valley, Float64Array.of(-1.2, 1));
    let steps = 0;
    while (steepness(search) > 1e-9 && lbfgsStep(valley, search)) steps++;
    expect(steps).toBeLessThan(100);
    for (const value of search.x) expect(value).toBeCloseTo(1, 7);
  });
});

describe('a tree', () => {
  const options = { maxDepth: null, minSamplesSplit: 2, minSamplesLeaf: 1, maxFeatures: null, random: createRandom(1) };
  const grow = (x: Matrix, y: number[], classes: number, more = {}) =>
    growTree(
      { x, y: Float64Array.from(y), classes, weights: new Float64Array(y.length).fill(1) },
      { ...options, ...more },
    );

  test('splits between classes, halfway between neighbors', () => {
    const tree = grow(matrix([[1, 5], [2, 5], [4, 5], [5, 5]]), [0, 0, 1, 1], 2); // biome-ignore format: one line says it
    expect(tree.features).toEqual([0, -1, -1]);
    expect(tree.thresholds[0]).toBe(3);
    expect(tree.values).toEqual([0.5, 0.5, 1, 0, 0, 1]);
  });

  test('learns exclusive or, which no single split separates', () => {
    const x = matrix([[0, 0], [0, 1], [1, 0], [1, 1]]); // biome-ignore format: one line says it
    const y = [0, 1, 1, 0];
    const tree = grow(x, y, 2);
    for (const [row, label] of y.entries()) expect(tree.values[2 * leafOf(tree, x, row) + label]).toBe(1);
  });

  test('respects its limits and never splits a constant column', () => {
    const x = noise(200, 2, 7);
    const y = [...x.values.filter((_, at) => at % 2 === 0)];
    const tree = grow(x, y, 0, { maxDepth: 3, minSamplesLeaf: 20 });
    expect(tree.features.length).toBeLessThanOrEqual(15);
    const counts = new Map<number, number>();
    for (let row = 0; row < 200; row++) counts.set(leafOf(tree, x, row), (counts.get(leafOf(tree, x, row)) ?? 0) + 1);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(20);
    expect(grow(matrix([[3], [3], [3]]), [0, 1, 0], 2).features).toEqual([-1]); // biome-ignore format: one line says it
  });
});

test('the SVM solver finds the margin of two points and satisfies the KKT conditions of a cloud', () => {
  const solve = (rows: Matrix, signs: number[], C: number) => {
    const row = (index: number) => rows.values.subarray(index * rows.columns, (index + 1) * rows.columns);
    const k = (a: number, b: number) => row(a).reduce((sum, value, at) => sum + value * (row(b)[at] ?? 0), 0);
    const dual = createDualSolver(
      {
        size: signs.length,
        signs: Int8Array.from(signs),
        linear: new Float64Array(signs.length).fill(-1),
        C,
        diagonal: Float64Array.from(signs, (_, at) => k(at, at)),
        row: (index) => Float64Array.from(signs, (sign, at) => sign * (signs[index] ?? 1) * k(index, at)),
      },
      1e-6,
      null,
    );
    while (dual.iterate(1000));
    return dual;
  };
  // The margin lies halfway: alpha = 2 / distance^2, and the threshold is the midpoint.
  const two = solve(matrix([[1], [3]]), [-1, 1], 100);
  expect([...two.alphas]).toEqual([expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)]);
  expect(two.rho()).toBeCloseTo(2, 9);
  const cloud = noise(80, 2, 8);
  const signs = Array.from({ length: 80 }, (_, row) =>
    (cloud.values[2 * row] ?? 0) + 0.5 * (cloud.values[2 * row + 1] ?? 0) > 0 ? 1 : -1,
  );
  const dual = solve(cloud, signs, 1);
  expect(dual.alphas.reduce((sum, alpha, at) => sum + alpha * (signs[at] ?? 0), 0)).toBeCloseTo(0, 9);
  expect(dual.alphas.every((alpha) => alpha >= 0 && alpha <= 1)).toBe(true);
  expect(dual.gap()).toBeLessThan(1e-6);
});

test('k-means finds well-separated clusters for any seed', () => {
  const random = createRandom(9);
  const centers = [[0, 0], [10, 0], [0, 10]]; // biome-ignore format: one line says it
  const x = matrix(
    Array.from({ length: 90 }, (_, row) => (centers[row % 3] ?? []).map((at) => at + random.normal() / 4)),
  );
  for (const seed of [1, 2, 3]) {
    const options = { clusters: 3, restarts: 2, seed };
    const search = createKMeans(x, options);
    while (!lloydIteration(x, search, options).done);
    const found = (search.best?.centers ?? []).map((center) => center.map(Math.round).map((value) => value + 0));
    expect(found.sort()).toEqual([[0, 0], [0, 10], [10, 0]]); // biome-ignore format: one line says it
  }
});

test('k-means reaches inertia 0 with as many clusters as distinct samples', () => {
  const x = matrix([[1], [1], [2], [3]]); // biome-ignore format: one line says it
  const options = { clusters: 4, restarts: 1, seed: 1 };
  const search = createKMeans(x, options);
  while (!lloydIteration(x, search, options).done);
  expect(search.best?.inertia).toBe(0);
});

test('the Gaussian density matches its formula, and EM never decreases the likelihood', () => {
  const x = noise(50, 2, 10);
  let gaussians = estimateGaussians(
    x,
    Float64Array.from({ length: 100 }, (_, at) => (at % 4 === 0 || at % 4 === 3 ? 0.8 : 0.2)),
    2,
    false,
  );
  const likelihoods = Array.from({ length: 20 }, () => {
    const shares = logDensities(gaussians, x);
    const likelihood = normalizeResponsibilities(shares, 2, () => true);
    gaussians = estimateGaussians(x, shares, 2, false);
    return likelihood;
  });
  for (const [index, likelihood] of likelihoods.entries())
    if (index > 0) expect(likelihood).toBeGreaterThanOrEqual((likelihoods[index - 1] ?? 0) - 1e-5);
  const [density] = logDensities([{ weight: 1, mean: [1], factor: [2] }], matrix([[3]]));
  expect(density).toBeCloseTo(Math.log(Math.exp(-0.5) / (2 * Math.sqrt(2 * Math.PI))), 12);
});

test('principal components are orthogonal and ordered, with correct retained variance', () => {
  const x = noise(300, 4, 11);
  for (let row = 0; row < 300; row++)
    x.values[4 * row + 1] = 3 * (x.values[4 * row] ?? 0) + 0.1 * (x.values[4 * row + 1] ?? 0);
  const all = fitComponents(x, true, null);
  for (const [a, one] of all.vectors.entries())
    for (const [b, other] of all.vectors.entries())
      expect(one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)).toBeCloseTo(a === b ? 1 : 0, 10);
  expect(all.singularValues).toEqual([...all.singularValues].sort((a, b) => b - a));
  const projected = transform(fitComponents(x, true, 2), x);
  const first = projected.filter((_, at) => at % 2 === 0).reduce((sum, value) => sum + value ** 2, 0);
  expect(Math.sqrt(first)).toBeCloseTo(all.singularValues[0] ?? 0, 8);
  const features = { values: Float32Array.from(x.values), sampleShape: [4], count: 300 };
  const rows = Int32Array.from({ length: 300 }, (_, row) => row);
  const { retainedVariance } = evaluateReduction(Float32Array.from(projected), features, rows);
  const total = all.singularValues.reduce((sum, value) => sum + value ** 2, 0);
  expect(retainedVariance).toBeCloseTo(
    (all.singularValues.slice(0, 2).reduce((sum, value) => sum + value ** 2, 0) ?? 0) / total,
    4,
  );
});

test("label propagation assigns the nearest labeled sample's class along a chain", () => {
  const x = matrix([[0], [1], [2], [10], [11], [12]]); // biome-ignore format: one line says it
  const y = Float64Array.of(0, -1, -1, -1, -1, 1);
  const graph = nearestNeighbors(x, x, 3);
  expect([...graph.neighbors.subarray(0, 3)]).toEqual([0, 1, 2]);
  let beliefs = new Float64Array(12);
  for (let round = 0; round < 200; round++) beliefs = propagate(graph, beliefs, y, 2) as typeof beliefs;
  expect(Array.from(x.values, (_, row) => ((beliefs[2 * row] ?? 0) > 0.5 ? 0 : 1))).toEqual([0, 0, 0, 1, 1, 1]);
});

test('the clustering scores match values computed by hand', () => {
  const features = { values: Float32Array.of(0, 1, 10, 11), sampleShape: [1], count: 4 };
  const memberships = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
  const { clusterSizes, inertia, silhouette } = evaluateClustering(memberships, features, Int32Array.of(0, 1, 2, 3));
  expect([clusterSizes, inertia]).toEqual([[2, 2], 1]);
  // a = 1, b = 10.5 or 9.5
  expect(silhouette).toBeCloseTo((2 * (9.5 / 10.5) + 2 * (8.5 / 9.5)) / 4, 10);
  const alone = evaluateClustering(Float32Array.of(1, 1, 1, 1), features, Int32Array.of(0, 1, 2, 3));
  expect(alone.silhouette).toBeNull();
});
