/** Random numbers, splits, scores and files: pure functions with known results. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { evaluateClassification, evaluateRegression } from '../../../src/learning/evaluate.ts';
import { loadNetwork, saveNetwork } from '../../../src/learning/layers-model-files.ts';
import { predictNetwork } from '../../../src/learning/model.ts';
import { predictBatches } from '../../../src/learning/predict.ts';
import { createRandom, hashSeed } from '../../../src/learning/random.ts';
import { splitRows } from '../../../src/learning/split.ts';
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainingProgress,
} from '../../../src/learning/training/checkpoint.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe('createRandom()', () => {
  test('is reproducible by seed', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed).next);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(hashSeed(1, 'shuffle', 2)).not.toBe(hashSeed(1, 'shuffle', 3));
    expect(hashSeed(1, 'ab', 'c')).not.toBe(hashSeed(1, 'a', 'bc'));
  });

  test('has the expected mean, variance and distribution', () => {
    const random = createRandom(42);
    const uniform = Array.from({ length: 100_000 }, random.next);
    expect(uniform.reduce((a, b) => a + b) / uniform.length).toBeCloseTo(0.5, 2);
    const normal = Array.from({ length: 100_000 }, random.normal);
    expect(normal.reduce((a, b) => a + b) / normal.length).toBeCloseTo(0, 1);
    expect(normal.reduce((a, b) => a + b * b) / normal.length).toBeCloseTo(1, 1);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) {
      const bucket = random.integer(10);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    // Chi-squared with 9 degrees of freedom exceeds 27.9 once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.9);
    expect([...createRandom(1).permutation(100)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
  });
});

describe('a split', () => {
  const classes = Int32Array.from({ length: 103 }, (_, index) => (index % 10 === 0 ? 1 : 0));
  test.each(['RANDOM', 'STRATIFIED', 'SYSTEMATIC'] as const)('%s uses every sample once', (method) => {
    const {
      train,
      validation,
      test: held,
    } = splitRows(103, { method, validationFraction: 0.1, testFraction: 0.2, seed: 1 }, classes);
    expect([...train, ...validation, ...held].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 103 }, (_, index) => index),
    );
    expect(Math.abs(held.length - 20.6)).toBeLessThan(1.5);
    expect(Math.abs(validation.length - 10.3)).toBeLessThan(1.5);
  });

  test('SYSTEMATIC puts every fifth row into the test set, starting with the first', () => {
    const { test: held } = splitRows(
      12,
      { method: 'SYSTEMATIC', validationFraction: 0, testFraction: 0.2, seed: 9 },
      null,
    );
    expect([...held]).toEqual([0, 5, 10]);
  });

  test('STRATIFIED preserves the class proportions', () => {
    const { test: held } = splitRows(
      103,
      { method: 'STRATIFIED', validationFraction: 0, testFraction: 0.2, seed: 1 },
      classes,
    );
    expect(held.reduce((sum, row) => sum + (classes[row] ?? 0), 0)).toBe(2);
  });
});

describe('scores match scikit-learn', () => {
  test('for classes, including one that is never predicted', () => {
    const probabilities = Float32Array.from([0.8, 0.2, 0, 0.3, 0.7, 0, 0.6, 0.4, 0, 0.1, 0.9, 0, 0.5, 0.2, 0.3]);
    const report = evaluateClassification(probabilities, Int32Array.from([0, 1, 1, 1, 2]), ['a', 'b', 'c']);
    // sklearn.metrics: accuracy_score, precision_recall_fscore_support(average='macro', zero_division=0), confusion_matrix
    expect(report.accuracy).toBeCloseTo(0.6);
    expect(report.confusionMatrix).toEqual([
      [1, 0, 0],
      [1, 2, 0],
      [1, 0, 0],
    ]);
    expect(report.perClass.map(({ precision }) => precision)).toEqual([expect.closeTo(1 / 3), 1, 0]);
    expect(report.perClass.map(({ recall }) => recall)).toEqual([1, expect.closeTo(2 / 3), 0]);
    expect(report.macroF1).toBeCloseTo((0.5 + 0.8 + 0) / 3);
    expect(report.loss).toBeCloseTo(
      -(Math.log(0.8) + Math.log(0.7) + Math.log(0.4) + Math.log(0.9) + Math.log(0.3)) / 5,
    );
  });

  test('for regression', () => {
    // sklearn.metrics: mean_absolute_error, r2_score of the documentation's example
    const report = evaluateRegression([2.5, 0, 2, 8], [3, -0.5, 2, 7]);
    expect(report.meanAbsoluteError).toBeCloseTo(0.5);
    expect(report.r2).toBeCloseTo(0.9486, 4);
    expect(report.rootMeanSquaredError).toBeCloseTo(Math.sqrt(0.375));
    expect(evaluateRegression([1, 2], [3, 3]).r2).toBe(0);
    expect(evaluateRegression([3, 3], [3, 3]).r2).toBe(1);
  });
});

test('a network predicts the same after save and load', async () => {
  const model = sequential({
    layers: [
      layers.dense({ inputShape: [4], units: 5, activation: 'relu' }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  const features = {
    values: Float32Array.from({ length: 40 }, (_, index) => Math.sin(index)),
    sampleShape: [4],
    count: 10,
  };
  const files = await saveNetwork(model);
  const copy = await loadNetwork(files);
  const answer = (x: Tensor) => copy.apply(x) as Tensor; // the model has a single output
  expect(await predictBatches(answer, features, { batchSize: 3 })).toEqual(await predictNetwork(model, features));
  const manifest = JSON.parse(Buffer.from(files.modelJson).toString('utf8'));
  expect(manifest.weightsManifest[0].paths).toEqual(['weights.bin']);
  expect(files.weights.length).toBe((4 * 5 + 5 + 5 * 3 + 3) * 4);
});

test('round-trips a checkpoint and detects damage', () => {
  const progress: TrainingProgress = {
    epoch: 2,
    batch: 3,
    step: 9,
    sums: { loss: 1, score: 2, samples: 3 },
    best: { epoch: 1, value: 0.5 },
    history: [],
  };
  const tensors = [Float32Array.of(1.5, -2), new Float32Array(0), Float32Array.of(Math.PI)];
  const bytes = encodeCheckpoint(progress, tensors);
  expect(decodeCheckpoint(bytes)).toEqual({ progress, tensors });
  expect(() => decodeCheckpoint(bytes.subarray(0, bytes.length - 1))).toThrow(/truncated/);
  expect(() => decodeCheckpoint(Buffer.from('something else'))).toThrow(/not a checkpoint/);
});
