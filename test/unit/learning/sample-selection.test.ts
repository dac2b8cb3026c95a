/** The samples that a report keeps: few, informative and deterministic. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../src/learning/random.ts';
import { selectClassExamples, selectRegressionPoints } from '../../../src/learning/sample-selection.ts';

test('lists the most confident mistakes and the least confident hits of each cell first', () => {
  // The probability of class 1, and the actual class.
  const judged = [[0.9, 0], [0.6, 0], [0.95, 0], [0.1, 0], [0.4, 0], [0.8, 1], [0.55, 1]]; // biome-ignore format: a table
  const probabilities = Float32Array.from(judged.flatMap(([one = 0]) => [1 - one, one]));
  const labels = Int32Array.from(judged, ([, label = 0]) => label);
  const cell = (actual: number, predicted: number) =>
    selectClassExamples(probabilities, labels, 2)
      .filter((example) => example.actual === actual && example.predicted === predicted)
      .map(({ sample }) => sample);
  expect(cell(0, 1)).toEqual([2, 0, 1]);
  expect(cell(0, 0)).toEqual([4, 3]);
  expect(cell(1, 1)).toEqual([6, 5]);
  expect(cell(1, 0)).toEqual([]);
});

test('keeps at most 20 samples per cell and 2000 in all, with the most confident mistakes', () => {
  const [classes, samples] = [60, 100_000];
  const random = createRandom(3);
  const probabilities = Float32Array.from({ length: samples * classes }, () => random.next());
  const labels = Int32Array.from({ length: samples }, () => random.integer(classes));
  const chosen = selectClassExamples(probabilities, labels, classes);
  expect(chosen).toHaveLength(2000);
  expect(chosen.every(({ actual, predicted }) => actual !== predicted)).toBe(true);
  expect(chosen).toEqual(selectClassExamples(probabilities, labels, classes));

  const two = selectClassExamples(probabilities.subarray(0, 2 * 10_000), labels.subarray(0, 10_000).map((label) => label % 2), 2); // biome-ignore format: one call
  expect(two).toHaveLength(80);
  const surest = Array.from({ length: 10_000 }, (_, sample) => sample)
    .filter((sample) => (labels[sample] ?? 0) % 2 === 0 && (probabilities[2 * sample + 1] ?? 0) > (probabilities[2 * sample] ?? 0)) // biome-ignore format: one condition
    .sort((one, other) => (probabilities[2 * other + 1] ?? 0) - (probabilities[2 * one + 1] ?? 0))
    .slice(0, 20);
  expect(two.filter(({ actual, predicted }) => actual === 0 && predicted === 1).map(({ sample }) => sample)).toEqual(surest); // biome-ignore format: one line
});

test('keeps 1000 points in a deterministic order and finds the largest residuals of all samples', () => {
  const wanted = Float64Array.from({ length: 5000 }, (_, sample) => sample);
  const predictions = wanted.map((value) => (value === 4321 ? value - 900 : value + 1));
  const { points, largest } = selectRegressionPoints(predictions, wanted);
  expect(points).toHaveLength(1000);
  const places = points.map(({ sample }) => sample);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(new Set(places).size).toBe(1000);
  expect(selectRegressionPoints(predictions, wanted)).toEqual({ points, largest });
  expect(largest).toHaveLength(20);
  expect(largest[0]).toEqual({ sample: 4321, actual: 4321, predicted: 3421 });
});
