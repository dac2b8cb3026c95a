/**
 * A single-shot object detector: predicts classes and bounding boxes on a grid of cells (learning/detection.ts).
 *
 *   [B, H, W, ch] ─> (conv 3 x 3 ─> norm ─> relu ─> max pool 2 x 2) x filters ─> conv 3 x 3 ─> norm ─> relu
 *                 ─> conv 1 x 1 ─> [B, S, S, 5 + classes]
 */
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { createBoxBatcher, detectionSize, packDetections } from '../../../learning/detection.ts';
import { type Model, wrapNetwork } from '../../../learning/model.ts';
import { decodeDetections, maxDetections } from '../../../shared/detections.ts';
import { activationCost, convolutionCost, type LayerCost, normalizationCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { batchNormalization, glorotUniform, heNormal } from './initializers.ts';

/** Channels of a cell before the class scores: objectness and the box. */
const boxChannels = 5;

export const imageDetector = defineNetwork({
  name: 'imageDetector',
  title: 'Object detector',
  description: 'Finds objects of known classes in images, each with a bounding box, in a single pass.',
  whenToUse: 'Finding or counting objects of a few classes, with a few hundred images that are labeled with boxes.',
  whenNotToUse: 'Classifying whole images: use a CNN. Objects smaller than a grid cell are missed.',
  citation:
    'Redmon, Divvala, Girshick & Farhadi, "You only look once: unified, real-time object detection", CVPR 2016; without anchors: ' +
    'Tian, Shen, Chen & He, "FCOS: fully convolutional one-stage object detection", ICCV 2019.',
  modalities: ['IMAGE'],
  objectives: ['DETECTION'],
  parameters: z.object({
    imageSize: z.int().min(16).max(512).default(64).describe('Side length in pixels that images are stretched to.'),
    filters: z
      .array(z.int().min(1).max(512))
      .min(1)
      .max(6)
      .default([16, 32, 64])
      .describe(
        'Filters per block, from first to last. Each block halves the image size; the remaining size is the grid.',
      ),
  }),
  training: {
    epochs: 40,
    batchSize: 16,
    learningRate: 0.002,
    optimizer: 'adam',
    learningRateSchedule: 'cosine',
    earlyStopping: null,
  },
  sample: (random) => ({ filters: Array.from({ length: 3 }, (_, block) => 2 ** (3 + block + random.integer(3))) }),
  imageSize: ({ imageSize }, { channels }) => ({ height: imageSize, width: imageSize, channels }),
  createBatcher: (data, _, { imageSize, filters }) => createBoxBatcher(data, gridSize(imageSize, filters.length)),
  wrapModel: wrapDetector,

  layerCosts({ inputShape: [edge = 1, , channels = 1], outputs }, { filters }) {
    const parts: LayerCost[] = [];
    let [side, depth] = [edge, channels];
    for (const [block, count] of filters.entries()) {
      const [field, positions] = [`filters.${block}`, side * side];
      parts.push(convolutionCost(field, 9 * depth, count, positions, 0), normalizationCost(field, count, positions));
      side = Math.ceil(side / 2);
      parts.push(activationCost(field, count * (positions + side * side)));
      depth = count;
    }
    const field = `filters.${filters.length - 1}`;
    const cells = side * side;
    parts.push(convolutionCost(field, 9 * depth, depth, cells, 0), normalizationCost(field, depth, cells));
    // The loss keeps several values per number of a cell.
    return [
      ...parts,
      convolutionCost(field, depth, boxChannels + outputs, cells),
      activationCost(null, 8 * cells * (boxChannels + outputs)),
    ];
  },

  build({ inputShape, outputs, seed }, { filters }) {
    const model = sequential();
    const common = { kernelSize: 3, padding: 'same', useBias: false } as const;
    const normalize = () => {
      model.add(batchNormalization());
      model.add(layers.reLU());
    };
    for (const [block, count] of filters.entries()) {
      const first = block === 0 && { inputShape };
      model.add(layers.conv2d({ ...common, ...first, filters: count, kernelInitializer: heNormal(seed, block) }));
      normalize();
      model.add(layers.maxPooling2d({ poolSize: 2, padding: 'same' }));
    }
    model.add(layers.conv2d({ ...common, filters: filters.at(-1) ?? 1, kernelInitializer: heNormal(seed, 'context') }));
    normalize();
    model.add(
      layers.conv2d({
        filters: boxChannels + outputs,
        kernelSize: 1,
        kernelInitializer: glorotUniform(seed, 'output'),
      }),
    );
    return model;
  },
});

/** Returns the number of cells along an edge. Every block halves it, rounding up. */
function gridSize(edge: number, blocks: number): number {
  let side = edge;
  for (let block = 0; block < blocks; block++) side = Math.ceil(side / 2);
  return side;
}

/** Wraps the network as a model that returns boxes instead of grid values. */
function wrapDetector(network: LayersModel): Model {
  const [, grid = 1, , cell = boxChannels] = network.outputShape as number[];
  const base = wrapNetwork(network);
  const size = grid * grid * cell;
  return {
    ...base,
    async predict(features, options) {
      const outputs = await base.predict(features, options);
      const packed = new Float32Array((outputs.length / size) * maxDetections * detectionSize);
      for (let sample = 0; sample * size < outputs.length; sample++) {
        const own = outputs.subarray(sample * size, (sample + 1) * size);
        const boxes = packDetections(decodeDetections(own, grid, cell - boxChannels));
        packed.set(boxes, sample * boxes.length);
      }
      return packed;
    },
  };
}
