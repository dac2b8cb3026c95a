/**
 * Two networks that train each other (Goodfellow et al. 2014): one makes samples from noise, the other tells them from real ones.
 * Where it is known what the samples are of, the first is told what to make, and the second says what it sees (auxiliary classifier,
 * Odena, Olah & Shlens 2017).
 *
 *   for every batch   generator:     what it makes shall be taken for real (the non-saturating loss)
 *                     discriminator: real samples are real (0.9: one-sided smoothing, Salimans et al. 2016), these are not
 *   what is kept      the generator's weights averaged over the steps (Yazici et al., "The unusual effectiveness of averaging in
 *                     GAN training", ICLR 2019): the two circle around what they look for
 *
 * Notation   B samples in a batch, Z numbers of noise, K kinds: [B, Z + K] ─> generator; discriminator ─> [B, 1 + K] logits
 * Promises   those of train.ts: the same seed gives the same weights, interrupted or not
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { gatherFeatures, sizeOf } from './batch.ts';
import { decodeCheckpoint, encodeCheckpoint, type Progress } from './checkpoint.ts';
import { Interruption, type TrainingContext, TrainingFailure } from './context.ts';
import type { Data, Features, TrainingOptions } from './data.ts';
import { assertSound } from './engine/webgpu.ts';
import type { Generate } from './model.ts';
import { seedNoise } from './noise.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { createRandom, hashSeed, type Random } from './random.ts';
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
  /** What each sample is of. */
  kinds: Data['kinds'];
  rows: Int32Array;
  training: Pick<TrainingOptions, 'epochs' | 'batchSize' | 'learningRate' | 'optimizer' | 'seed'>;
  context: TrainingContext;
  /** Makes samples with `generator` as it stands. */
  generate: Generate;
}): Promise<EpochRecord[]> {
  const { features, kinds, rows, training, context } = options;
  const kindCount = kinds?.count ?? 0;
  const { epochs, batchSize, learningRate, seed } = training;
  const playerOf = (network: LayersModel): Player => {
    const weights = trainableVariables(network);
    return { network, weights, optimizer: createOptimizer(training.optimizer, weights, { beta1 }) };
  };
  const [generator, discriminator] = [playerOf(options.generator), playerOf(options.discriminator)];
  const noiseSize = Number(options.generator.inputs[0]?.shape[1] ?? 0) - kindCount;
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

  const apply = ({ network }: Player, x: tf.Tensor, training: boolean) => network.apply(x, { training }) as tf.Tensor;

  /** Of what the discriminator answers. @param wanted [B, K] what the samples are of */
  function loss(logits: tf.Tensor, label: number, wanted: tf.Tensor): tf.Tensor {
    if (kindCount === 0) return tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, label), logits);
    const [verdict, kind] = tf.split(logits, [1, kindCount], 1) as [tf.Tensor, tf.Tensor];
    const known = tf.losses.softmaxCrossEntropy(wanted, kind);
    return tf.add(tf.losses.sigmoidCrossEntropy(tf.fill(verdict.shape, label), verdict), known);
  }

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
    const kindOf = Array.from(part, (row) => kinds?.values[row] ?? 0);
    const wanted = oneHot(kindOf, kindCount);
    const kept: { made?: tf.Tensor } = {};
    try {
      const fooled = await update(generator, 'fooled', () => {
        const noise = createRandom(hashSeed(seed, 'noise', progress.step));
        const from = generatorInput(count, noiseSize, kindCount, noise, kindOf);
        kept.made = tf.keep(apply(generator, from, true));
        return loss(apply(discriminator, kept.made, true), 1, wanted) as tf.Scalar;
      });
      const { made } = kept;
      if (!made) throw new Error('The generator made nothing.');
      const told = await update(discriminator, 'told', () => {
        const losses = [
          loss(apply(discriminator, real, true), realLabel, wanted),
          loss(apply(discriminator, made, true), 0, wanted),
        ];
        return tf.mul<tf.Scalar>(tf.addN(losses), 0.5);
      });
      average();
      return { generator: fooled, discriminator: told };
    } finally {
      tf.dispose([real, wanted, kept.made]);
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

  /** What would be made if it ended here: with the averaged weights. */
  async function show(): Promise<void> {
    const { showcase } = context;
    const moment = { epoch: progress.epoch, epochs, step: progress.step };
    if (!showcase?.wantsSamples(moment)) return;
    const own = await readAll(makers);
    try {
      writeAll(makers, await readAll(averages));
      await showcase.showSamples(moment, options.generate);
    } finally {
      writeAll(makers, own);
    }
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
      await show();
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

/** [B, kinds]; without kinds a column of zeros, which nobody looks at. */
function oneHot(kindOf: readonly number[], kinds: number): tf.Tensor {
  const width = Math.max(kinds, 1);
  const values = new Float32Array(kindOf.length * width);
  if (kinds > 0) for (const [sample, kind] of kindOf.entries()) values[sample * width + kind] = 1;
  return tf.tensor(values, [kindOf.length, width]);
}

/** What a generator makes samples of: noise, and which kind each shall be. [count, noiseSize + kinds] */
export function generatorInput(
  count: number,
  noiseSize: number,
  kinds: number,
  random: Random,
  kindOf: readonly number[],
  spread = 1,
): tf.Tensor {
  const width = noiseSize + kinds;
  const values = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    for (let at = 0; at < noiseSize; at++) values[sample * width + at] = spread * random.normal();
    if (kinds > 0) values[sample * width + noiseSize + (kindOf[sample] ?? 0)] = 1;
  }
  return tf.tensor(values, [count, width]);
}
