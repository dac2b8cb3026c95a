/**
 * A residual network for images.
 *
 *   [B, H, W, ch] ─> conv 3 x 3 ─> (residual block x blocks) x stages ─> global average pooling ─> dense ─> softmax
 *
 *   residual block   x ─> conv ─> norm ─> relu ─> conv ─> norm ─> + ─> relu
 *                    └───────────── (conv 1 x 1 ─> norm) ────────┘      where the shape changes
 */
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { activationCost, convolutionCost, denseCost, type LayerCost, normalizationCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { augmentationParameters, createAugmentation, resolveImageSize, sizeParameter } from './image-parameters.ts';
import { batchNormalization, glorotUniform, heNormal } from './initializers.ts';

export const resnet = defineNetwork({
  name: 'resnet',
  title: 'Residual network for images (ResNet)',
  description: 'A deep convolutional network whose blocks learn what to add to their input.',
  whenToUse: 'Photos that a plain CNN does not classify well enough, with a few thousand images or time to train.',
  whenNotToUse: 'Small, simple images such as digits, or training must be fast: use a CNN.',
  citation: 'He, Zhang, Ren & Sun, "Deep residual learning for image recognition", CVPR 2016.',
  modalities: ['IMAGE'],
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    imageSize: sizeParameter,
    filters: z
      .array(z.int().min(1).max(512))
      .min(1)
      .max(5)
      .default([16, 32, 64])
      .describe('Filters per stage, from first to last. Every stage but the first halves the image size.'),
    blocks: z.int().min(1).max(18).default(1).describe('Residual blocks per stage.'),
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
  sample: (random) => ({ blocks: 1 + random.integer(3) }),
  imageSize: ({ imageSize }, extent) => resolveImageSize(imageSize, extent),
  augment: createAugmentation,

  layerCosts({ inputShape, outputs }, { filters, blocks }) {
    let [height = 1, width = 1, channels = 1] = inputShape;
    const parts: LayerCost[] = [];
    const convolution = (field: string, kernel: number, count: number) => {
      const positions = height * width;
      parts.push(convolutionCost(field, kernel ** 2 * channels, count, positions, 0));
      parts.push(normalizationCost(field, count, positions), activationCost(field, 2 * positions * count));
    };
    convolution('filters.0', 3, filters[0] ?? 1);
    channels = filters[0] ?? 1;
    for (const [stage, count] of filters.entries()) {
      for (let block = 0; block < blocks; block++) {
        const changesShape = block === 0 && stage > 0;
        if (changesShape) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)];
        if (changesShape) convolution(`filters.${stage}`, 1, count);
        convolution(`filters.${stage}`, 3, count);
        channels = count;
        convolution(`filters.${stage}`, 3, count);
      }
    }
    return [...parts, denseCost(null, channels, outputs)];
  },

  build({ inputShape, outputs, seed }, { filters, blocks }) {
    const images = input({ shape: inputShape });
    const convolve = (
      from: SymbolicTensor,
      count: number,
      name: string,
      options: { strides?: number; kernelSize?: number } = {},
    ) => {
      const { strides = 1, kernelSize = 3 } = options;
      const kernelInitializer = heNormal(seed, name);
      const layer = layers.conv2d({
        filters: count,
        kernelSize,
        strides,
        padding: 'same',
        useBias: false,
        kernelInitializer,
      });
      return batchNormalization().apply(layer.apply(from)) as SymbolicTensor;
    };
    const rectify = (from: SymbolicTensor) => layers.reLU().apply(from) as SymbolicTensor;
    let last = rectify(convolve(images, filters[0] ?? 1, 'stem'));
    for (const [stage, count] of filters.entries()) {
      for (let block = 0; block < blocks; block++) {
        const name = `${stage}.${block}`;
        const changesShape = block === 0 && stage > 0;
        const strides = changesShape ? 2 : 1;
        const branch = convolve(rectify(convolve(last, count, `${name}.a`, { strides })), count, `${name}.b`);
        const shortcut = changesShape ? convolve(last, count, `${name}.c`, { strides, kernelSize: 1 }) : last;
        last = rectify(layers.add().apply([branch, shortcut]) as SymbolicTensor);
      }
    }
    const pooled = layers.globalAveragePooling2d({}).apply(last);
    const classifier = layers.dense({
      units: outputs,
      activation: 'softmax',
      kernelInitializer: glorotUniform(seed, 'output'),
    });
    return model({ inputs: images, outputs: classifier.apply(pooled) as SymbolicTensor });
  },
});
