/**
 * A small, quick network for images, in the manner of MobileNet: every convolution is cut in two.
 *
 *   [B, H, W, ch] ─> conv 3 x 3 ─> (depthwise 3 x 3 ─> norm ─> relu ─> conv 1 x 1 ─> norm ─> relu) x filters
 *                 ─> average over the image ─> dropout ─> dense ─> softmax
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { glorot, he, normalization } from './dense.ts';
import { augmentationOf, augmentationParameters, sizeOfImages, sizeParameter } from './image-parameters.ts';
import { defineNetwork } from './network.ts';
import { convolutionPart, densePart, normalizationPart, type Part, plainPart } from './workload.ts';

export const mobilenet = defineNetwork({
  name: 'mobilenet',
  title: 'MobileNet-like network for images',
  description: 'A convolutional network that looks at each channel alone, then mixes them: few weights, small files.',
  whenToUse: 'When the model shall run in a browser or on a phone, or many times a second.',
  whenNotToUse: 'When accuracy is all that counts: a resnet of the same depth has more.',
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
      .describe(
        'Filters after the first convolution and after each block. Every block but the first halves the image.',
      ),
    dropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(0)
      .describe('Share of the numbers before the classes that are silenced in each training step.'),
    ...augmentationParameters,
  }),
  training: {
    epochs: 10,
    batchSize: 32,
    learningRate: 0.002,
    optimizer: 'adam',
    schedule: 'cosine',
    earlyStopping: null,
  },
  sample: (random) => ({ dropout: random.integer(4) / 10 }),
  imageSize: ({ imageSize }, extent) => sizeOfImages(imageSize, extent),
  augment: augmentationOf,

  workload({ inputShape, outputs }, { filters, dropout }) {
    let [height = 1, width = 1, channels = 1] = inputShape;
    const parts: Part[] = [];
    for (const [index, count] of filters.entries()) {
      const field = `filters.${index}`;
      if (index === 0) {
        parts.push(
          convolutionPart(field, 9 * channels, count, height * width, 0),
          plainPart(field, height * width * count),
        );
        parts.push(normalizationPart(field, count, height * width));
        channels = count;
      }
      if (index > 0) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
      const positions = height * width;
      parts.push(convolutionPart(field, 9, channels, positions, 0), normalizationPart(field, channels, positions));
      parts.push(convolutionPart(field, channels, count, positions, 0), normalizationPart(field, count, positions));
      parts.push(plainPart(field, positions * (channels + count)));
      channels = count;
    }
    parts.push(plainPart(null, (dropout > 0 ? 3 : 1) * channels));
    return [...parts, densePart(null, channels, outputs)];
  },

  build({ inputShape, outputs, seed }, { filters, dropout }) {
    const model = sequential();
    const normalize = () => {
      model.add(normalization());
      model.add(layers.reLU());
    };
    const common = { padding: 'same', useBias: false } as const;
    for (const [index, count] of filters.entries()) {
      if (index === 0) {
        model.add(
          layers.conv2d({ ...common, inputShape, filters: count, kernelSize: 3, kernelInitializer: he(seed, 'stem') }),
        );
        normalize();
      }
      const strides = index > 0 ? 2 : 1;
      const depthwiseInitializer = he(seed, `${index}.depthwise`);
      model.add(layers.depthwiseConv2d({ ...common, kernelSize: 3, strides, depthwiseInitializer }));
      normalize();
      model.add(
        layers.conv2d({ ...common, filters: count, kernelSize: 1, kernelInitializer: he(seed, `${index}.mix`) }),
      );
      normalize();
    }
    model.add(layers.globalAveragePooling2d({}));
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    model.add(layers.dense({ units: outputs, activation: 'softmax', kernelInitializer: glorot(seed, 'output') }));
    return model;
  },
});
