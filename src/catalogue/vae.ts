/**
 * A variational autoencoder for images.
 *
 *   [B, H, W, ch] ─> dense x hiddenUnits ─> 2 x latentSize (means, log variances) ─> a draw [B, latentSize]
 *                 ─> dense x hiddenUnits, backwards ─> sigmoid ─> [B, H x W x ch]
 *
 * It learns to make the evidence lower bound (ELBO) large: the log-likelihood of an image given a draw, less the divergence of
 * the draws from the standard normal distribution. From draws of that distribution the second half makes new images.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { gatherFeatures, sizeOf } from '../learning/batch.ts';
import { createReconstructionBatcher } from '../learning/imitation.ts';
import { GaussianSample } from '../learning/layers.ts';
import { type Model, networkModel } from '../learning/model.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import { glorot, he } from './dense.ts';
import { sizeOfImages } from './image-parameters.ts';
import { defineNetwork } from './network.ts';
import { densePart, type Part, plainPart } from './workload.ts';

const largestOwnEdge = 32;
const batchSize = 256;

export const vae = defineNetwork({
  name: 'vae',
  title: 'Variational autoencoder for images',
  description: 'Learns what images of a kind look like: gives an image back from a few numbers, and makes new ones.',
  whenToUse:
    'To make images like those of a dataset, to describe them by a few numbers, or to find those that are unlike the rest.',
  whenNotToUse: 'For large, sharp photos: its images are small and soft.',
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
        'Edge in pixels that images are scaled to. Null: their own size when all are equal and at most 64, else 32.',
      ),
    hiddenUnits: z
      .array(z.int().min(1).max(4096))
      .min(1)
      .max(4)
      .default([512, 256])
      .describe('Neurons of each hidden layer on the way in; the same ones backwards on the way out.'),
    latentSize: z.int().min(1).max(512).default(16).describe('Numbers that describe an image.'),
  }),
  training: {
    epochs: 20,
    batchSize: 128,
    learningRate: 0.001,
    optimizer: 'adam',
    schedule: 'cosine',
    earlyStopping: null,
  },
  sample: (random) => ({ latentSize: 2 ** (2 + random.integer(5)) }),
  imageSize: ({ imageSize }, extent) => {
    const size = sizeOfImages(imageSize, extent);
    const own = imageSize !== null || size.height !== 64 || extent.maximumHeight === 64;
    return own ? size : { ...size, height: largestOwnEdge, width: largestOwnEdge };
  },
  teach: ({ features }) => createReconstructionBatcher(features),
  model: autoencoder,

  workload({ inputShape }, { hiddenUnits, latentSize }) {
    const pixels = sizeOf(inputShape);
    const parts: Part[] = [];
    let width = pixels;
    const dense = (field: string, units: number) => {
      parts.push(densePart(field, width, units), plainPart(field, units));
      width = units;
    };
    for (const [index, units] of hiddenUnits.entries()) dense(`hiddenUnits.${index}`, units);
    dense('latentSize', 2 * latentSize);
    parts.push(plainPart('latentSize', 8 * latentSize));
    width = latentSize;
    for (const [index, units] of [...hiddenUnits.entries()].reverse()) dense(`hiddenUnits.${index}`, units);
    // The loss keeps several numbers for each pixel.
    return [...parts, densePart(null, width, pixels), plainPart(null, 6 * pixels)];
  },

  build({ inputShape, seed }, { hiddenUnits, latentSize }) {
    const model = sequential();
    const hidden = (units: number, name: string) => {
      model.add(layers.dense({ units, activation: 'relu', kernelInitializer: he(seed, name) }));
    };
    model.add(layers.flatten({ inputShape }));
    for (const [index, units] of hiddenUnits.entries()) hidden(units, `encode${index}`);
    model.add(layers.dense({ units: 2 * latentSize, kernelInitializer: glorot(seed, 'latent') }));
    model.add(new GaussianSample());
    for (const [index, units] of [...hiddenUnits].reverse().entries()) hidden(units, `decode${index}`);
    const units = sizeOf(inputShape);
    model.add(layers.dense({ units, activation: 'sigmoid', kernelInitializer: glorot(seed, 'output') }));
    return model;
  },
});

function autoencoder(network: LayersModel): Model {
  const draw = network.layers.findIndex((layer) => layer instanceof GaussianSample);
  const latentSize = Number(network.layers[draw]?.outputShape.at(-1) ?? 0);
  // One after the other: what `build` makes is a chain.
  const through = (chain: LayersModel['layers'], x: tf.Tensor) =>
    chain.reduce((last, layer) => layer.apply(last, { training: false }) as tf.Tensor, x);
  const encode = (x: tf.Tensor) => through(network.layers.slice(0, draw), x);
  const decode = (z: tf.Tensor) => through(network.layers.slice(draw + 1), z);
  return {
    ...networkModel(network),

    async generate({ count, seed, temperature, signal }) {
      signal?.throwIfAborted();
      const random = createRandom(hashSeed(seed, 'generate'));
      const drawn = Float32Array.from({ length: count * latentSize }, () => temperature * random.normal());
      const made = tf.tidy(() => decode(tf.tensor(drawn, [count, latentSize])));
      const values = await made.data<'float32'>();
      made.dispose();
      return values.slice();
    },

    /** Minus the ELBO, with one draw for each image. */
    async likelihood(features, { rows = Int32Array.from({ length: features.count }, (_, row) => row), signal } = {}) {
      const size = sizeOf(features.sampleShape);
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
          const sure = tf.clipByValue(p, 1e-7, 1 - 1e-7);
          const y = tf.reshape(x, [part.length, size]);
          const hits = tf.add(tf.mul(y, tf.log(sure)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, sure))));
          const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
          return tf.sub(tf.mul(tf.sum(terms), 0.5), tf.sum(hits));
        });
        nats += (await bound.data())[0] ?? Number.NaN;
        bound.dispose();
      }
      return { nats: nats / rows.length, units: size };
    },
  };
}
