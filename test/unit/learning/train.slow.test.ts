/** The training loop: it learns, resumes exactly after an interruption, and leaks nothing. */
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Checkpoint, Interruption, type Report, type TrainingContext } from '../../../src/learning/context.ts';
import type { LabelledData, Split, TrainingOptions } from '../../../src/learning/data.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { splitRows } from '../../../src/learning/split.ts';
import { train } from '../../../src/learning/train.ts';
import { createBatcher } from '../../../src/learning/training/batch.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

const random = createRandom(5);
const points = Float32Array.from({ length: 120 * 3 }, () => random.normal());
const data: LabelledData = {
  features: { values: points, sampleShape: [3], count: 120 },
  targets: {
    values: Int32Array.from({ length: 120 }, (_, row) =>
      (points[row * 3] ?? 0) + (points[row * 3 + 1] ?? 0) ** 2 > 0.6 ? 1 : 0,
    ),
    classes: ['no', 'yes'],
  },
};
const batcher = createBatcher(data);
const split: Split = splitRows(120, { method: 'RANDOM', validationFraction: 0.2, testFraction: 0, seed: 3 }, null);
const training: TrainingOptions = {
  epochs: 4,
  batchSize: 16,
  learningRate: 0.02,
  optimizer: 'adam',
  learningRateSchedule: 'constant',
  earlyStopping: null,
  replicas: 1,
  seed: 11,
};

function network(): LayersModel {
  const model = sequential();
  model.add(layers.dense({ inputShape: [3], units: 8, activation: 'tanh', kernelInitializer: seeded(1) }));
  model.add(layers.batchNormalization());
  model.add(layers.dropout({ rate: 0.3 }));
  model.add(layers.dense({ units: 2, activation: 'softmax', kernelInitializer: seeded(2) }));
  return model;
}
const seeded = (seed: number) => initializers.glorotUniform({ seed });

interface Recorder extends TrainingContext {
  reports: Report[];
  checkpoints: Checkpoint[];
  abort: AbortController;
}

function recorder(
  options: { resumeFrom?: Checkpoint; interruptAt?: { step: number; kind: 'cancel' | 'pause' } } = {},
): Recorder {
  const abort = new AbortController();
  const recorded: Recorder = {
    reports: [],
    checkpoints: [],
    abort,
    signal: abort.signal,
    resumeFrom: options.resumeFrom,
    report(report) {
      recorded.reports.push(report);
      const { interruptAt } = options;
      if (report.type !== 'progress' || !interruptAt) return;
      const step = (report.epoch - 1) * report.batches + report.batch;
      if (step === interruptAt.step) abort.abort(new Interruption(interruptAt.kind));
    },
    async checkpoint(checkpoint) {
      recorded.checkpoints.push(checkpoint);
    },
  };
  return recorded;
}

const weightsOf = (model: LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);

test('reduces the loss and reports progress and metrics', async () => {
  const model = network();
  const context = recorder();
  const result = await train({ model, batcher, split, training: { ...training, epochs: 40 }, context });
  expect(result.history).toHaveLength(40);
  const accuracies = result.history.map(
    ({ metrics }) => metrics.find(({ name }) => name === 'val_accuracy')?.value ?? 0,
  );
  expect(accuracies[result.end.bestEpoch - 1]).toBeGreaterThan(0.8);
  const progress = context.reports.filter((report) => report.type === 'progress');
  expect(progress).toHaveLength(40 * 6);
  expect(progress.at(-1)).toMatchObject({ epoch: 40, epochs: 40, batch: 6, batches: 6, etaSeconds: 0 });
  model.dispose();
});

describe.each(['sgd', 'momentum', 'rmsprop', 'adam'] as const)('with %s', (optimizer) => {
  test('an interrupted and resumed run ends with identical weights', async () => {
    const options = { batcher, split, training: { ...training, optimizer, learningRateSchedule: 'cosine' as const } };
    const whole = network();
    const wholeResult = await train({ ...options, model: whole, context: recorder() });
    for (const step of [1, 6, 9, 17]) {
      const first = network();
      const paused = recorder({ interruptAt: { step, kind: 'pause' } });
      await expect(train({ ...options, model: first, context: paused })).rejects.toMatchObject({ kind: 'pause' });
      const second = network();
      const rest = await train({
        ...options,
        model: second,
        context: recorder({ resumeFrom: paused.checkpoints.at(-1) }),
      });
      expect(weightsOf(second), `interrupted at step ${step}`).toEqual(weightsOf(whole));
      expect(rest.history).toEqual(wholeResult.history);
      first.dispose();
      second.dispose();
    }
    whole.dispose();
  });
});

test('resumes from any checkpoint, including mid-epoch', async () => {
  const whole = network();
  const context = { ...recorder(), checkpointSeconds: 0 };
  const { steps, history } = await train({ model: whole, batcher, split, training, context });
  // One after each batch, including the last of an epoch.
  expect(context.checkpoints.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, index) => index + 1));
  for (const resumeFrom of context.checkpoints.filter(({ step }) => step % 5 === 2)) {
    const model = network();
    const rest = await train({ model, batcher, split, training, context: recorder({ resumeFrom }) });
    expect(weightsOf(model), `from step ${resumeFrom.step}`).toEqual(weightsOf(whole));
    expect(rest.history).toEqual(history);
    model.dispose();
  }
  whole.dispose();
});

test('the seed determines the weights', async () => {
  const models = [network(), network(), network()];
  for (const [index, model] of models.entries()) {
    await train({ model, batcher, split, training: { ...training, seed: index < 2 ? 1 : 2 }, context: recorder() });
  }
  const [one, same, other] = models.map(weightsOf);
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
  tf.dispose(models.flatMap((model) => model.getWeights()));
});

test('keeps training while the store is unavailable and waits for the last checkpoint', async () => {
  let keep: () => void = () => undefined;
  const recorded = recorder();
  const context: TrainingContext = {
    ...recorded,
    checkpointSeconds: 0,
    async checkpoint(checkpoint) {
      await recorded.checkpoint(checkpoint);
      await new Promise<void>((resolve) => {
        keep = resolve;
      });
    },
    report(report) {
      if (report.type === 'metrics' && report.epoch === training.epochs) setImmediate(() => keep());
    },
  };
  const { steps } = await train({ model: network(), batcher, split, training, context });
  expect(steps).toBe(training.epochs * Math.ceil(split.train.length / training.batchSize));
  expect(recorded.checkpoints.map(({ step }) => step)).toEqual([1]);
});

test('a cancelled run stops at the next batch without a checkpoint', async () => {
  const model = network();
  const context = recorder({ interruptAt: { step: 3, kind: 'cancel' } });
  await expect(train({ model, batcher, split, training, context })).rejects.toBeInstanceOf(Interruption);
  expect(context.reports.filter(({ type }) => type === 'progress')).toHaveLength(3);
  expect(context.checkpoints).toHaveLength(0);
  model.dispose();
});

test('early stopping keeps the best weights', async () => {
  const model = network();
  const earlyStopping = { monitor: 'val_loss', patience: 3, minDelta: 0 } as const;
  const result = await train({
    model,
    batcher,
    split,
    training: { ...training, learningRate: 0.3, epochs: 500, earlyStopping },
    context: recorder(),
  });
  const { bestEpoch } = result.end;
  expect(result.end).toEqual({ cause: 'EARLY_STOPPING', epoch: bestEpoch + 3, bestEpoch, monitor: 'val_loss' });
  expect(result.history.length).toBe(bestEpoch + 3);
  const losses = result.history.map(({ metrics }) => metrics.find(({ name }) => name === 'val_loss')?.value ?? 0);
  expect(Math.min(...losses)).toBe(losses[bestEpoch - 1]);
  model.dispose();
});

test('a NaN loss fails with advice on the learning rate', async () => {
  const model = network();
  const broken = {
    ...data,
    features: {
      ...data.features,
      values: Float32Array.from(points, (value, index) => (index === (split.train[3] ?? 0) * 3 ? Number.NaN : value)),
    },
  };
  await expect(train({ model, batcher: createBatcher(broken), split, training, context: recorder() })).rejects.toThrow(
    /NaN.*epoch 1.*learning rate/s,
  );
  model.dispose();
});

test('rejects a checkpoint of another model', async () => {
  const paused = recorder({ interruptAt: { step: 2, kind: 'pause' } });
  const model = network();
  await expect(train({ model, batcher, split, training, context: paused })).rejects.toThrow();
  const other = sequential({ layers: [layers.dense({ inputShape: [3], units: 2, activation: 'softmax' })] });
  await expect(
    train({ model: other, batcher, split, training, context: recorder({ resumeFrom: paused.checkpoints[0] }) }),
  ).rejects.toThrow(/does not match the model/);
  model.dispose();
  other.dispose();
});

test('leaks no tensor, however a run ends', async () => {
  const model = network();
  const before = tf.memory().numTensors;
  await train({ model, batcher, split, training, context: recorder() });
  await train({
    model,
    batcher,
    split,
    training,
    context: recorder({ interruptAt: { step: 3, kind: 'cancel' } }),
  }).catch(() => undefined);
  await train({
    model,
    batcher,
    split,
    training,
    context: recorder({ interruptAt: { step: 8, kind: 'pause' } }),
  }).catch(() => undefined);
  const broken = { ...data, features: { ...data.features, values: points.map(() => Number.NaN) } };
  await train({ model, batcher: createBatcher(broken), split, training, context: recorder() }).catch(() => undefined);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

describe('replicas', () => {
  const shared = { ...training, replicas: 2, batchSize: 15 }; // makes the last batch smaller and the shares uneven

  async function weightsWith(options: TrainingOptions, context: TrainingContext = recorder()): Promise<number[][]> {
    const model = network();
    try {
      await train({ model, batcher, split, training: options, context });
      return weightsOf(model);
    } finally {
      model.dispose();
    }
  }

  test('give identical weights every time, which depend on the number of replicas', async () => {
    const first = await weightsWith(shared);
    expect(await weightsWith(shared)).toEqual(first);
    const three = await weightsWith({ ...shared, replicas: 3 });
    expect(three).not.toEqual(first);
  });

  test('match a single replica when no layer is stochastic or keeps averages', async () => {
    const plain = () => {
      const model = sequential();
      model.add(layers.dense({ inputShape: [3], units: 8, activation: 'tanh', kernelInitializer: seeded(1) }));
      model.add(layers.dense({ units: 2, activation: 'softmax', kernelInitializer: seeded(2) }));
      return model;
    };
    const [one, two] = [plain(), plain()];
    const once = { ...shared, epochs: 2, optimizer: 'sgd' as const };
    await train({ model: one, batcher, split, training: { ...once, replicas: 1 }, context: recorder() });
    await train({ model: two, batcher, split, training: once, context: recorder() });
    const [expected, found] = [weightsOf(one).flat(), weightsOf(two).flat()];
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 5);
    for (const model of [one, two]) model.dispose();
  });

  test('resume exactly after a pause', async () => {
    const whole = await weightsWith(shared);
    const paused = recorder({ interruptAt: { step: 9, kind: 'pause' } });
    await expect(weightsWith(shared, paused)).rejects.toThrow(Interruption);
    expect(await weightsWith(shared, recorder({ resumeFrom: paused.checkpoints.at(-1) }))).toEqual(whole);
  });

  test('stop when one of them fails', async () => {
    const model = network();
    // Only the threads build their model from its serialized form.
    vi.spyOn(model, 'toJSON').mockReturnValue('{}');
    await expect(train({ model, batcher, split, training: shared, context: recorder() })).rejects.toThrow(
      /Replica 1 failed/,
    );
    model.dispose();
  });
});
