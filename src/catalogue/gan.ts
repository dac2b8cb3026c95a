/**
 * A generative adversarial network for images, convolutional.
 *
 *   generator       [B, Z + K] noise, kind ─> dense ─> norm ─> relu ─> (enlarge 2 x 2 ─> conv 3 x 3 ─> norm ─> relu) x 2 ─> conv ─> sigmoid
 *   discriminator   [B, H, W, ch] ─> (conv 5 x 5, halving ─> leaky relu ─> dropout) x 2 ─> dense ─> logits: real or made, kind
 */

import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import { generatorInput, trainAdversaries } from '../learning/adversarial.ts';
import { fileOf, type Generate, loadNetworkFiles, type Model, networkModel } from '../learning/model.ts';
import { createRandom, hashSeed } from '../learning/random.ts';
import { glorot, he, normalization } from './dense.ts';
import { estimateTraining } from './estimate.ts';
import type { Family, ImageExtent, ImageSize, Lesson, Parameters, Plan, Shape } from './family.ts';
import { completeTraining } from './network.ts';
import { convolutionPart, densePart, normalizationPart, type Part, plainPart } from './workload.ts';

const largestOwnEdge = 64;
/** Edge of the windows that the discriminator looks through. */
const judgeKernel = 5;

const schema = z.object({
  imageSize: z
    .int()
    .min(8)
    .max(128)
    .multipleOf(4)
    .nullable()
    .default(null)
    .describe(
      'Edge in pixels that images are scaled to, a multiple of 4. Null: their own rounded to one when all are equal and at most 64, else 32.',
    ),
  filters: z
    .int()
    .min(4)
    .max(512)
    .default(32)
    .describe('Filters of the first discriminating convolution; the next one has twice as many.'),
  noiseSize: z.int().min(2).max(512).default(64).describe('Numbers that an image is made from.'),
});

/** How many kinds the generator knows. */
const kindsFile = 'generator.json';

const training = {
  epochs: 20,
  batchSize: 64,
  learningRate: 0.0005,
  optimizer: 'adam',
} as const;

/** With what train.ts knows besides; the two networks have their own rhythm. */
const complete = (options: Lesson['training']) => completeTraining({ schedule: 'constant', ...options });

/** A multiple of 4: what is halved twice must become whole again. */
function sizeFor(edge: number | null, extent: ImageExtent): ImageSize {
  const { minimumHeight, maximumHeight, minimumWidth, maximumWidth, channels } = extent;
  const own =
    minimumHeight === maximumHeight &&
    minimumWidth === maximumWidth &&
    Math.max(maximumHeight, maximumWidth) <= largestOwnEdge;
  const round = (side: number) => Math.max(8, Math.round(side / 4) * 4);
  if (edge === null && own) return { height: round(maximumHeight), width: round(maximumWidth), channels };
  return { height: edge ?? 32, width: edge ?? 32, channels };
}

type Knobs = z.output<typeof schema>;

function buildGenerator(
  [height = 4, width = 4, channels = 1]: number[],
  { filters, noiseSize }: Knobs,
  { kinds = 0, seed }: Pick<Shape, 'kinds' | 'seed'>,
): LayersModel {
  const model = sequential({ name: 'generator' });
  const normalize = () => {
    model.add(normalization());
    model.add(layers.reLU());
  };
  const [rows, columns, deep] = [height / 4, width / 4, 2 * filters];
  const units = rows * columns * deep;
  model.add(
    layers.dense({ inputShape: [noiseSize + kinds], units, useBias: false, kernelInitializer: he(seed, 'noise') }),
  );
  normalize();
  model.add(layers.reshape({ targetShape: [rows, columns, deep] }));
  for (const [index, count] of [filters, Math.ceil(filters / 2)].entries()) {
    model.add(layers.upSampling2d({ size: [2, 2] }));
    const kernelInitializer = he(seed, `enlarge${index}`);
    model.add(layers.conv2d({ filters: count, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer }));
    normalize();
  }
  const kernelInitializer = glorot(seed, 'pixels');
  model.add(
    layers.conv2d({ filters: channels, kernelSize: 3, padding: 'same', activation: 'sigmoid', kernelInitializer }),
  );
  return model;
}

function buildDiscriminator({ inputShape, kinds = 0, seed }: Shape, { filters }: Knobs): LayersModel {
  const model = sequential({ name: 'discriminator' });
  for (const [index, count] of [filters, 2 * filters].entries()) {
    const first = index === 0 && { inputShape };
    const kernelInitializer = he(seed, `judge${index}`);
    model.add(
      layers.conv2d({
        ...first,
        filters: count,
        kernelSize: judgeKernel,
        strides: 2,
        padding: 'same',
        kernelInitializer,
      }),
    );
    model.add(layers.leakyReLU({ alpha: 0.2 }));
    model.add(layers.dropout({ rate: 0.3 }));
  }
  model.add(layers.flatten());
  model.add(layers.dense({ units: 1 + kinds, kernelInitializer: glorot(seed, 'verdict') }));
  return model;
}

function workload({ inputShape, kinds = 0 }: Shape, { filters, noiseSize }: Knobs): Part[] {
  const [height = 4, width = 4, channels = 1] = inputShape;
  const few = Math.ceil(filters / 2);
  const [deep, quarter, half, whole] = [2 * filters, (height * width) / 16, (height * width) / 4, height * width];
  const normalized = (count: number, positions: number) => [
    normalizationPart('filters', count, positions),
    plainPart('filters', 2 * count * positions),
  ];
  const generator = [
    {
      ...densePart('noiseSize', noiseSize + kinds, quarter * deep),
      parameters: (noiseSize + kinds) * quarter * deep,
    },
    ...normalized(deep, quarter),
    convolutionPart('filters', 9 * deep, filters, half, 0),
    ...normalized(filters, half),
    convolutionPart('filters', 9 * filters, few, whole, 0),
    ...normalized(few, whole),
    convolutionPart('imageSize', 9 * few, channels, whole),
  ];
  const discriminator = [
    convolutionPart('filters', judgeKernel ** 2 * channels, filters, half),
    plainPart('filters', 4 * filters * half),
    convolutionPart('filters', judgeKernel ** 2 * filters, deep, quarter),
    plainPart('filters', 4 * deep * quarter),
    densePart('filters', deep * quarter, 1 + kinds),
  ];
  // It looks at the real batch and at the made one.
  return [...generator, ...discriminator, ...discriminator.map((part) => ({ ...part, parameters: 0 }))];
}

async function learn({ data, split, shape, training: options, context }: Lesson, parameters: Parameters) {
  const parsed = schema.parse(parameters);
  const generator = buildGenerator(shape.inputShape, parsed, shape);
  const discriminator = buildDiscriminator(shape, parsed);
  const model = artist(generator, data.kinds?.count ?? 0);
  try {
    const history = await trainAdversaries({
      generator,
      discriminator,
      features: data.features,
      kinds: data.kinds,
      rows: split.train,
      training: complete(options),
      context,
      generate: model.generate,
    });
    return { model, history, bestEpoch: history.at(-1)?.epoch ?? 1 };
  } catch (error) {
    generator.dispose();
    throw error;
  } finally {
    discriminator.dispose();
  }
}

/** Makes images, of every kind as often as chance has it. Takes the network over. */
function artist(generator: LayersModel, kinds: number): Model & { generate: Generate } {
  const noiseSize = Number(generator.inputs[0]?.shape[1] ?? 0) - kinds;
  const network = networkModel(generator);
  return {
    ...network,

    files: async () => ({ ...(await network.files()), [kindsFile]: Buffer.from(JSON.stringify({ kinds })) }),

    async predict() {
      throw new InvalidInput('input.modelId', 'This model makes images and predicts nothing: call `generate`.');
    },

    async generate({ count, seed, temperature, signal }) {
      signal?.throwIfAborted();
      const random = createRandom(hashSeed(seed, 'generate'));
      const kindOf = Array.from({ length: count }, () => random.integer(Math.max(kinds, 1)));
      const made = tf.tidy(() => {
        // Nearer to the middle, what is made is more usual: the truncation trick (Brock et al. 2019).
        const from = generatorInput(count, noiseSize, kinds, random, kindOf, temperature);
        return generator.apply(from, { training: false }) as tf.Tensor;
      });
      const values = await made.data<'float32'>();
      made.dispose();
      return values.slice();
    },
  };
}

export const gan: Family = {
  name: 'gan',
  title: 'Generative adversarial network for images',
  description:
    'Two networks that train each other: one makes images, of every class there is, the other tells them from real ones. The first is kept.',
  whenToUse: 'To make new images, sharper than those of a vae, of a kind that there are thousands of.',
  whenNotToUse:
    'To describe images or to judge how likely they are: a vae does. With few images it learns them by heart.',
  citation:
    'Goodfellow et al., "Generative adversarial nets", NeurIPS 2014; convolutional: Radford, Metz & Chintala, ICLR 2016; with classes: Odena, Olah & Shlens, ICML 2017.',
  modalities: ['IMAGE'],
  objectives: ['GENERATION'],
  parameters: schema,
  learnsUnlabelled: false,
  training,
  sample: (random) => ({ filters: 2 ** (4 + random.integer(3)) }),
  imageSize: (parameters, extent) => sizeFor(schema.parse(parameters).imageSize, extent),
  text: null,
  window: null,
  estimate: ({ shape, training: options, dataBytes }: Plan, parameters: Parameters) =>
    estimateTraining({
      family: 'gan',
      parts: workload(shape, schema.parse(parameters)),
      training: complete(options),
      trainSamples: shape.trainSamples,
      sampleFloats: shape.inputShape.reduce((product, side) => product * side, 1),
      dataBytes,
    }),
  learn,
  load: async (files) => {
    const { kinds } = JSON.parse(Buffer.from(fileOf(files, kindsFile)).toString('utf8'));
    return artist(await loadNetworkFiles(files), kinds);
  },
};
