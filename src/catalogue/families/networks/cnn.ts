/**
 * A convolutional network for image classification, in the manner of LeNet and VGG.
 *
 *   [B, H, W, ch] ─> (conv k x k ─> batch norm? ─> relu ─> max pool 2 x 2) x blocks      each block halves H and W
 *                 ─> flatten ─> dense ─> relu ─> dropout ─> dense ─> softmax ─> [B, classes]
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { activationCost, convolutionCost, denseCost, type LayerCost, normalizationCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { augmentationParameters, createAugmentation, resolveImageSize, sizeParameter } from './image-parameters.ts';
import { batchNormalization, glorotUniform, heNormal } from './initializers.ts';

export const cnn = defineNetwork({
  name: 'cnn',
  title: 'Convolutional network for images (CNN)',
  description: 'Learns small patterns, then combinations of them, to classify whole images.',
  whenToUse: 'Photos, drawings, or scans with a few hundred images per class or more.',
  whenNotToUse: 'Only a handful of images per class, or tiny objects in large images.',
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
      .describe('Filters per convolution block, from first to last. Each block halves the image size.'),
    kernelSize: z.int().min(1).max(7).default(3).describe('Kernel size in pixels.'),
    denseUnits: z.int().min(1).max(2048).default(64).describe('Units of the dense layer before the output layer.'),
    dropout: z.number().min(0).max(0.9).default(0.25).describe('Dropout rate of the dense layer.'),
    batchNormalization: z
      .boolean()
      .default(false)
      .describe('Whether to apply batch normalization to each block (Ioffe & Szegedy 2015).'),
    ...augmentationParameters,
  }),
  training: {
    epochs: 5,
    batchSize: 64,
    learningRate: 0.001,
    optimizer: 'adam',
    learningRateSchedule: 'constant',
    earlyStopping: null,
  },
  sample: (random) => ({
    filters: Array.from({ length: 2 + random.integer(2) }, (_, block) => 2 ** (3 + block + random.integer(2))),
    denseUnits: 2 ** (5 + random.integer(3)),
    dropout: random.integer(6) / 10,
  }),

  imageSize: ({ imageSize }, extent) => resolveImageSize(imageSize, extent),
  augment: createAugmentation,

  layerCosts({ inputShape, outputs }, { filters, kernelSize, denseUnits, dropout, batchNormalization }) {
    let [height = 1, width = 1, channels = 1] = inputShape;
    const parts: LayerCost[] = [];
    for (const [block, count] of filters.entries()) {
      const field = `filters.${block}`;
      const positions = height * width;
      parts.push(convolutionCost(field, kernelSize ** 2 * channels, count, positions));
      if (batchNormalization) parts.push(normalizationCost(field, count, positions));
      [height, width, channels] = [Math.ceil(height / 2), Math.ceil(width / 2), count];
      parts.push(activationCost(field, count * (positions + height * width)));
    }
    parts.push(denseCost('denseUnits', height * width * channels, denseUnits));
    parts.push(activationCost('denseUnits', dropout > 0 ? 3 * denseUnits : denseUnits));
    return [...parts, denseCost(null, denseUnits, outputs)];
  },

  build({ inputShape, outputs, seed }, { filters, kernelSize, denseUnits, dropout, batchNormalization: normalize }) {
    const model = sequential();
    for (const [block, count] of filters.entries()) {
      const kernelInitializer = heNormal(seed, block);
      model.add(
        layers.conv2d({
          ...(block === 0 && { inputShape }),
          filters: count,
          kernelSize,
          padding: 'same',
          kernelInitializer,
        }),
      );
      if (normalize) model.add(batchNormalization());
      model.add(layers.activation({ activation: 'relu' }));
      // Padding 'same' keeps an image that is one pixel wide at one pixel.
      model.add(layers.maxPooling2d({ poolSize: 2, padding: 'same' }));
    }
    model.add(layers.flatten());
    model.add(layers.dense({ units: denseUnits, activation: 'relu', kernelInitializer: heNormal(seed, 'dense') }));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    model.add(
      layers.dense({ units: outputs, activation: 'softmax', kernelInitializer: glorotUniform(seed, 'output') }),
    );
    return model;
  },
});
