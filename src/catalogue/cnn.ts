/**
 * A convolutional network for image classification, in the manner of LeNet and VGG.
 *
 *   [B, H, W, ch] ─> (conv k x k ─> batch norm? ─> relu ─> max pool 2 x 2) x blocks      each block halves H and W
 *                 ─> flatten ─> dense ─> relu ─> dropout ─> dense ─> softmax ─> [B, classes]
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { glorot, he, normalization } from './dense.ts';
import { augmentationOf, augmentationParameters, sizeOfImages, sizeParameter } from './image-parameters.ts';
import { defineNetwork } from './network.ts';
import { convolutionPart, densePart, normalizationPart, type Part, plainPart } from './workload.ts';

export const cnn = defineNetwork({
  name: 'cnn',
  title: 'Convolutional network for images',
  description: 'Learns small patterns, then patterns of patterns; tells which class an image belongs to.',
  whenToUse: 'For photos, drawings, scans: a few hundred images of each class or more.',
  whenNotToUse: 'With a handful of images of each class, or when the things to find are tiny in large pictures.',
  citation:
    'LeCun, Bottou, Bengio & Haffner, "Gradient-based learning applied to document recognition", Proc. IEEE 86(11), 1998.',
  modalities: ['IMAGE'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    imageSize: sizeParameter,
    filters: z
      .array(z.int().min(1).max(512))
      .min(1)
      .max(6)
      .default([8, 16])
      .describe('Filters of each convolution block, first to last. Every block halves the image.'),
    kernelSize: z.int().min(1).max(7).default(3).describe('Edge of the filters in pixels.'),
    denseUnits: z.int().min(1).max(2048).default(64).describe('Neurons between the last block and the classes.'),
    dropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(0.25)
      .describe('Share of those neurons that are silenced in each training step.'),
    batchNormalization: z
      .boolean()
      .default(false)
      .describe('Normalise each block over its batch (Ioffe & Szegedy 2015).'),
    ...augmentationParameters,
  }),
  training: {
    epochs: 5,
    batchSize: 64,
    learningRate: 0.001,
    optimizer: 'adam',
    schedule: 'constant',
    earlyStopping: null,
  },
  sample: (random) => ({
    filters: Array.from({ length: 2 + random.integer(2) }, (_, block) => 2 ** (3 + block + random.integer(2))),
    denseUnits: 2 ** (5 + random.integer(3)),
    dropout: random.integer(6) / 10,
  }),

  imageSize: ({ imageSize }, extent) => sizeOfImages(imageSize, extent),
  augment: augmentationOf,

  workload({ inputShape, outputs }, { filters, kernelSize, denseUnits, dropout, batchNormalization }) {
    let [height = 1, width = 1, channels = 1] = inputShape;
    const parts: Part[] = [];
    for (const [block, count] of filters.entries()) {
      const field = `filters.${block}`;
      const positions = height * width;
      parts.push(convolutionPart(field, kernelSize ** 2 * channels, count, positions));
      if (batchNormalization) parts.push(normalizationPart(field, count, positions));
      [height, width, channels] = [Math.ceil(height / 2), Math.ceil(width / 2), count];
      parts.push(plainPart(field, count * (positions + height * width)));
    }
    parts.push(densePart('denseUnits', height * width * channels, denseUnits));
    parts.push(plainPart('denseUnits', dropout > 0 ? 3 * denseUnits : denseUnits));
    return [...parts, densePart(null, denseUnits, outputs)];
  },

  build({ inputShape, outputs, seed }, { filters, kernelSize, denseUnits, dropout, batchNormalization }) {
    const model = sequential();
    for (const [block, count] of filters.entries()) {
      const kernelInitializer = he(seed, block);
      model.add(
        layers.conv2d({
          ...(block === 0 && { inputShape }),
          filters: count,
          kernelSize,
          padding: 'same',
          kernelInitializer,
        }),
      );
      if (batchNormalization) model.add(normalization());
      model.add(layers.activation({ activation: 'relu' }));
      // 'same': an image that is one pixel wide stays one pixel wide.
      model.add(layers.maxPooling2d({ poolSize: 2, padding: 'same' }));
    }
    model.add(layers.flatten());
    model.add(layers.dense({ units: denseUnits, activation: 'relu', kernelInitializer: he(seed, 'dense') }));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    model.add(layers.dense({ units: outputs, activation: 'softmax', kernelInitializer: glorot(seed, 'output') }));
    return model;
  },
});
