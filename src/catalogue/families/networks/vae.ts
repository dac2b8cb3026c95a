/**
 * A variational autoencoder for images.
 *
 *   encoder   [B, H, W, ch] ─> dense x hiddenUnits ─> 2 x latentSize (means, log variances) ─> sample [B, latentSize]
 *   decoder   ─> dense x hiddenUnits, reversed ─> sigmoid ─> [B, H x W x ch]
 *
 * Training maximizes the evidence lower bound (ELBO): the log-likelihood of an image given its latent sample, minus the KL
 * divergence from the standard normal distribution. The decoder generates new images from samples of that distribution.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { GaussianSample } from '../../../learning/layers.ts';
import { type Model, wrapNetwork } from '../../../learning/model.ts';
import { createRandom, hashSeed } from '../../../learning/random.ts';
import { elementCount, gatherFeatures } from '../../../learning/training/batch.ts';
import { createReconstructionBatcher } from '../../../learning/training/generative-batchers.ts';
import { activationCost, denseCost, type LayerCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { resolveImageSize } from './image-parameters.ts';
import { glorotUniform, heNormal } from './initializers.ts';

const maxNativeEdge = 32;
const batchSize = 256;

export const vae = defineNetwork({
  name: 'vae',
  title: 'Variational autoencoder for images (VAE)',
  description:
    'Learns what a set of images looks like: reconstructs images from a few latent values and generates new ones.',
  whenToUse: 'Generating images like those of a dataset, describing images by a few numbers, or finding outliers.',
  whenNotToUse: 'Large, sharp photos: generated images are small and soft.',
  citation: 'Kingma & Welling, "Auto-encoding variational Bayes", ICLR 2014.',
  modalities: ['IMAGE'],
  objectives: ['GENERATION'],
  parameters: z.object({
    imageSize: z
      .int()
      .min(8)
      .max(96)
      .nullable()
      .default(null)
      .describe(
        'Side length in pixels that images are scaled to. Null: their original size if they all have the same and it is ' +
          'at most 64, otherwise 32.',
      ),
    hiddenUnits: z
      .array(z.int().min(1).max(4096))
      .min(1)
      .max(4)
      .default([512, 256])
      .describe('Units per hidden layer of the encoder; the decoder has the same layers in reverse order.'),
    latentSize: z.int().min(1).max(512).default(16).describe('Size of the latent vector.'),
  }),
  training: {
    epochs: 20,
    batchSize: 128,
    learningRate: 0.001,
    optimizer: 'adam',
    learningRateSchedule: 'cosine',
    earlyStopping: null,
  },
  sample: (random) => ({ latentSize: 2 ** (2 + random.integer(5)) }),
  imageSize: ({ imageSize }, extent) => {
    const size = resolveImageSize(imageSize, extent);
    const keepsSize = imageSize !== null || size.height !== 64 || extent.maxHeight === 64;
    return keepsSize ? size : { ...size, height: maxNativeEdge, width: maxNativeEdge };
  },
  createBatcher: ({ features }) => createReconstructionBatcher(features),
  wrapModel: autoencoder,

  layerCosts({ inputShape }, { hiddenUnits, latentSize }) {
    const pixels = elementCount(inputShape);
    const parts: LayerCost[] = [];
    let width = pixels;
    const dense = (field: string, units: number) => {
      parts.push(denseCost(field, width, units), activationCost(field, units));
      width = units;
    };
    for (const [index, units] of hiddenUnits.entries()) dense(`hiddenUnits.${index}`, units);
    dense('latentSize', 2 * latentSize);
    parts.push(activationCost('latentSize', 8 * latentSize));
    width = latentSize;
    for (const [index, units] of [...hiddenUnits.entries()].reverse()) dense(`hiddenUnits.${index}`, units);
    // The loss keeps several values per pixel.
    return [...parts, denseCost(null, width, pixels), activationCost(null, 6 * pixels)];
  },

  build({ inputShape, seed }, { hiddenUnits, latentSize }) {
    const model = sequential();
    const hidden = (units: number, name: string) => {
      model.add(layers.dense({ units, activation: 'relu', kernelInitializer: heNormal(seed, name) }));
    };
    model.add(layers.flatten({ inputShape }));
    for (const [index, units] of hiddenUnits.entries()) hidden(units, `encode${index}`);
    model.add(layers.dense({ units: 2 * latentSize, kernelInitializer: glorotUniform(seed, 'latent') }));
    model.add(new GaussianSample());
    for (const [index, units] of [...hiddenUnits].reverse().entries()) hidden(units, `decode${index}`);
    const units = elementCount(inputShape);
    model.add(layers.dense({ units, activation: 'sigmoid', kernelInitializer: glorotUniform(seed, 'output') }));
    return model;
  },
});

function autoencoder(network: LayersModel): Model {
  const draw = network.layers.findIndex((layer) => layer instanceof GaussianSample);
  const latentSize = Number(network.layers[draw]?.outputShape.at(-1) ?? 0);
  // `build` creates a chain of layers.
  const applyLayers = (chain: LayersModel['layers'], x: tf.Tensor) =>
    chain.reduce((last, layer) => layer.apply(last, { training: false }) as tf.Tensor, x);
  const encode = (x: tf.Tensor) => applyLayers(network.layers.slice(0, draw), x);
  const decode = (z: tf.Tensor) => applyLayers(network.layers.slice(draw + 1), z);
  return {
    ...wrapNetwork(network),

    async generate({ count, seed, temperature, signal }) {
      signal?.throwIfAborted();
      const random = createRandom(hashSeed(seed, 'generate'));
      const drawn = Float32Array.from({ length: count * latentSize }, () => temperature * random.normal());
      const images = tf.tidy(() => decode(tf.tensor(drawn, [count, latentSize])));
      const values = await images.data<'float32'>();
      images.dispose();
      return values.slice();
    },

    /** Returns the negative ELBO, with one latent sample per image. */
    async likelihood(features, { rows = Int32Array.from({ length: features.count }, (_, row) => row), signal } = {}) {
      const size = elementCount(features.sampleShape);
      let nats = 0;
      for (let start = 0; start < rows.length; start += batchSize) {
        signal?.throwIfAborted();
        const part = rows.subarray(start, start + batchSize);
        const random = createRandom(hashSeed(0, 'likelihood', start));
        const noise = Float32Array.from({ length: part.length * latentSize }, () => random.normal());
        const bound = tf.tidy(() => {
          const values = gatherFeatures(features, part, new Float32Array(part.length * size));
          const x = tf.tensor(values, [part.length, ...features.sampleShape]);
          const [mean, logVariance] = tf.split(encode(x), 2, -1) as [tf.Tensor, tf.Tensor];
          const deviation = tf.exp(tf.mul(logVariance, 0.5));
          const p = decode(tf.add(mean, tf.mul(deviation, tf.tensor(noise, mean.shape))));
          const clipped = tf.clipByValue(p, 1e-7, 1 - 1e-7);
          const y = tf.reshape(x, [part.length, size]);
          const logLikelihoods = tf.add(tf.mul(y, tf.log(clipped)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, clipped))));
          const divergences = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
          return tf.sub(tf.mul(tf.sum(divergences), 0.5), tf.sum(logLikelihoods));
        });
        nats += (await bound.data())[0] ?? Number.NaN;
        bound.dispose();
      }
      return { nats: nats / rows.length, unitsPerSample: size };
    },
  };
}
