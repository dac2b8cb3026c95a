/**
 * Adversarial training of two networks (Goodfellow et al. 2014): the generator makes samples from noise, the discriminator
 * distinguishes them from real ones. If the classes of the samples are known, the generator is conditioned on them, and the
 * discriminator also predicts them (auxiliary classifier, Odena, Olah & Shlens 2017).
 *
 *   for every batch   generator:     its samples should be classified as real (the non-saturating loss)
 *                     discriminator: real samples are real (0.9: one-sided smoothing, Salimans et al. 2016), generated ones fake
 *   result            an exponential moving average of the generator's weights (Yazici et al., "The unusual effectiveness of
 *                     averaging in GAN training", ICLR 2019), because the two networks oscillate around the optimum
 *
 * Notation     B samples per batch, Z latent values, K classes: [B, Z + K] ─> generator; discriminator ─> [B, 1 + K] logits
 * Guarantees   as in train.ts: the same seed gives the same weights, even when interrupted
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { Interruption, type TrainingContext, TrainingFailure } from '../context.ts';
import type { Data, Features, TrainingOptions } from '../data.ts';
import { assertNoDeviceErrors } from '../engine/webgpu.ts';
import type { Generate } from '../model.ts';
import { createRandom, hashSeed, type Random } from '../random.ts';
import { seedStochasticLayers } from '../stochastic-layers.ts';
import type { EpochRecord } from '../train.ts';
import { elementCount, gatherFeatures } from './batch.ts';
import { decodeCheckpoint, encodeCheckpoint, type TrainingProgress } from './checkpoint.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { allVariables, readVariables, trainableVariables, writeVariables } from './variables.ts';

const realLabel = 0.9;
/** Adam's beta1. Lower than the default, because the objective keeps changing (Radford et al. 2016). */
const beta1 = 0.5;
/** Decay of the moving average of the generator's weights, per step. */
const emaDecay = 0.999;
const checkpointSeconds = 10;

/** A network with its trainable weights and its optimizer. */
interface AdversarialNetwork {
  network: LayersModel;
  weights: tf.Variable[];
  optimizer: Optimizer;
}

/**
 * Trains both networks in place and leaves the generator with its averaged weights.
 * @param rows indices of the training samples
 * @throws Interruption    if context.signal is aborted; on a pause, after saving a checkpoint
 * @throws TrainingFailure if a loss is not finite
 */
export async function trainGan(options: {
  generator: LayersModel;
  discriminator: LayersModel;
  features: Features;
  /** Class of each sample; undefined for unconditional generation. */
  kinds: Data['kinds'];
  rows: Int32Array;
  training: Pick<TrainingOptions, 'epochs' | 'batchSize' | 'learningRate' | 'optimizer' | 'seed'>;
  context: TrainingContext;
  /** Generates samples with the current weights of `generator`. */
  generate: Generate;
}): Promise<EpochRecord[]> {
  const { features, kinds, rows, training, context } = options;
  const kindCount = kinds?.count ?? 0;
  const { epochs, batchSize, learningRate, seed } = training;
  const createAdversary = (network: LayersModel): AdversarialNetwork => {
    const weights = trainableVariables(network);
    return { network, weights, optimizer: createOptimizer(training.optimizer, weights, { beta1 }) };
  };
  const [generator, discriminator] = [createAdversary(options.generator), createAdversary(options.discriminator)];
  const noiseSize = Number(options.generator.inputs[0]?.shape[1] ?? 0) - kindCount;
  const size = elementCount(features.sampleShape);
  const pixelBuffer = new Float32Array(Math.min(batchSize, rows.length) * size);
  const batches = Math.ceil(rows.length / batchSize);
  const progress: TrainingProgress = { epoch: 1, batch: 0, step: 0, sums: zeroSums(), best: null, history: [] };
  const generatorWeights = allVariables(options.generator);
  const emaWeights = generatorWeights.map((weight) => tf.variable(weight, false));
  const variables = [
    ...emaWeights,
    ...generatorWeights,
    ...allVariables(options.discriminator),
    ...generator.optimizer.state,
    ...discriminator.optimizer.state,
  ];
  const started = performance.now();
  const checkpointEvery = (context.checkpointSeconds ?? checkpointSeconds) * 1000;
  let [checkpointed, done] = [started, 0];

  const forward = ({ network }: AdversarialNetwork, x: tf.Tensor, training: boolean) =>
    network.apply(x, { training }) as tf.Tensor;

  /** Returns the loss of the discriminator's logits. @param classLabels [B, K] one-hot */
  function loss(logits: tf.Tensor, label: number, classLabels: tf.Tensor): tf.Tensor {
    if (kindCount === 0) return tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, label), logits);
    const [realLogits, classLogits] = tf.split(logits, [1, kindCount], 1) as [tf.Tensor, tf.Tensor];
    const classLoss = tf.losses.softmaxCrossEntropy(classLabels, classLogits);
    return tf.add(tf.losses.sigmoidCrossEntropy(tf.fill(realLogits.shape, label), realLogits), classLoss);
  }

  /** Updates one of the networks. @param purpose label of the random stream of dropout */
  async function update(
    { network, weights, optimizer }: AdversarialNetwork,
    purpose: string,
    objective: () => tf.Scalar,
  ) {
    seedStochasticLayers(options.discriminator, hashSeed(seed, purpose, progress.step));
    const { value, grads } = tf.variableGrads(objective, weights);
    const gradients = weights.map((weight) => grads[weight.name]);
    if (gradients.some((gradient) => !gradient)) throw new Error(`A weight of "${network.name}" has no gradient.`);
    optimizer.apply(gradients as tf.Tensor[], learningRate, progress.step);
    const [number = Number.NaN] = await value.data();
    tf.dispose([value, grads]);
    assertNoDeviceErrors();
    return number;
  }

  async function step(batchRows: Int32Array): Promise<{ generator: number; discriminator: number }> {
    const count = batchRows.length;
    const values = gatherFeatures(features, batchRows, pixelBuffer.subarray(0, count * size));
    const real = tf.tensor(values, [count, ...features.sampleShape]);
    const classOf = Array.from(batchRows, (row) => kinds?.values[row] ?? 0);
    const classLabels = oneHot(classOf, kindCount);
    const kept: { generated?: tf.Tensor } = {};
    try {
      const generatorLoss = await update(generator, 'fooled', () => {
        const noise = createRandom(hashSeed(seed, 'noise', progress.step));
        const input = generatorInput(count, noiseSize, kindCount, noise, classOf);
        kept.generated = tf.keep(forward(generator, input, true));
        return loss(forward(discriminator, kept.generated, true), 1, classLabels) as tf.Scalar;
      });
      const { generated } = kept;
      if (!generated) throw new Error('The generator returned no samples.');
      const discriminatorLoss = await update(discriminator, 'told', () => {
        const losses = [
          loss(forward(discriminator, real, true), realLabel, classLabels),
          loss(forward(discriminator, generated, true), 0, classLabels),
        ];
        return tf.mul<tf.Scalar>(tf.addN(losses), 0.5);
      });
      updateAverage();
      return { generator: generatorLoss, discriminator: discriminatorLoss };
    } finally {
      tf.dispose([real, classLabels, kept.generated]);
    }
  }

  function updateAverage(): void {
    // The decay starts lower, so that the first weights, which are far from the optimum, are forgotten faster.
    const decay = Math.min(emaDecay, (1 + progress.step) / (10 + progress.step));
    tf.tidy(() => {
      for (const [index, own] of emaWeights.entries()) {
        const current = generatorWeights[index];
        if (current) own.assign(tf.add(tf.mul(own, decay), tf.mul(current, 1 - decay)));
      }
    });
  }

  /** Previews samples of the averaged weights, which the model would have if training ended here. */
  async function previewSamples(): Promise<void> {
    const { showcase } = context;
    const moment = { epoch: progress.epoch, epochs, step: progress.step };
    if (!showcase?.shouldPreview(moment)) return;
    const own = await readVariables(generatorWeights);
    try {
      writeVariables(generatorWeights, await readVariables(emaWeights));
      await showcase.previewSamples(moment, options.generate);
    } finally {
      writeVariables(generatorWeights, own);
    }
  }

  async function save(): Promise<void> {
    checkpointed = performance.now();
    await context.checkpoint({
      step: progress.step,
      bytes: encodeCheckpoint(progress, await readVariables(variables)),
    });
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
      writeVariables(variables, saved.tensors);
      Object.assign(progress, saved.progress);
    }
    while (progress.epoch <= epochs) {
      const order = createRandom(hashSeed(seed, 'shuffle', progress.epoch)).permutation(rows.length);
      while (progress.batch < batches) {
        await nextTurn(); // lets the event loop process a stop request
        if (context.signal.aborted) await stop(context.signal.reason);
        const start = progress.batch * batchSize;
        const batchRows = order.subarray(start, start + batchSize).map((index) => rows[index] ?? 0);
        progress.step++;
        const losses = await step(batchRows);
        if (!Number.isFinite(losses.generator + losses.discriminator)) {
          throw new TrainingFailure(
            `The loss is not finite in epoch ${progress.epoch}: training diverged. Lower the learning rate, for example from ` +
              `${learningRate} to ${learningRate / 10}.`,
          );
        }
        progress.batch++;
        progress.sums.loss += losses.generator * batchRows.length;
        progress.sums.score += losses.discriminator * batchRows.length;
        progress.sums.samples += batchRows.length;
        done += batchRows.length;
        report();
        if (performance.now() - checkpointed >= checkpointEvery) await save();
      }
      const { loss: generatorLoss, score: discriminatorLoss, samples } = progress.sums;
      const metrics = [
        { name: 'generator_loss', value: generatorLoss / samples },
        { name: 'discriminator_loss', value: discriminatorLoss / samples },
      ];
      const record = { epoch: progress.epoch, step: progress.step, metrics };
      progress.history.push(record);
      context.report({ type: 'metrics', ...record });
      await previewSamples();
      Object.assign(progress, { epoch: progress.epoch + 1, batch: 0, sums: zeroSums() });
    }
    writeVariables(generatorWeights, await readVariables(emaWeights));
    return progress.history;
  } finally {
    seedStochasticLayers(options.discriminator, null);
    for (const { optimizer } of [generator, discriminator]) optimizer.dispose();
    tf.dispose(emaWeights);
  }
}

const zeroSums = (): TrainingProgress['sums'] => ({ loss: 0, score: 0, samples: 0 });

/** Returns one-hot classes [B, K]; without classes, an unused column of zeros. */
function oneHot(classOf: readonly number[], kinds: number): tf.Tensor {
  const width = Math.max(kinds, 1);
  const values = new Float32Array(classOf.length * width);
  if (kinds > 0) for (const [sample, kind] of classOf.entries()) values[sample * width + kind] = 1;
  return tf.tensor(values, [classOf.length, width]);
}

/** Returns the input of a generator: noise and one-hot classes, [count, noiseSize + kinds]. */
export function generatorInput(
  count: number,
  noiseSize: number,
  kinds: number,
  random: Random,
  classOf: readonly number[],
  spread = 1,
): tf.Tensor {
  const width = noiseSize + kinds;
  const values = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    for (let at = 0; at < noiseSize; at++) values[sample * width + at] = spread * random.normal();
    if (kinds > 0) values[sample * width + noiseSize + (classOf[sample] ?? 0)] = 1;
  }
  return tf.tensor(values, [count, width]);
}
