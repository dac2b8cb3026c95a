/**
 * Training of a network: plain mini-batch gradient descent, top to bottom.
 *
 *   for every epoch:   shuffle ─> for every batch: forward, loss, backward, update ─> validate ─> remember the best
 *
 * Notation   B samples in a batch, C outputs (classes, or target values)
 * Promises   - the same seed on the same backend gives the same weights, bit for bit, interrupted or not;
 *            - a run stops within one batch of being asked to;
 *            - no tensor outlives the call, whichever way it ends, but the model's own weights.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Augment, createBatcher } from './batch.ts';
import { decodeCheckpoint, encodeCheckpoint, type Progress } from './checkpoint.ts';
import { Interruption, type MetricValue, type TrainingContext, TrainingFailure } from './context.ts';
import type { LabelledData, Split, TrainingOptions } from './data.ts';
import { seedDropout } from './dropout.ts';
import { improves, isStale, monitorOf } from './early-stopping.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { createRandom, hashSeed } from './random.ts';
import { allVariables, readAll, trainableVariables, writeAll } from './variables.ts';

export interface EpochRecord {
  epoch: number;
  step: number;
  metrics: MetricValue[];
}

export interface TrainingResult {
  history: EpochRecord[];
  /** The epoch whose weights the model has now. */
  bestEpoch: number;
  steps: number;
  stopped: 'epochs' | 'earlyStopping';
}

/** A checkpoint at the end of every epoch would cost more than a short epoch does. */
const checkpointMilliseconds = 2000;
/** As in Keras: keeps log() finite. */
const epsilon = 1e-7;

/**
 * Trains `model` in place; it ends with its best weights: those of the epoch with the best validation result, or the last
 * ones where nothing is held out to validate with.
 *
 * Classification: the model gives C probabilities; cross-entropy. Regression: C values; mean squared error.
 * What the layers' regularizers ask for is added to the loss.
 *
 * @throws Interruption    when context.signal was aborted; for a pause after a checkpoint
 * @throws TrainingFailure when the loss stops being a number
 */
export async function train(options: {
  model: LayersModel;
  data: LabelledData;
  split: Split;
  training: TrainingOptions;
  augment?: Augment;
  context: TrainingContext;
}): Promise<TrainingResult> {
  const { model, data, split, training, context } = options;
  const classes = data.targets.classes;
  const weights = trainableVariables(model);
  const optimizer = createOptimizer(training.optimizer, weights);
  const batcher = createBatcher(data, options.augment);
  const batches = Math.ceil(split.train.length / training.batchSize);
  const monitor = monitorOf(training, split, classes !== null);
  const started = performance.now();
  const progress: Progress = { epoch: 1, batch: 0, step: 0, sums: noSums(), best: null, history: [] };
  let best: Float32Array[] = [];
  let checkpointed = started;
  let done = 0; // samples, in this attempt

  /** One update. Returns the batch's loss (regularizers included) and score: correct answers, or absolute errors. */
  async function trainBatch(rows: Int32Array): Promise<{ loss: number; score: number }> {
    const random = createRandom(hashSeed(training.seed, 'augment', progress.step));
    seedDropout(model, hashSeed(training.seed, 'dropout', progress.step));
    const { x, y } = batcher.batch(rows, random); // x [B, ...sampleShape], y [B, C]
    const { loss, output } = gradientStep(model, optimizer, weights, x, y, {
      classification: classes !== null,
      learningRate: learningRateAt(training, progress.step, batches),
      step: progress.step,
    });
    try {
      const [[value = Number.NaN], outputs] = await Promise.all([loss.data<'float32'>(), output.data<'float32'>()]);
      // Clipping hides an answer that is not a number from the loss.
      const sound = outputs.every(Number.isFinite);
      return { loss: sound ? value : Number.NaN, score: batcher.score(outputs, rows) };
    } finally {
      tf.dispose([x, y, loss, output]);
    }
  }

  async function saveCheckpoint(): Promise<void> {
    const tensors = await readAll([...allVariables(model), ...optimizer.state]);
    checkpointed = performance.now();
    await context.checkpoint({ step: progress.step, bytes: encodeCheckpoint(progress, [...tensors, ...best]) });
  }

  function restore(bytes: Uint8Array): void {
    const saved = decodeCheckpoint(bytes);
    const variables = [...allVariables(model), ...optimizer.state];
    writeAll(variables, saved.tensors.slice(0, variables.length));
    best = saved.tensors.slice(variables.length);
    Object.assign(progress, saved.progress);
  }

  function reportProgress(): void {
    const samplesPerSecond = done / Math.max((performance.now() - started) / 1000, 1e-3);
    const left = (training.epochs - progress.epoch + 1) * split.train.length - progress.sums.samples;
    context.report({
      type: 'progress',
      epoch: progress.epoch,
      epochs: training.epochs,
      batch: progress.batch,
      batches,
      samplesPerSecond,
      etaSeconds: left / Math.max(samplesPerSecond, 1e-3),
    });
  }

  try {
    if (context.resumeFrom) restore(context.resumeFrom.bytes);
    while (progress.epoch <= training.epochs && !isStale(progress, training)) {
      const order = createRandom(hashSeed(training.seed, 'shuffle', progress.epoch)).permutation(split.train.length);
      while (progress.batch < batches) {
        await nextTurn(); // lets a request to stop come in
        if (context.signal.aborted) await stop(context.signal.reason);
        const start = progress.batch * training.batchSize;
        const rows = order.subarray(start, start + training.batchSize).map((index) => split.train[index] ?? 0);
        progress.step++;
        const { loss, score } = await trainBatch(rows);
        if (!Number.isFinite(loss)) throw diverged(loss, progress, training);
        progress.batch++;
        progress.sums.loss += loss * rows.length;
        progress.sums.score += score;
        progress.sums.samples += rows.length;
        done += rows.length;
        reportProgress();
      }
      await endEpoch();
    }
    if (best.length > 0) writeAll(allVariables(model), best);
    const stopped = progress.epoch > training.epochs ? 'epochs' : 'earlyStopping';
    const bestEpoch = progress.best?.epoch ?? progress.epoch - 1;
    return { history: progress.history, bestEpoch, steps: progress.step, stopped };
  } finally {
    optimizer.dispose();
    seedDropout(model, null);
  }

  async function endEpoch(): Promise<void> {
    const scoreName = classes ? 'accuracy' : 'mae';
    const { loss, score, samples } = progress.sums;
    const metrics = [
      { name: 'loss', value: loss / samples },
      { name: scoreName, value: score / samples },
    ];
    if (split.validation.length > 0) {
      const result = await validate(model, batcher, split.validation, training.batchSize, context.signal);
      metrics.push({ name: 'val_loss', value: result.loss }, { name: `val_${scoreName}`, value: result.score });
    }
    const record = { epoch: progress.epoch, step: progress.step, metrics };
    progress.history.push(record);
    context.report({ type: 'metrics', ...record });
    const value = metrics.find(({ name }) => name === monitor?.name)?.value;
    if (monitor && value !== undefined && improves(value, progress.best?.value, monitor)) {
      progress.best = { epoch: progress.epoch, value };
      best = await readAll(allVariables(model));
    }
    Object.assign(progress, { epoch: progress.epoch + 1, batch: 0, sums: noSums() });
    if (performance.now() - checkpointed > checkpointMilliseconds) await saveCheckpoint();
  }

  async function stop(reason: unknown): Promise<never> {
    if (reason instanceof Interruption && reason.kind === 'pause') await saveCheckpoint();
    throw reason;
  }
}

/** Forward, backward, update. The caller disposes what comes back: loss [], output [B, C]. */
function gradientStep(
  model: LayersModel,
  optimizer: Optimizer,
  weights: tf.Variable[],
  x: tf.Tensor,
  y: tf.Tensor,
  how: { classification: boolean; learningRate: number; step: number },
): { loss: tf.Scalar; output: tf.Tensor } {
  return tf.tidy(() => {
    let output: tf.Tensor = tf.scalar(0);
    const { value: loss, grads } = tf.variableGrads(() => {
      output = tf.keep(model.apply(x, { training: true }) as tf.Tensor); // one output: a family builds no other
      const penalties = model.layers.flatMap((layer) => layer.calculateLosses());
      return tf.addN<tf.Scalar>([meanLoss(output, y, how.classification), ...penalties]);
    }, weights);
    optimizer.apply(
      weights.map((weight) => grads[weight.name] ?? tf.zerosLike(weight)),
      how.learningRate,
      how.step,
    );
    return { loss, output };
  });
}

/** Mean over the batch of: -log p(true class), or the squared error. output, y [B, C] */
function meanLoss(output: tf.Tensor, y: tf.Tensor, classification: boolean): tf.Scalar {
  const perSample = classification
    ? tf.neg(tf.sum(tf.mul(y, tf.log(tf.clipByValue(output, epsilon, 1 - epsilon))), -1))
    : tf.mean(tf.squaredDifference(output, y), -1);
  return tf.mean(perSample);
}

/** Mean loss (without regularizers) and mean score over `rows`. */
async function validate(
  model: LayersModel,
  batcher: ReturnType<typeof createBatcher>,
  rows: Int32Array,
  batchSize: number,
  signal: AbortSignal,
): Promise<{ loss: number; score: number }> {
  const sums = { loss: 0, score: 0 };
  for (let start = 0; start < rows.length; start += batchSize) {
    await nextTurn();
    // A pause waits until the epoch is whole: half a validation would be a wrong one.
    if (signal.reason instanceof Interruption && signal.reason.kind === 'cancel') throw signal.reason;
    const part = rows.subarray(start, start + batchSize);
    const { x, y } = batcher.batch(part, null);
    const [output, loss] = tf.tidy(() => {
      const predicted = model.apply(x, { training: false }) as tf.Tensor; // one output, as above
      return [predicted, meanLoss(predicted, y, batcher.classification)] as const;
    });
    const [outputs, [value = Number.NaN]] = await Promise.all([output.data<'float32'>(), loss.data<'float32'>()]);
    sums.loss += value * part.length;
    sums.score += batcher.score(outputs, part);
    tf.dispose([x, y, output, loss]);
  }
  return { loss: sums.loss / rows.length, score: sums.score / rows.length };
}

function learningRateAt(training: TrainingOptions, step: number, batches: number): number {
  if (training.schedule === 'constant') return training.learningRate;
  const done = (step - 1) / (training.epochs * batches);
  return training.learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
}

function diverged(loss: number, progress: Progress, training: TrainingOptions): TrainingFailure {
  return new TrainingFailure(
    `The loss became ${Number.isNaN(loss) ? 'NaN (not a number)' : 'infinite'} in epoch ${progress.epoch}, batch ` +
      `${progress.batch + 1}: the training diverged. Most often the learning rate is too high: try ` +
      `${training.learningRate / 10} instead of ${training.learningRate}, or look for extreme values in the data.`,
  );
}

const noSums = (): Progress['sums'] => ({ loss: 0, score: 0, samples: 0 });
