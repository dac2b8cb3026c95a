/**
 * Trains a network by mini-batch gradient descent.
 *
 *   for every epoch:   shuffle ─> for every batch: forward, loss, backward, update ─> validate ─> remember the best weights
 *
 * Notation   B samples in a batch, C outputs (classes, or target values)
 * Guarantees - the same seed on the same backend gives the same weights, bit for bit, interrupted or not;
 *            - a run stops within one batch of a request to stop;
 *            - a checkpoint is written every few seconds, even within an epoch;
 *            - no tensor outlives the call, even if it fails, except the model's own weights.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Interruption, type MetricValue, type TrainingContext, type TrainingEnd, TrainingFailure } from './context.ts';
import type { Split, TrainingOptions } from './data.ts';
import { assertNoDeviceErrors } from './engine/webgpu.ts';
import type { Generate } from './model.ts';
import { createRandom, hashSeed } from './random.ts';
import type { Batcher } from './training/batch.ts';
import { decodeCheckpoint, encodeCheckpoint, type TrainingProgress } from './training/checkpoint.ts';
import { isImprovement, isPatienceExceeded, resolveMonitor } from './training/early-stopping.ts';
import { meanLoss } from './training/loss.ts';
import { createReplicaTrainStep } from './training/replicas.ts';
import { createSequentialTrainStep, createTrainStep, type LearnerOptions, type TrainStep } from './training/step.ts';
import { allVariables, readVariables, writeVariables } from './training/variables.ts';

export interface EpochRecord {
  epoch: number;
  step: number;
  metrics: MetricValue[];
}

export interface TrainingResult {
  history: EpochRecord[];
  end: TrainingEnd;
  steps: number;
}

const checkpointSeconds = 10;
/** If an epoch is shorter than this, a checkpoint at the end of each would cost more than the epoch. */
const shortEpochSeconds = 5;

/**
 * Trains `model` in place and leaves it with its best weights: those of the epoch with the best validation metric, or the last
 * ones without a validation set. Layer regularization is added to the loss.
 *
 * @throws Interruption    when context.signal is aborted; for a pause, after a checkpoint
 * @throws TrainingFailure when the loss is not finite
 */
export async function train(options: {
  model: LayersModel;
  batcher: Batcher;
  split: Split;
  training: TrainingOptions;
  context: TrainingContext;
  /** Generates samples with the current weights of `model`; without it there are no previews. */
  generate?: Generate | undefined;
}): Promise<TrainingResult> {
  const { model, batcher, split, training, context, generate } = options;
  const stepper = createTrainStepFor(model, batcher, training);
  const batches = Math.ceil(split.train.length / training.batchSize);
  const monitor = resolveMonitor(training, split, batcher.metricName === 'accuracy');
  const started = performance.now();
  const progress: TrainingProgress = { epoch: 1, batch: 0, step: 0, sums: zeroSums(), best: null, history: [] };
  let best: Float32Array[] = [];
  const checkpointEvery = (context.checkpointSeconds ?? checkpointSeconds) * 1000;
  let checkpointed = started;
  /** The write of the last checkpoint; training continues meanwhile. */
  let saving: Promise<void> = Promise.resolve();
  let isSaving = false;
  let done = 0; // samples in this attempt

  /** Runs one update. Returns the batch's loss, regularization included, and score: correct predictions or absolute errors. */
  async function trainBatch(rows: Int32Array): Promise<{ loss: number; score: number }> {
    const random = createRandom(hashSeed(training.seed, 'augment', progress.step));
    const learningRate = learningRateAt(training, progress.step, batches);
    const result = await stepper.run(batcher.batch(rows, random), { learningRate, step: progress.step });
    assertNoDeviceErrors();
    // Clipping in the loss hides an output that is not a number.
    const areFinite = result.outputs.every(Number.isFinite);
    return { loss: areFinite ? result.loss : Number.NaN, score: batcher.sumMetric(result.outputs, rows) };
  }

  /** Never while the last checkpoint is being written: the store may be unavailable for a while, and training continues. */
  function isCheckpointDue(wait: number): boolean {
    return !isSaving && performance.now() - checkpointed >= wait;
  }

  async function saveCheckpoint(): Promise<void> {
    const tensors = await readVariables([...allVariables(model), ...stepper.state]);
    checkpointed = performance.now();
    const checkpoint = { step: progress.step, bytes: encodeCheckpoint(progress, [...tensors, ...best]) };
    await saving;
    isSaving = true;
    saving = context.checkpoint(checkpoint).finally(() => {
      isSaving = false;
    });
    saving.catch(() => undefined); // the error surfaces where `saving` is awaited
  }

  function restore(bytes: Uint8Array): void {
    const saved = decodeCheckpoint(bytes);
    const variables = [...allVariables(model), ...stepper.state];
    writeVariables(variables, saved.tensors.slice(0, variables.length));
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
    while (progress.epoch <= training.epochs && !isPatienceExceeded(progress, training)) {
      const order = createRandom(hashSeed(training.seed, 'shuffle', progress.epoch)).permutation(split.train.length);
      while (progress.batch < batches) {
        await nextTurn(); // lets an abort signal arrive
        if (context.signal.aborted) await stop(context.signal.reason);
        const start = progress.batch * training.batchSize;
        const rows = order.subarray(start, start + training.batchSize).map((index) => split.train[index] ?? 0);
        progress.step++;
        const { loss, score } = await trainBatch(rows);
        if (!Number.isFinite(loss)) throw divergenceFailure(loss, progress, training);
        progress.batch++;
        progress.sums.loss += loss * rows.length;
        progress.sums.score += score;
        progress.sums.samples += rows.length;
        done += rows.length;
        reportProgress();
        if (isCheckpointDue(checkpointEvery) && progress.batch < batches) await saveCheckpoint();
      }
      await endEpoch();
    }
    await saving;
    if (best.length > 0) writeVariables(allVariables(model), best);
    const epoch = progress.epoch - 1;
    const end: TrainingEnd = {
      cause: progress.epoch > training.epochs ? 'MAX_EPOCHS' : 'EARLY_STOPPING',
      epoch,
      bestEpoch: progress.best?.epoch ?? epoch,
      monitor: progress.best ? (monitor?.name ?? null) : null,
    };
    return { history: progress.history, end, steps: progress.step };
  } finally {
    await Promise.allSettled([saving]); // no write of this run outlives it
    await stepper.dispose();
  }

  async function endEpoch(): Promise<void> {
    const { metricName } = batcher;
    const { samples } = progress.sums;
    const metrics = [
      { name: 'loss', value: progress.sums.loss / samples },
      { name: metricName, value: progress.sums.score / samples },
    ];
    if (split.validation.length > 0) {
      const result = await validate(model, batcher, split.validation, training.batchSize, context.signal);
      metrics.push({ name: 'val_loss', value: result.loss }, { name: `val_${metricName}`, value: result.score });
    }
    const record = { epoch: progress.epoch, step: progress.step, metrics };
    progress.history.push(record);
    context.report({ type: 'metrics', ...record });
    const value = metrics.find(({ name }) => name === monitor?.name)?.value;
    if (monitor && value !== undefined && isImprovement(value, progress.best?.value, monitor)) {
      progress.best = { epoch: progress.epoch, value };
      best = await readVariables(allVariables(model));
    }
    const moment = { epoch: progress.epoch, epochs: training.epochs, step: progress.step };
    if (generate && context.showcase?.shouldPreview(moment)) await context.showcase.previewSamples(moment, generate);
    Object.assign(progress, { epoch: progress.epoch + 1, batch: 0, sums: zeroSums() });
    const wait = Math.min(checkpointEvery, shortEpochSeconds * 1000);
    if (isCheckpointDue(wait)) await saveCheckpoint();
  }

  async function stop(reason: unknown): Promise<never> {
    if (reason instanceof Interruption && reason.kind === 'pause') {
      await saveCheckpoint();
      await saving;
    }
    throw reason;
  }
}

/** Returns the mean loss, without regularization, and the mean score over `rows`. */
async function validate(
  model: LayersModel,
  batcher: Batcher,
  rows: Int32Array,
  batchSize: number,
  signal: AbortSignal,
): Promise<{ loss: number; score: number }> {
  const sums = { loss: 0, score: 0 };
  for (let start = 0; start < rows.length; start += batchSize) {
    await nextTurn();
    // A pause waits for the end of validation: a partial validation score would be wrong.
    if (signal.reason instanceof Interruption && signal.reason.kind === 'cancel') throw signal.reason;
    const part = rows.subarray(start, start + batchSize);
    const { x, y } = batcher.batch(part, null);
    const [output, mean] = tf.tidy(() => {
      const input = tf.tensor(x, [part.length, ...batcher.sampleShape]);
      const predicted = model.apply(input, { training: false }) as tf.Tensor; // families build one output only
      return [predicted, meanLoss(batcher.loss, predicted, tf.tensor(y, [part.length, batcher.targetSize]))] as const;
    });
    const [outputs, [value = Number.NaN]] = await Promise.all([output.data<'float32'>(), mean.data<'float32'>()]);
    assertNoDeviceErrors();
    sums.loss += value * part.length;
    sums.score += batcher.sumMetric(outputs, part);
    tf.dispose([output, mean]);
  }
  return { loss: sums.loss / rows.length, score: sums.score / rows.length };
}

/** Replicas only help engines that use one core: a GPU or the native library gives one replica the whole machine. */
function createTrainStepFor(model: LayersModel, batcher: Batcher, training: TrainingOptions): TrainStep {
  const { optimizer, seed, replicas, batchSize } = training;
  const { loss, sampleShape, targetSize, outputSize } = batcher;
  const learner: LearnerOptions = { model, loss, sampleShape, outputSize, optimizer, seed };
  if (replicas === 1) return createTrainStep(learner);
  if (tf.getBackend() !== 'wasm' && tf.getBackend() !== 'cpu') return createSequentialTrainStep(learner, replicas);
  return createReplicaTrainStep(learner, { replicas, batchSize, targetSize });
}

function learningRateAt(training: TrainingOptions, step: number, batches: number): number {
  if (training.learningRateSchedule === 'constant') return training.learningRate;
  const done = (step - 1) / (training.epochs * batches);
  return training.learningRate * 0.5 * (1 + Math.cos(Math.PI * done));
}

function divergenceFailure(loss: number, progress: TrainingProgress, training: TrainingOptions): TrainingFailure {
  return new TrainingFailure(
    `The loss is ${Number.isNaN(loss) ? 'NaN (not a number)' : 'infinite'} in epoch ${progress.epoch}, batch ` +
      `${progress.batch + 1}: training diverged. Usually the learning rate is too high: try ` +
      `${training.learningRate / 10} instead of ${training.learningRate}, or check the data for extreme values.`,
  );
}

const zeroSums = (): TrainingProgress['sums'] => ({ loss: 0, score: 0, samples: 0 });
