/**
 * Two networks that train each other (Goodfellow et al. 2014): one makes samples from noise, the other tells them from real ones.
 *
 *   for every batch   generator:     what it makes shall be taken for real (the non-saturating loss)
 *                     discriminator: real samples are real (0.9: one-sided smoothing, Salimans et al. 2016), these are not
 *   what is kept      the generator's weights averaged over the steps (Yazici et al., "The unusual effectiveness of averaging in
 *                     GAN training", ICLR 2019): the two circle around what they look for
 *
 * Notation   B samples in a batch, Z numbers of noise; the discriminator answers a logit
 * Promises   those of train.ts: the same seed gives the same weights, interrupted or not
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { gatherFeatures, sizeOf } from './batch.ts';
import { decodeCheckpoint, encodeCheckpoint, type Progress } from './checkpoint.ts';
import { Interruption, type TrainingContext, TrainingFailure } from './context.ts';
import type { Features, TrainingOptions } from './data.ts';
import { assertSound } from './engine/webgpu.ts';
import { seedNoise } from './noise.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { createRandom, hashSeed } from './random.ts';
import type { EpochRecord } from './train.ts';
import { allVariables, readAll, trainableVariables, writeAll } from './variables.ts';

const realLabel = 0.9;
/** Of Adam: less than usual, since what is to be learned keeps moving (Radford et al. 2016). */
const beta1 = 0.5;
/** Of the averaged weights, how much stays in a step. */
const longMemory = 0.999;
const checkpointSeconds = 10;

/** What both sides of a step need. */
interface Player {
  network: LayersModel;
  weights: tf.Variable[];
  optimizer: Optimizer;
}

/**
 * Trains both in place; the generator ends with its averaged weights.
 * @param rows which samples are learned from
 * @throws Interruption    when context.signal was aborted; for a pause after a checkpoint
 * @throws TrainingFailure when a loss stops being a number
 */
export async function trainAdversaries(options: {
  generator: LayersModel;
  discriminator: LayersModel;
  features: Features;
  rows: Int32Array;
  training: Pick<TrainingOptions, 'epochs' | 'batchSize' | 'learningRate' | 'optimizer' | 'seed'>;
  context: TrainingContext;
}): Promise<EpochRecord[]> {
  const { features, rows, training, context } = options;
  const { epochs, batchSize, learningRate, seed } = training;
  const playerOf = (network: LayersModel): Player => {
    const weights = trainableVariables(network);
    return { network, weights, optimizer: createOptimizer(training.optimizer, weights, { beta1 }) };
  };
  const [generator, discriminator] = [playerOf(options.generator), playerOf(options.discriminator)];
  const noiseSize = Number(options.generator.inputs[0]?.shape[1] ?? 0);
  const size = sizeOf(features.sampleShape);
  const room = new Float32Array(Math.min(batchSize, rows.length) * size);
  const batches = Math.ceil(rows.length / batchSize);
  const progress: Progress = { epoch: 1, batch: 0, step: 0, sums: noSums(), best: null, history: [] };
  const makers = allVariables(options.generator);
  const averages = makers.map((weight) => tf.variable(weight, false));
  const variables = [
    ...averages,
    ...makers,
    ...allVariables(options.discriminator),
    ...generator.optimizer.state,
    ...discriminator.optimizer.state,
  ];
  const started = performance.now();
  const every = (context.checkpointSeconds ?? checkpointSeconds) * 1000;
  let [checkpointed, done] = [started, 0];

  function noise(count: number, purpose: string): tf.Tensor {
    const random = createRandom(hashSeed(seed, purpose, progress.step));
    const values = Float32Array.from({ length: count * noiseSize }, () => random.normal());
    return tf.tensor(values, [count, noiseSize]);
  }

  const apply = ({ network }: Player, x: tf.Tensor, training: boolean) => network.apply(x, { training }) as tf.Tensor;
  const loss = (logits: tf.Tensor, label: number) =>
    tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, label), logits);

  /** One update of one side. */
  async function update({ network, weights, optimizer }: Player, purpose: string, objective: () => tf.Scalar) {
    seedNoise(options.discriminator, hashSeed(seed, purpose, progress.step));
    const { value, grads } = tf.variableGrads(objective, weights);
    const gradients = weights.map((weight) => grads[weight.name]);
    if (gradients.some((gradient) => !gradient)) throw new Error(`A weight of "${network.name}" has no gradient.`);
    optimizer.apply(gradients as tf.Tensor[], learningRate, progress.step);
    const [number = Number.NaN] = await value.data();
    tf.dispose([value, grads]);
    assertSound();
    return number;
  }

  async function step(part: Int32Array): Promise<{ generator: number; discriminator: number }> {
    const count = part.length;
    const values = gatherFeatures(features, part, room.subarray(0, count * size));
    const real = tf.tensor(values, [count, ...features.sampleShape]);
    const kept: { made?: tf.Tensor } = {};
    try {
      const fooled = await update(generator, 'fooled', () => {
        kept.made = tf.keep(apply(generator, noise(count, 'noise'), true));
        return loss(apply(discriminator, kept.made, true), 1) as tf.Scalar;
      });
      const { made } = kept;
      if (!made) throw new Error('The generator made nothing.');
      const told = await update(discriminator, 'told', () => {
        const losses = [loss(apply(discriminator, real, true), realLabel), loss(apply(discriminator, made, true), 0)];
        return tf.mul<tf.Scalar>(tf.addN(losses), 0.5);
      });
      average();
      return { generator: fooled, discriminator: told };
    } finally {
      tf.dispose([real, kept.made]);
    }
  }

  function average(): void {
    // The first steps are forgotten sooner: they are far from anything.
    const stays = Math.min(longMemory, (1 + progress.step) / (10 + progress.step));
    tf.tidy(() => {
      for (const [index, own] of averages.entries()) {
        const now = makers[index];
        if (now) own.assign(tf.add(tf.mul(own, stays), tf.mul(now, 1 - stays)));
      }
    });
  }

  async function save(): Promise<void> {
    checkpointed = performance.now();
    await context.checkpoint({ step: progress.step, bytes: encodeCheckpoint(progress, await readAll(variables)) });
  }

  async function stop(reason: unknown): Promise<never> {
    if (reason instanceof Interruption && reason.kind === 'pause') await save();
    throw reason;
  }

  function report(): void {
    const samplesPerSecond = done / Math.max((performance.now() - started) / 1000, 1e-3);
    const left = (epochs - progress.epoch + 1) * rows.length - progress.sums.samples;
    const etaSeconds = left / Math.max(samplesPerSecond, 1e-3);
    const { epoch, batch } = progress;
    context.report({ type: 'progress', epoch, epochs, batch, batches, samplesPerSecond, etaSeconds });
  }

  try {
    if (context.resumeFrom) {
      const saved = decodeCheckpoint(context.resumeFrom.bytes);
      writeAll(variables, saved.tensors);
      Object.assign(progress, saved.progress);
    }
    while (progress.epoch <= epochs) {
      const order = createRandom(hashSeed(seed, 'shuffle', progress.epoch)).permutation(rows.length);
      while (progress.batch < batches) {
        await nextTurn(); // lets a request to stop come in
        if (context.signal.aborted) await stop(context.signal.reason);
        const start = progress.batch * batchSize;
        const part = order.subarray(start, start + batchSize).map((index) => rows[index] ?? 0);
        progress.step++;
        const losses = await step(part);
        if (!Number.isFinite(losses.generator + losses.discriminator)) {
          throw new TrainingFailure(
            `A loss stopped being a number in epoch ${progress.epoch}: the training diverged. Try ${learningRate / 10} instead of ` +
              `${learningRate} for the learning rate.`,
          );
        }
        progress.batch++;
        progress.sums.loss += losses.generator * part.length;
        progress.sums.score += losses.discriminator * part.length;
        progress.sums.samples += part.length;
        done += part.length;
        report();
        if (performance.now() - checkpointed >= every) await save();
      }
      const { loss: fooled, score: told, samples } = progress.sums;
      const metrics = [
        { name: 'generator_loss', value: fooled / samples },
        { name: 'discriminator_loss', value: told / samples },
      ];
      const record = { epoch: progress.epoch, step: progress.step, metrics };
      progress.history.push(record);
      context.report({ type: 'metrics', ...record });
      Object.assign(progress, { epoch: progress.epoch + 1, batch: 0, sums: noSums() });
    }
    writeAll(makers, await readAll(averages));
    return progress.history;
  } finally {
    seedNoise(options.discriminator, null);
    for (const { optimizer } of [generator, discriminator]) optimizer.dispose();
    tf.dispose(averages);
  }
}

const noSums = (): Progress['sums'] => ({ loss: 0, score: 0, samples: 0 });
