/**
 * A generative adversarial network for images, convolutional.
 *
 *   generator       [B, Z + K] noise, class ─> dense ─> norm ─> relu ─> (upsample 2 x 2 ─> conv 3 x 3 ─> norm ─> relu) x 2
 *                   ─> conv ─> sigmoid
 *   discriminator   [B, H, W, ch] ─> (conv 5 x 5, stride 2 ─> leaky relu ─> dropout) x 2 ─> dense ─> logits: real or fake, class
 */

import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { InvalidInput } from '../../../errors.ts';
import { type Generate, loadNetworkFiles, type Model, requireFile, wrapNetwork } from '../../../learning/model.ts';
import { createRandom, hashSeed } from '../../../learning/random.ts';
import { generatorInput, trainGan } from '../../../learning/training/adversarial.ts';
import type { ImageSize } from '../../../shared/model-input.ts';
import { estimateTraining } from '../../estimate.ts';
import type { EstimateInput, Family, FitInput, ImageSizeRange, ModelShape, Parameters } from '../../family.ts';
import { activationCost, convolutionCost, denseCost, type LayerCost, normalizationCost } from '../../layer-costs.ts';
import { requireTrainingOptions } from '../../network.ts';
import { batchNormalization, glorotUniform, heNormal } from './initializers.ts';

const maxNativeEdge = 64;
/** Kernel size of the discriminator's convolutions, in pixels. */
const discriminatorKernelSize = 5;

const schema = z.object({
  imageSize: z
    .int()
    .min(8)
    .max(128)
    .multipleOf(4)
    .nullable()
    .default(null)
    .describe(
      'Side length in pixels that images are scaled to; a multiple of 4. Null: their original size, rounded to a multiple of ' +
        '4, if they all have the same and it is at most 64, otherwise 32.',
    ),
  filters: z
    .int()
    .min(4)
    .max(512)
    .default(32)
    .describe('Filters of the first convolution of the discriminator; the second has twice as many.'),
  latentSize: z
    .int()
    .min(2)
    .max(512)
    .default(64)
    .describe('Size of the latent vector that an image is generated from.'),
});

/** File with the number of classes that the generator is conditioned on. */
const generatorFile = 'generator.json';

const training = {
  epochs: 20,
  batchSize: 64,
  learningRate: 0.0005,
  optimizer: 'adam',
} as const;

/** Adds the options that requireTrainingOptions expects but that do not apply to a GAN. */
const complete = (options: FitInput['training']) =>
  requireTrainingOptions({ learningRateSchedule: 'constant', ...options });

/** Returns a multiple of 4, since the generator doubles its size twice. */
function resolveImageSize(edge: number | null, extent: ImageSizeRange): ImageSize {
  const { minHeight, maxHeight, minWidth, maxWidth, channels } = extent;
  const keepsSize = minHeight === maxHeight && minWidth === maxWidth && Math.max(maxHeight, maxWidth) <= maxNativeEdge;
  const round = (side: number) => Math.max(8, Math.round(side / 4) * 4);
  if (edge === null && keepsSize) return { height: round(maxHeight), width: round(maxWidth), channels };
  return { height: edge ?? 32, width: edge ?? 32, channels };
}

type GanParameters = z.output<typeof schema>;

function buildGenerator(
  [height = 4, width = 4, channels = 1]: number[],
  { filters, latentSize }: GanParameters,
  { kinds = 0, seed }: Pick<ModelShape, 'kinds' | 'seed'>,
): LayersModel {
  const model = sequential({ name: 'generator' });
  const normalize = () => {
    model.add(batchNormalization());
    model.add(layers.reLU());
  };
  const [rows, columns, deep] = [height / 4, width / 4, 2 * filters];
  const units = rows * columns * deep;
  model.add(
    layers.dense({
      inputShape: [latentSize + kinds],
      units,
      useBias: false,
      kernelInitializer: heNormal(seed, 'noise'),
    }),
  );
  normalize();
  model.add(layers.reshape({ targetShape: [rows, columns, deep] }));
  for (const [index, count] of [filters, Math.ceil(filters / 2)].entries()) {
    model.add(layers.upSampling2d({ size: [2, 2] }));
    const kernelInitializer = heNormal(seed, `enlarge${index}`);
    model.add(layers.conv2d({ filters: count, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer }));
    normalize();
  }
  const kernelInitializer = glorotUniform(seed, 'pixels');
  model.add(
    layers.conv2d({ filters: channels, kernelSize: 3, padding: 'same', activation: 'sigmoid', kernelInitializer }),
  );
  return model;
}

function buildDiscriminator({ inputShape, kinds = 0, seed }: ModelShape, { filters }: GanParameters): LayersModel {
  const model = sequential({ name: 'discriminator' });
  for (const [index, count] of [filters, 2 * filters].entries()) {
    const first = index === 0 && { inputShape };
    const kernelInitializer = heNormal(seed, `judge${index}`);
    model.add(
      layers.conv2d({
        ...first,
        filters: count,
        kernelSize: discriminatorKernelSize,
        strides: 2,
        padding: 'same',
        kernelInitializer,
      }),
    );
    model.add(layers.leakyReLU({ alpha: 0.2 }));
    model.add(layers.dropout({ rate: 0.3 }));
  }
  model.add(layers.flatten());
  model.add(layers.dense({ units: 1 + kinds, kernelInitializer: glorotUniform(seed, 'verdict') }));
  return model;
}

function layerCosts({ inputShape, kinds = 0 }: ModelShape, { filters, latentSize }: GanParameters): LayerCost[] {
  const [height = 4, width = 4, channels = 1] = inputShape;
  const few = Math.ceil(filters / 2);
  const [deep, quarter, half, whole] = [2 * filters, (height * width) / 16, (height * width) / 4, height * width];
  const normalized = (count: number, positions: number) => [
    normalizationCost('filters', count, positions),
    activationCost('filters', 2 * count * positions),
  ];
  const generator = [
    {
      ...denseCost('noiseSize', latentSize + kinds, quarter * deep),
      parameters: (latentSize + kinds) * quarter * deep,
    },
    ...normalized(deep, quarter),
    convolutionCost('filters', 9 * deep, filters, half, 0),
    ...normalized(filters, half),
    convolutionCost('filters', 9 * filters, few, whole, 0),
    ...normalized(few, whole),
    convolutionCost('imageSize', 9 * few, channels, whole),
  ];
  const discriminator = [
    convolutionCost('filters', discriminatorKernelSize ** 2 * channels, filters, half),
    activationCost('filters', 4 * filters * half),
    convolutionCost('filters', discriminatorKernelSize ** 2 * filters, deep, quarter),
    activationCost('filters', 4 * deep * quarter),
    denseCost('filters', deep * quarter, 1 + kinds),
  ];
  // The discriminator processes the real batch and the generated one.
  return [...generator, ...discriminator, ...discriminator.map((part) => ({ ...part, parameters: 0 }))];
}

async function fit({ data, split, shape, training: options, context }: FitInput, parameters: Parameters) {
  const parsed = schema.parse(parameters);
  const generator = buildGenerator(shape.inputShape, parsed, shape);
  const discriminator = buildDiscriminator(shape, parsed);
  const model = createGenerator(generator, data.kinds?.count ?? 0);
  try {
    const history = await trainGan({
      generator,
      discriminator,
      features: data.features,
      kinds: data.kinds,
      rows: split.train,
      training: complete(options),
      context,
      generate: model.generate,
    });
    const epoch = history.at(-1)?.epoch ?? 1;
    return { model, history, end: { cause: 'MAX_EPOCHS' as const, epoch, bestEpoch: epoch, monitor: null } };
  } catch (error) {
    generator.dispose();
    throw error;
  } finally {
    discriminator.dispose();
  }
}

/** Wraps the generator as a model that samples images, with classes drawn uniformly. The model owns the network. */
function createGenerator(generator: LayersModel, kinds: number): Model & { generate: Generate } {
  const noiseSize = Number(generator.inputs[0]?.shape[1] ?? 0) - kinds;
  const network = wrapNetwork(generator);
  return {
    ...network,

    files: async () => ({ ...(await network.files()), [generatorFile]: Buffer.from(JSON.stringify({ kinds })) }),

    async predict() {
      throw new InvalidInput('input.modelId', 'This model generates images and makes no predictions. Use `generate`.');
    },

    async generate({ count, seed, temperature, signal }) {
      signal?.throwIfAborted();
      const random = createRandom(hashSeed(seed, 'generate'));
      const classOf = Array.from({ length: count }, () => random.integer(Math.max(kinds, 1)));
      const images = tf.tidy(() => {
        // Noise closer to the origin gives more typical images: the truncation trick (Brock et al. 2019).
        const input = generatorInput(count, noiseSize, kinds, random, classOf, temperature);
        return generator.apply(input, { training: false }) as tf.Tensor;
      });
      const values = await images.data<'float32'>();
      images.dispose();
      return values.slice();
    },
  };
}

export const gan: Family = {
  name: 'gan',
  title: 'Generative adversarial network for images (GAN)',
  description:
    'Two networks trained against each other: the generator creates images of every class, the discriminator tells them from ' +
    'real ones. The generator is kept.',
  whenToUse: 'Generating new images, sharper than those of a VAE, from thousands of examples.',
  whenNotToUse: 'Describing images or estimating their likelihood: use a VAE. With few images, it memorizes them.',
  citation:
    'Goodfellow et al., "Generative adversarial nets", NeurIPS 2014; convolutional: Radford, Metz & Chintala, ICLR 2016; with classes: Odena, Olah & Shlens, ICML 2017.',
  modalities: ['IMAGE'],
  objectives: ['GENERATION'],
  parameters: schema,
  isSemiSupervised: false,
  trainingDefaults: training,
  sampleParameters: (random) => ({ filters: 2 ** (4 + random.integer(3)) }),
  imageSize: (parameters, extent) => resolveImageSize(schema.parse(parameters).imageSize, extent),
  textOptions: null,
  windowOptions: null,
  estimate: ({ shape, training: options, dataBytes }: EstimateInput, parameters: Parameters) =>
    estimateTraining({
      family: 'gan',
      parts: layerCosts(shape, schema.parse(parameters)),
      training: complete(options),
      trainSamples: shape.trainSamples,
      sampleFloats: shape.inputShape.reduce((product, side) => product * side, 1),
      dataBytes,
    }),
  fit,
  load: async (files) => {
    const { kinds } = JSON.parse(Buffer.from(requireFile(files, generatorFile)).toString('utf8'));
    return createGenerator(await loadNetworkFiles(files), kinds);
  },
};
