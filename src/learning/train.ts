/**
 * Training of a network: plain mini-batch gradient descent, top to bottom.
 *
 *   for every epoch:   shuffle ─> for every batch: forward, loss, backward, update ─> validate ─> remember the best
 *
 * Notation   B samples in a batch, C outputs (classes, or target values)
 * Promises   - the same seed on the same backend gives the same weights, bit for bit, interrupted or not;
 *            - a run stops within one batch of being asked to;
 *            - a checkpoint every few seconds, wherever the run stands;
 *            - no tensor outlives the call, whichever way it ends, but the model's own weights.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Batcher } from './batch.ts';
import { decodeCheckpoint, encodeCheckpoint, type Progress } from './checkpoint.ts';
import { Interruption, type MetricValue, type TrainingContext, TrainingFailure } from './context.ts';
import type { Split, TrainingOptions } from './data.ts';
import { improves, isStale, monitorOf } from './early-stopping.ts';
import { assertSound } from './engine/webgpu.ts';
import { meanLoss } from './loss.ts';
import type { Generate } from './model.ts';
import { createRandom, hashSeed } from './random.ts';
import { createReplicaStepper } from './replicas.ts';
import { createSequentialStepper, createStepper, type LearnerOptions, type Stepper } from './step.ts';
import { allVariables, readAll, writeAll } from './variables.ts';

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

const checkpointSeconds = 10;
/** A checkpoint at the end of every epoch would cost more than a short epoch does. */
const shortEpochSeconds = 5;

/**
 * Trains `model` in place; it ends with its best weights: those of the epoch with the best validation result, or the last
 * ones where nothing is held out to validate with.
 *
 * What the layers' regularizers ask for is added to the loss.
 *
 * @throws Interruption    when context.signal was aborted; for a pause after a checkpoint
 * @throws TrainingFailure when the loss stops being a number
 */
export async function train(options: {
  model: LayersModel;
  batcher: Batcher;
  split: Split;
  training: TrainingOptions;
  context: TrainingContext;
  /** Makes samples with `model` as it stands; without it there are none to be shown. */
  generate?: Generate | undefined;
}): Promise<TrainingResult> {
  const { model, batcher, split, training, context, generate } = options;
  const stepper = stepperFor(model, batcher, training);
  const batches = Math.ceil(split.train.length / training.batchSize);
  const monitor = monitorOf(training, split, batcher.scoreName === 'accuracy');
  const started = performance.now();
  const progress: Progress = { epoch: 1, batch: 0, step: 0, sums: noSums(), best: null, history: [] };
  let best: Float32Array[] = [];
  const checkpointEvery = (context.checkpointSeconds ?? checkpointSeconds) * 1000;
  let checkpointed = started;
  /** The last checkpoint, on its way to where it is kept; training goes on meanwhile. */
  let saving: Promise<void> = Promise.resolve();
  let isSaving = false;
  let done = 0; // samples, in this attempt

  /** One update. Returns the batch's loss (regularizers included) and score: correct answers, or absolute errors. */
  async function trainBatch(rows: Int32Array): Promise<{ loss: number; score: number }> {
    const random = createRandom(hashSeed(training.seed, 'augment', progress.step));
    const learningRate = learningRateAt(training, progress.step, batches);
    const result = await stepper.run(batcher.batch(rows, random), { learningRate, step: progress.step });
    assertSound();
    // Clipping hides an answer that is not a number from the loss.
    const sound = result.outputs.every(Number.isFinite);
    return { loss: sound ? result.loss : Number.NaN, score: batcher.score(result.outputs, rows) };
  }

  /** Not while the last one is on its way: what keeps it may be away for a while, and training goes on. */
  function isDue(wait: number): boolean {
    return !isSaving && performance.now() - checkpointed >= wait;
  }

  async function saveCheckpoint(): Promise<void> {
    const tensors = await readAll([...allVariables(model), ...stepper.state]);
    checkpointed = performance.now();
    const checkpoint = { step: progress.step, bytes: encodeCheckpoint(progress, [...tensors, ...best]) };
    await saving;
    isSaving = true;
    saving = context.checkpoint(checkpoint).finally(() => {
      isSaving = false;
    });
    saving.catch(() => undefined); // thrown where it is waited for
  }

  function restore(bytes: Uint8Array): void {
    const saved = decodeCheckpoint(bytes);
    const variables = [...allVariables(model), ...stepper.state];
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
        if (isDue(checkpointEvery) && progress.batch < batches) await saveCheckpoint();
      }
      await endEpoch();
    }
    await saving;
    if (best.length > 0) writeAll(allVariables(model), best);
    const stopped = progress.epoch > training.epochs ? 'epochs' : 'earlyStopping';
    const bestEpoch = progress.best?.epoch ?? progress.epoch - 1;
    return { history: progress.history, bestEpoch, steps: progress.step, stopped };
  } finally {
    await Promise.allSettled([saving]); // nothing of this run goes on after it
    await stepper.dispose();
  }

  async function endEpoch(): Promise<void> {
    const { scoreName } = batcher;
    const { samples } = progress.sums;
    const metrics = [
      { name: 'loss', value: progress.sums.loss / samples },
      { name: scoreName, value: progress.sums.score / samples },
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
    const moment = { epoch: progress.epoch, epochs: training.epochs, step: progress.step };
    if (generate && context.showcase?.wantsSamples(moment)) await context.showcase.showSamples(moment, generate);
    Object.assign(progress, { epoch: progress.epoch + 1, batch: 0, sums: noSums() });
    const wait = Math.min(checkpointEvery, shortEpochSeconds * 1000);
    if (isDue(wait)) await saveCheckpoint();
  }

  async function stop(reason: unknown): Promise<never> {
    if (reason instanceof Interruption && reason.kind === 'pause') {
      await saveCheckpoint();
      await saving;
    }
    throw reason;
  }
}

/** Mean loss (without regularizers) and mean score over `rows`. */
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
    // A pause waits until the epoch is whole: half a validation would be a wrong one.
    if (signal.reason instanceof Interruption && signal.reason.kind === 'cancel') throw signal.reason;
    const part = rows.subarray(start, start + batchSize);
    const { x, y } = batcher.batch(part, null);
    const [output, mean] = tf.tidy(() => {
      const input = tf.tensor(x, [part.length, ...batcher.sampleShape]);
      const predicted = model.apply(input, { training: false }) as tf.Tensor; // one output: a family builds no other
      return [predicted, meanLoss(batcher.loss, predicted, tf.tensor(y, [part.length, batcher.targetSize]))] as const;
    });
    const [outputs, [value = Number.NaN]] = await Promise.all([output.data<'float32'>(), mean.data<'float32'>()]);
    assertSound();
    sums.loss += value * part.length;
    sums.score += batcher.score(outputs, part);
    tf.dispose([output, mean]);
  }
  return { loss: sums.loss / rows.length, score: sums.score / rows.length };
}

/** On a GPU, or with the native library, one replica has the whole machine already. */
function stepperFor(model: LayersModel, batcher: Batcher, training: TrainingOptions): Stepper {
  const { optimizer, seed, replicas, batchSize } = training;
  const { loss, sampleShape, targetSize, outputSize } = batcher;
  const learner: LearnerOptions = { model, loss, sampleShape, outputSize, optimizer, seed };
  if (replicas === 1) return createStepper(learner);
  if (tf.getBackend() !== 'wasm' && tf.getBackend() !== 'cpu') return createSequentialStepper(learner, replicas);
  return createReplicaStepper(learner, { replicas, batchSize, targetSize });
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
