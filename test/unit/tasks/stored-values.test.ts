/** JSON columns of tasks, also in rows that an earlier version wrote. */
import { expect, test } from 'vitest';
import { taskResultSchema } from '../../../src/tasks/task-result.ts';
import { parseCheckpoints, toTask } from '../../../src/tasks/task-row.ts';

const progressOf = (progress: object | null) => toTask({ progress } as Parameters<typeof toTask>[0]).progress; // no other column is read

test('reads stored progress, and treats progress with a missing number as absent', () => {
  const progress = { epoch: 1, epochs: 3, batch: 2, batches: 8, samplesPerSecond: 120.5, etaSeconds: 4 };
  expect(progressOf(progress)).toEqual(progress);
  // JSON has no infinity: it was stored as null.
  expect(progressOf({ ...progress, etaSeconds: null })).toBeNull();
  expect(progressOf(null)).toBeNull();
});

test('reads a task without checkpoints, and rejects checkpoints without a key', () => {
  expect(parseCheckpoints({ checkpoint: null })).toEqual([]);
  const newest = { key: 'checkpoints/b', step: 20 };
  expect(parseCheckpoints({ checkpoint: [newest, { key: 'checkpoints/a', step: 10 }] })[0]).toEqual(newest);
  expect(() => parseCheckpoints({ checkpoint: JSON.parse('[{"step":1}]') })).toThrow();
});

test('reads the results of all kinds of tasks', () => {
  const trial = { number: 1, parameters: { depth: 3 }, learningRate: null, score: null };
  const model = { modelId: 'm', versionId: 'v' };
  expect(taskResultSchema.parse({ kind: 'TRAIN', ...model })).toEqual({});
  expect(taskResultSchema.parse({ kind: 'TUNE', ...model, trials: [trial], best: 1 })).toEqual({ trials: [trial] });
  const artifact = { artifactKey: 'predictions/x', sha256: 'x', bytes: 3, samples: 1 };
  expect(taskResultSchema.parse({ kind: 'PREDICT', ...artifact })).toEqual({ artifactKey: 'predictions/x' });
  const report = {
    objective: 'REGRESSION',
    sampleCount: 1,
    loss: 1,
    meanAbsoluteError: 1,
    rootMeanSquaredError: 1,
    r2: 0,
  };
  expect(taskResultSchema.parse({ kind: 'EVALUATE', report })).toEqual({ report });
});
