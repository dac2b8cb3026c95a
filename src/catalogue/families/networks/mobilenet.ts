/**
 * A small, fast image network in the manner of MobileNet, with depthwise separable convolutions.
 *
 *   [B, H, W, ch] ─> conv 3 x 3 ─> (depthwise 3 x 3 ─> norm ─> relu ─> conv 1 x 1 ─> norm ─> relu) x filters
 *                 ─> global average pooling ─> dropout ─> dense ─> softmax
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { activationCost, convolutionCost, denseCost, type LayerCost, normalizationCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { augmentationParameters, createAugmentation, resolveImageSize, sizeParameter } from './image-parameters.ts';
import { batchNormalization, glorotUniform, heNormal } from './initializers.ts';

export const mobilenet = defineNetwork({
  name: 'mobilenet',
  title: 'Lightweight network for images (MobileNet style)',
  description: 'A convolutional network with depthwise separable convolutions: few parameters, small files.',
  whenToUse: 'The model must run in a browser, on a phone, or many times per second.',
  whenNotToUse: 'Accuracy matters most: a ResNet of the same depth is more accurate.',
  citation:
    'Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications", 2017.',
  modalities: ['IMAGE'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    imageSize: sizeParameter,
    filters: z
      .array(z.int().min(1).max(1024))
      .min(1)
      .max(8)
      .default([16, 32, 64, 128])
      .describe('Filters of the first convolution and of each block. Every block but the first halves the image size.'),
    dropout: z.number().min(0).max(0.9).default(0).describe('Dropout rate before the output layer.'),
    ...augmentationParameters,
  }),
  training: {
    epochs: 10,
    batchSize: 32,
    learningRate: 0.002,
    optimizer: 'adam',
    learningRateSchedule: 'cosine',
    earlyStopping: null,
  },
  sample: (random) => ({ dropout: random.integer(4) / 10 }),
  imageSize: ({ imageSize }, extent) => resolveImageSize(imageSize, extent),
  augment: createAugmentation,

  layerCosts({ inputShape, outputs }, { filters, dropout }) {
    let [height = 1, width = 1, channels = 1] = inputShape;
    const parts: LayerCost[] = [];
    for (const [index, count] of filters.entries()) {
      const field = `filters.${index}`;
      if (index === 0) {
        parts.push(
          convolutionCost(field, 9 * channels, count, height * width, 0),
          activationCost(field, height * width * count),
        );
        parts.push(normalizationCost(field, count, height * width));
        channels = count;
      }
      if (index > 0) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
      const positions = height * width;
      parts.push(convolutionCost(field, 9, channels, positions, 0), normalizationCost(field, channels, positions));
      parts.push(convolutionCost(field, channels, count, positions, 0), normalizationCost(field, count, positions));
      parts.push(activationCost(field, positions * (channels + count)));
      channels = count;
    }
    parts.push(activationCost(null, (dropout > 0 ? 3 : 1) * channels));
    return [...parts, denseCost(null, channels, outputs)];
  },

  build({ inputShape, outputs, seed }, { filters, dropout }) {
    const model = sequential();
    const normalize = () => {
      model.add(batchNormalization());
      model.add(layers.reLU());
    };
    const common = { padding: 'same', useBias: false } as const;
    for (const [index, count] of filters.entries()) {
      if (index === 0) {
        model.add(
          layers.conv2d({
            ...common,
            inputShape,
            filters: count,
            kernelSize: 3,
            kernelInitializer: heNormal(seed, 'stem'),
          }),
        );
        normalize();
      }
      const strides = index > 0 ? 2 : 1;
      const depthwiseInitializer = heNormal(seed, `${index}.depthwise`);
      model.add(layers.depthwiseConv2d({ ...common, kernelSize: 3, strides, depthwiseInitializer }));
      normalize();
      model.add(
        layers.conv2d({ ...common, filters: count, kernelSize: 1, kernelInitializer: heNormal(seed, `${index}.mix`) }),
      );
      normalize();
    }
    model.add(layers.globalAveragePooling2d({}));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    model.add(
      layers.dense({ units: outputs, activation: 'softmax', kernelInitializer: glorotUniform(seed, 'output') }),
    );
    return model;
  },
});
