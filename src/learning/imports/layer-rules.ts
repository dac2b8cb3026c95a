/**
 * The layers that an imported network may have: the config values that each accepts, and the shapes that follow from them. The
 * shapes of outputs and weights are computed from plain numbers, so that the size of a network is known before it is built.
 *
 * Config keys have the names that Keras 2 writes. A key without a rule is rejected, unless it does not affect the outputs of a
 * trained layer (initializers, regularizers, constraints).
 */
import { z } from 'zod';
import { elementCount } from '../training/batch.ts';

/** Shape of one sample, without the batch axis. */
export type Dimensions = readonly number[];

export interface InferredLayer {
  output: Dimensions;
  /** Shapes by the weight's name within the layer, in the layer's order. */
  weights: Record<string, Dimensions>;
  /** Multiplications of the forward pass for one sample. */
  multiplications: number;
  /** Config values that depend on the inputs, such as a -1 in a target shape, after they are resolved. */
  resolvedConfig?: Record<string, unknown>;
}

/** An invalid layer. The message is a predicate; the reader puts the layer's class in front of it. */
export class LayerError extends Error {}

export interface LayerRule {
  config: z.ZodObject;
  /** Number of inputs that the layer accepts. */
  inputs: 'one' | 'several';
  /** @throws LayerError when the config does not fit the inputs */
  infer(config: Record<string, unknown>, inputs: readonly Dimensions[]): InferredLayer;
}

const count = z.int().min(1).max(1_000_000);
const pair = z.union([count.transform((side): [number, number] => [side, side]), z.tuple([count, count])]);
const padding = z.enum(['valid', 'same']).default('valid');
const channelsLast = z.enum(['channels_last', 'channelsLast']).nullish();
const activation = z
  .enum([
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'sigmoid',
    'hard_sigmoid',
    'hardSigmoid',
    'softmax',
    'softplus',
    'softsign',
    'tanh',
    'swish',
    'mish',
    'gelu',
  ])
  .nullish();
const finite = z.number();

function rule<Schema extends z.ZodObject>(
  config: Schema,
  infer: (config: z.output<Schema>, input: Dimensions) => Partial<InferredLayer>,
): LayerRule {
  return {
    config,
    inputs: 'one',
    infer(given, [input = []]) {
      const facts = infer(given as z.output<Schema>, input); // what its own schema gave
      const output = facts.output ?? input;
      return {
        ...facts,
        output,
        weights: facts.weights ?? {},
        multiplications: facts.multiplications ?? elementCount(output),
      };
    },
  };
}

function merge(
  output: (config: Record<string, unknown>, inputs: readonly Dimensions[]) => Dimensions,
  config = z.object({}),
) {
  const infer: LayerRule['infer'] = (given, inputs) => {
    if (inputs.length < 2) throw new LayerError('merges two or more inputs, but has one.');
    const shape = output(given, inputs);
    return { output: shape, weights: {}, multiplications: elementCount(shape) * inputs.length };
  };
  return { config, inputs: 'several' as const, infer };
}

/** Returns [height, width, channels] of an image input. */
function imageOf(input: Dimensions): [number, number, number] {
  const [height, width, channels, ...more] = input;
  if (height === undefined || width === undefined || channels === undefined || more.length > 0) {
    throw new LayerError(`needs an input of height x width x channels, but gets ${input.join(' x ')}.`);
  }
  return [height, width, channels];
}

/** Output length of a sliding window along one axis (Dumoulin & Visin 2016). */
function outputLength(side: number, window: number, stride: number, how: 'valid' | 'same'): number {
  const found = how === 'same' ? Math.ceil(side / stride) : Math.floor((side - window) / stride) + 1;
  if (found >= 1) return found;
  throw new LayerError(`has a window of ${window}, which does not fit into an input side of ${side}.`);
}

const window2d = {
  kernel_size: pair,
  strides: pair.default([1, 1]),
  padding,
  dilation_rate: pair.default([1, 1]),
  data_format: channelsLast,
  activation,
  use_bias: z.boolean().default(true),
};

type WindowConfig = {
  kernel_size: [number, number];
  strides: [number, number];
  padding: 'valid' | 'same';
  dilation_rate: [number, number];
};

function slideOutput(
  { kernel_size, strides, dilation_rate, padding: how }: WindowConfig,
  height: number,
  width: number,
) {
  if (Math.max(...strides) > 1 && Math.max(...dilation_rate) > 1) {
    throw new LayerError('has both strides and dilation above 1; only one of them is supported.');
  }
  const wide = (axis: 0 | 1) => (kernel_size[axis] - 1) * dilation_rate[axis] + 1;
  return [outputLength(height, wide(0), strides[0], how), outputLength(width, wide(1), strides[1], how)] as const;
}

const pool = rule(
  z.object({ pool_size: pair.default([2, 2]), strides: pair.nullish(), padding, data_format: channelsLast }),
  ({ pool_size, strides, padding: how }, input) => {
    const [height, width, channels] = imageOf(input);
    const step = strides ?? pool_size;
    const output = [
      outputLength(height, pool_size[0], step[0], how),
      outputLength(width, pool_size[1], step[1], how),
      channels,
    ];
    return { output, multiplications: elementCount(output) * elementCount(pool_size) };
  },
);

const globalPool = rule(
  z.object({ data_format: channelsLast, keepdims: z.literal(false).default(false) }),
  (_, input) => {
    return { output: [imageOf(input)[2]], multiplications: elementCount(input) };
  },
);

const axisOf = z.union([z.int(), z.tuple([z.int()]).transform(([axis]) => axis)]).default(-1);

/** Only the last axis, the channels, is supported. Axes are counted with the batch axis, as in Keras. */
function assertLastAxis(axis: number, input: Dimensions): void {
  if (axis === -1 || axis === input.length) return;
  throw new LayerError(`has axis ${axis}; only the last one (-1) is supported.`);
}

/** Returns the shape that inputs broadcast to: sides must be equal, or 1. */
function broadcast(_: unknown, inputs: readonly Dimensions[]): Dimensions {
  const [first = [], ...others] = inputs;
  return others.reduce<Dimensions>((shape, other) => {
    const fits =
      shape.length === other.length && shape.every((side, axis) => [side, 1].includes(other[axis] ?? 0) || side === 1);
    if (!fits) throw new LayerError(`cannot broadcast ${shape.join(' x ')} and ${other.join(' x ')}.`);
    return shape.map((side, axis) => Math.max(side, other[axis] ?? 1));
  }, first);
}

export const layerRules: Readonly<Record<string, LayerRule>> = {
  Dense: rule(
    z.object({ units: count, activation, use_bias: z.boolean().default(true) }),
    ({ units, use_bias }, input) => {
      const size = input.at(-1) ?? 0;
      return {
        output: [...input.slice(0, -1), units],
        weights: { kernel: [size, units], ...(use_bias && { bias: [units] }) },
        multiplications: elementCount(input) * units,
      };
    },
  ),

  Conv2D: rule(z.object({ ...window2d, filters: count, groups: z.literal(1).default(1) }), (config, input) => {
    const [height, width, channels] = imageOf(input);
    const { filters, kernel_size, use_bias } = config;
    const output = [...slideOutput(config, height, width), filters];
    return {
      output,
      weights: { kernel: [...kernel_size, channels, filters], ...(use_bias && { bias: [filters] }) },
      multiplications: elementCount(output) * elementCount(kernel_size) * channels,
    };
  }),

  DepthwiseConv2D: rule(z.object({ ...window2d, depth_multiplier: count.default(1) }), (config, input) => {
    const [height, width, channels] = imageOf(input);
    const { kernel_size, depth_multiplier, use_bias } = config;
    const filters = channels * depth_multiplier;
    const output = [...slideOutput(config, height, width), filters];
    return {
      output,
      weights: {
        depthwise_kernel: [...kernel_size, channels, depth_multiplier],
        ...(use_bias && { bias: [filters] }),
      },
      multiplications: elementCount(output) * elementCount(kernel_size),
    };
  }),

  SeparableConv2D: rule(
    z.object({ ...window2d, filters: count, depth_multiplier: count.default(1) }),
    (config, input) => {
      const [height, width, channels] = imageOf(input);
      const { filters, kernel_size, depth_multiplier, use_bias } = config;
      const [down, across] = slideOutput(config, height, width);
      const between = channels * depth_multiplier;
      return {
        output: [down, across, filters],
        weights: {
          depthwise_kernel: [...kernel_size, channels, depth_multiplier],
          pointwise_kernel: [1, 1, between, filters],
          ...(use_bias && { bias: [filters] }),
        },
        multiplications: down * across * between * (elementCount(kernel_size) + filters),
      };
    },
  ),

  MaxPooling2D: pool,
  AveragePooling2D: pool,
  GlobalAveragePooling2D: globalPool,
  GlobalMaxPooling2D: globalPool,

  ZeroPadding2D: rule(
    z.object({
      padding: z.tuple([z.tuple([z.int().min(0), z.int().min(0)]), z.tuple([z.int().min(0), z.int().min(0)])]).default([
        [1, 1],
        [1, 1],
      ]),
      data_format: channelsLast,
    }),
    ({ padding: [[top, bottom], [left, right]] }, input) => {
      const [height, width, channels] = imageOf(input);
      return { output: [height + top + bottom, width + left + right, channels] };
    },
  ),

  UpSampling2D: rule(
    z.object({
      size: pair.default([2, 2]),
      interpolation: z.enum(['nearest', 'bilinear']).default('nearest'),
      data_format: channelsLast,
    }),
    ({ size }, input) => {
      const [height, width, channels] = imageOf(input);
      return { output: [height * size[0], width * size[1], channels] };
    },
  ),

  BatchNormalization: rule(
    z.object({
      axis: axisOf,
      momentum: finite.default(0.99),
      epsilon: finite.positive().default(1e-3),
      center: z.boolean().default(true),
      scale: z.boolean().default(true),
      renorm: z.literal(false).optional(),
    }),
    ({ axis, center, scale }, input) => {
      assertLastAxis(axis, input);
      const channels = [input.at(-1) ?? 0];
      return {
        weights: {
          ...(scale && { gamma: channels }),
          ...(center && { beta: channels }),
          moving_mean: channels,
          moving_variance: channels,
        },
        multiplications: 2 * elementCount(input),
      };
    },
  ),

  LayerNormalization: rule(
    z.object({
      axis: axisOf,
      epsilon: finite.positive().default(1e-3),
      center: z.boolean().default(true),
      scale: z.boolean().default(true),
    }),
    ({ axis, center, scale }, input) => {
      assertLastAxis(axis, input);
      const channels = [input.at(-1) ?? 0];
      return {
        weights: { ...(scale && { gamma: channels }), ...(center && { beta: channels }) },
        multiplications: 4 * elementCount(input),
      };
    },
  ),

  Activation: rule(z.object({ activation: activation.unwrap().unwrap() }), () => ({})),
  // TensorFlow.js supports neither a slope nor a threshold for ReLU.
  ReLU: rule(
    z.object({
      max_value: finite.positive().nullish(),
      negative_slope: z.literal(0).nullish(),
      threshold: z.literal(0).nullish(),
    }),
    () => ({}),
  ),
  LeakyReLU: rule(z.object({ alpha: finite.default(0.3) }), () => ({})),
  // TensorFlow.js supports no other alpha.
  ELU: rule(z.object({ alpha: z.literal(1).default(1) }), () => ({})),
  Softmax: rule(z.object({ axis: axisOf }), ({ axis }, input) => {
    assertLastAxis(axis, input);
    return {};
  }),

  Dropout: rule(
    z.object({ rate: finite.min(0).lt(1), noise_shape: z.null().optional(), seed: z.int().nullish() }),
    () => ({}),
  ),
  Flatten: rule(z.object({ data_format: channelsLast }), (_, input) => ({ output: [elementCount(input)] })),
  Reshape: rule(z.object({ target_shape: z.array(z.int().min(-1)).min(1).max(8) }), ({ target_shape }, input) => {
    const open = target_shape.filter((side) => side === -1).length;
    const known = elementCount(target_shape.filter((side) => side !== -1));
    const size = elementCount(input);
    if (open > 1 || known < 1 || (open === 1 ? size % known !== 0 : known !== size)) {
      throw new LayerError(`cannot reshape ${input.join(' x ')} to ${target_shape.join(' x ')}.`);
    }
    const output = target_shape.map((side) => (side === -1 ? size / known : side));
    // TensorFlow.js cannot infer the shapes after a side of -1.
    return { output, resolvedConfig: { target_shape: output } };
  }),

  Rescaling: rule(z.object({ scale: finite, offset: finite.default(0) }), () => ({})),

  Add: merge(broadcast),
  Multiply: merge(broadcast),
  Average: merge(broadcast),
  Maximum: merge(broadcast),
  Minimum: merge(broadcast),
  Concatenate: merge(
    (config, inputs) => {
      const [first = []] = inputs;
      const axis = Number(config.axis);
      const place = axis < 0 ? first.length + axis : axis - 1;
      const others = (shape: Dimensions) => shape.filter((_, index) => index !== place).join(' x ');
      if (
        place < 0 ||
        place >= first.length ||
        inputs.some((shape) => shape.length !== first.length || others(shape) !== others(first))
      ) {
        throw new LayerError(
          `cannot concatenate ${inputs.map((shape) => shape.join(' x ')).join(' and ')} along axis ${axis}.`,
        );
      }
      const total = inputs.reduce((sum, shape) => sum + (shape[place] ?? 0), 0);
      return first.map((side, index) => (index === place ? total : side));
    },
    z.object({ axis: z.int().min(-8).max(8).default(-1) }),
  ),
};

/** Config keys of any layer that do not affect the outputs of a trained layer. */
export const ignoredConfig =
  /^(name|dtype|trainable|batch_input_shape|input_dtype|sparse|ragged|activity_regularizer|registered_name|build_config|\w+_(initializer|regularizer|constraint)|virtual_batch_size|fused)$/;
