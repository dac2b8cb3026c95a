/**
 * Finds things in images: where they are, how large, and what. One pass over a grid of cells (learning/detection.ts).
 *
 *   [B, H, W, ch] ─> (conv 3 x 3 ─> norm ─> relu ─> max pool 2 x 2) x filters ─> conv 3 x 3 ─> norm ─> relu
 *                 ─> conv 1 x 1 ─> [B, S, S, 5 + classes]
 */
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import {
  createBoxBatcher,
  detectionSize,
  detectionsOf,
  mostDetections,
  packDetections,
} from '../learning/detection.ts';
import { type Model, networkModel } from '../learning/model.ts';
import { glorot, he, normalization } from './dense.ts';
import { defineNetwork } from './network.ts';
import { convolutionPart, normalizationPart, type Part, plainPart } from './workload.ts';

/** Numbers of a cell before those of the classes. */
const head = 5;

export const imageDetector = defineNetwork({
  name: 'imageDetector',
  title: 'Detector of things in images',
  description: 'Finds things of known kinds in images, each with a box around it, in a single pass.',
  whenToUse: 'To find or count things of a few kinds, with some hundred images in which they are marked.',
  whenNotToUse:
    'To say what a whole image shows: a cnn does. Things that are smaller than a cell of the grid are missed.',
  citation:
    'Redmon, Divvala, Girshick & Farhadi, "You only look once: unified, real-time object detection", CVPR 2016; without anchors: ' +
    'Tian, Shen, Chen & He, "FCOS: fully convolutional one-stage object detection", ICCV 2019.',
  modalities: ['IMAGE'],
  objectives: ['DETECTION'],
  parameters: z.object({
    imageSize: z.int().min(16).max(512).default(64).describe('Edge in pixels that images are stretched to.'),
    filters: z
      .array(z.int().min(1).max(512))
      .min(1)
      .max(6)
      .default([16, 32, 64])
      .describe('Filters of each block, first to last. Every block halves the image; what is left of it is the grid.'),
  }),
  training: {
    epochs: 40,
    batchSize: 16,
    learningRate: 0.002,
    optimizer: 'adam',
    schedule: 'cosine',
    earlyStopping: null,
  },
  sample: (random) => ({ filters: Array.from({ length: 3 }, (_, block) => 2 ** (3 + block + random.integer(3))) }),
  imageSize: ({ imageSize }, { channels }) => ({ height: imageSize, width: imageSize, channels }),
  teach: (data, _, { imageSize, filters }) => createBoxBatcher(data, gridOf(imageSize, filters.length)),
  model: detector,

  workload({ inputShape: [edge = 1, , channels = 1], outputs }, { filters }) {
    const parts: Part[] = [];
    let [side, depth] = [edge, channels];
    for (const [block, count] of filters.entries()) {
      const [field, positions] = [`filters.${block}`, side * side];
      parts.push(convolutionPart(field, 9 * depth, count, positions, 0), normalizationPart(field, count, positions));
      side = Math.ceil(side / 2);
      parts.push(plainPart(field, count * (positions + side * side)));
      depth = count;
    }
    const field = `filters.${filters.length - 1}`;
    const cells = side * side;
    parts.push(convolutionPart(field, 9 * depth, depth, cells, 0), normalizationPart(field, depth, cells));
    // The loss looks at every number of a cell several times.
    return [
      ...parts,
      convolutionPart(field, depth, head + outputs, cells),
      plainPart(null, 8 * cells * (head + outputs)),
    ];
  },

  build({ inputShape, outputs, seed }, { filters }) {
    const model = sequential();
    const common = { kernelSize: 3, padding: 'same', useBias: false } as const;
    const normalize = () => {
      model.add(normalization());
      model.add(layers.reLU());
    };
    for (const [block, count] of filters.entries()) {
      const first = block === 0 && { inputShape };
      model.add(layers.conv2d({ ...common, ...first, filters: count, kernelInitializer: he(seed, block) }));
      normalize();
      model.add(layers.maxPooling2d({ poolSize: 2, padding: 'same' }));
    }
    model.add(layers.conv2d({ ...common, filters: filters.at(-1) ?? 1, kernelInitializer: he(seed, 'context') }));
    normalize();
    model.add(layers.conv2d({ filters: head + outputs, kernelSize: 1, kernelInitializer: glorot(seed, 'output') }));
    return model;
  },
});

/** Cells along an edge: every block halves it, rounding up. */
function gridOf(edge: number, blocks: number): number {
  let side = edge;
  for (let block = 0; block < blocks; block++) side = Math.ceil(side / 2);
  return side;
}

/** Answers boxes instead of the numbers of a grid. */
function detector(network: LayersModel): Model {
  const [, grid = 1, , cell = head] = network.outputShape as number[];
  const plain = networkModel(network);
  const size = grid * grid * cell;
  return {
    ...plain,
    async predict(features, options) {
      const answers = await plain.predict(features, options);
      const packed = new Float32Array((answers.length / size) * mostDetections * detectionSize);
      for (let sample = 0; sample * size < answers.length; sample++) {
        const own = answers.subarray(sample * size, (sample + 1) * size);
        const boxes = packDetections(detectionsOf(own, grid, cell - head));
        packed.set(boxes, sample * boxes.length);
      }
      return packed;
    },
  };
}
