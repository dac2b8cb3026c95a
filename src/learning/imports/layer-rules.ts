/**
 * The layers that an imported network may have: what their settings may be, and what follows from them. The shapes of outputs and
 * weights are computed here, from plain numbers, so that nothing is built before it is known how large it will be.
 *
 * Settings are named as Keras 2 writes them. A setting that stands in no rule is refused, except for those that do not change
 * what a trained layer answers (initializers, regularizers, constraints).
 */
import { z } from 'zod';
import { sizeOf } from '../batch.ts';

/** Of one sample, without the batch. */
export type Sides = readonly number[];

export interface LayerFacts {
  output: Sides;
  /** By their name within the layer, in the layer's own order. */
  weights: Record<string, Sides>;
  /** For one sample, forward. */
  multiplications: number;
  /** Settings as they are with these inputs, where some were left open. */
  settled?: Record<string, unknown>;
}

/** What is wrong with a layer, in words; the reader adds its name. */
export class LayerError extends Error {}

export interface LayerRule {
  settings: z.ZodObject;
  /** How many layers it takes its input from. */
  inputs: 'one' | 'several';
  /** @throws LayerError when the settings do not fit the inputs */
  infer(settings: Record<string, unknown>, inputs: readonly Sides[]): LayerFacts;
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
  settings: Schema,
  infer: (settings: z.output<Schema>, input: Sides) => Partial<LayerFacts>,
): LayerRule {
  return {
    settings,
    inputs: 'one',
    infer(given, [input = []]) {
      const facts = infer(given as z.output<Schema>, input); // what its own schema gave
      const output = facts.output ?? input;
      return {
        ...facts,
        output,
        weights: facts.weights ?? {},
        multiplications: facts.multiplications ?? sizeOf(output),
      };
    },
  };
}

function merge(
  output: (settings: Record<string, unknown>, inputs: readonly Sides[]) => Sides,
  settings = z.object({}),
) {
  const infer: LayerRule['infer'] = (given, inputs) => {
    if (inputs.length < 2) throw new LayerError('brings several inputs together, and has one.');
    const shape = output(given, inputs);
    return { output: shape, weights: {}, multiplications: sizeOf(shape) * inputs.length };
  };
  return { settings, inputs: 'several' as const, infer };
}

/** [height, width, channels] of an image that lies in the layer. */
function imageOf(input: Sides): [number, number, number] {
  const [height, width, channels, ...more] = input;
  if (height === undefined || width === undefined || channels === undefined || more.length > 0) {
    throw new LayerError(`needs an input of height x width x channels, and gets ${input.join(' x ')}.`);
  }
  return [height, width, channels];
}

/** Places of a window that slides along a side (Dumoulin & Visin 2016). */
function places(side: number, window: number, stride: number, how: 'valid' | 'same'): number {
  const found = how === 'same' ? Math.ceil(side / stride) : Math.floor((side - window) / stride) + 1;
  if (found >= 1) return found;
  throw new LayerError(`slides a window of ${window} over a side of ${side}: it does not fit.`);
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

type Window = {
  kernel_size: [number, number];
  strides: [number, number];
  padding: 'valid' | 'same';
  dilation_rate: [number, number];
};

function slide({ kernel_size, strides, dilation_rate, padding: how }: Window, height: number, width: number) {
  if (Math.max(...strides) > 1 && Math.max(...dilation_rate) > 1) {
    throw new LayerError('has strides and a dilation at once; only one of them can be above 1.');
  }
  const wide = (axis: 0 | 1) => (kernel_size[axis] - 1) * dilation_rate[axis] + 1;
  return [places(height, wide(0), strides[0], how), places(width, wide(1), strides[1], how)] as const;
}

const pool = rule(
  z.object({ pool_size: pair.default([2, 2]), strides: pair.nullish(), padding, data_format: channelsLast }),
  ({ pool_size, strides, padding: how }, input) => {
    const [height, width, channels] = imageOf(input);
    const step = strides ?? pool_size;
    const output = [places(height, pool_size[0], step[0], how), places(width, pool_size[1], step[1], how), channels];
    return { output, multiplications: sizeOf(output) * sizeOf(pool_size) };
  },
);

const globalPool = rule(
  z.object({ data_format: channelsLast, keepdims: z.literal(false).default(false) }),
  (_, input) => {
    return { output: [imageOf(input)[2]], multiplications: sizeOf(input) };
  },
);

const axisOf = z.union([z.int(), z.tuple([z.int()]).transform(([axis]) => axis)]).default(-1);

/** Only the last axis: the channels. Counted with the batch, as Keras does. */
function assertLastAxis(axis: number, input: Sides): void {
  if (axis === -1 || axis === input.length) return;
  throw new LayerError(`works along axis ${axis}; only the last one (-1) is supported.`);
}

/** Of shapes that are equal but for sides of 1, which are repeated. */
function broadcast(_: unknown, inputs: readonly Sides[]): Sides {
  const [first = [], ...others] = inputs;
  return others.reduce<Sides>((shape, other) => {
    const fits =
      shape.length === other.length && shape.every((side, axis) => [side, 1].includes(other[axis] ?? 0) || side === 1);
    if (!fits) throw new LayerError(`cannot bring ${shape.join(' x ')} and ${other.join(' x ')} together.`);
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
        multiplications: sizeOf(input) * units,
      };
    },
  ),

  Conv2D: rule(z.object({ ...window2d, filters: count, groups: z.literal(1).default(1) }), (settings, input) => {
    const [height, width, channels] = imageOf(input);
    const { filters, kernel_size, use_bias } = settings;
    const output = [...slide(settings, height, width), filters];
    return {
      output,
      weights: { kernel: [...kernel_size, channels, filters], ...(use_bias && { bias: [filters] }) },
      multiplications: sizeOf(output) * sizeOf(kernel_size) * channels,
    };
  }),

  DepthwiseConv2D: rule(z.object({ ...window2d, depth_multiplier: count.default(1) }), (settings, input) => {
    const [height, width, channels] = imageOf(input);
    const { kernel_size, depth_multiplier, use_bias } = settings;
    const filters = channels * depth_multiplier;
    const output = [...slide(settings, height, width), filters];
    return {
      output,
      weights: {
        depthwise_kernel: [...kernel_size, channels, depth_multiplier],
        ...(use_bias && { bias: [filters] }),
      },
      multiplications: sizeOf(output) * sizeOf(kernel_size),
    };
  }),

  SeparableConv2D: rule(
    z.object({ ...window2d, filters: count, depth_multiplier: count.default(1) }),
    (settings, input) => {
      const [height, width, channels] = imageOf(input);
      const { filters, kernel_size, depth_multiplier, use_bias } = settings;
      const [down, across] = slide(settings, height, width);
      const between = channels * depth_multiplier;
      return {
        output: [down, across, filters],
        weights: {
          depthwise_kernel: [...kernel_size, channels, depth_multiplier],
          pointwise_kernel: [1, 1, between, filters],
          ...(use_bias && { bias: [filters] }),
        },
        multiplications: down * across * between * (sizeOf(kernel_size) + filters),
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
        multiplications: 2 * sizeOf(input),
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
        multiplications: 4 * sizeOf(input),
      };
    },
  ),

  Activation: rule(z.object({ activation: activation.unwrap().unwrap() }), () => ({})),
  // TensorFlow.js knows neither a slope nor a threshold of it.
  ReLU: rule(
    z.object({
      max_value: finite.positive().nullish(),
      negative_slope: z.literal(0).nullish(),
      threshold: z.literal(0).nullish(),
    }),
    () => ({}),
  ),
  LeakyReLU: rule(z.object({ alpha: finite.default(0.3) }), () => ({})),
  // TensorFlow.js knows no other.
  ELU: rule(z.object({ alpha: z.literal(1).default(1) }), () => ({})),
  Softmax: rule(z.object({ axis: axisOf }), ({ axis }, input) => {
    assertLastAxis(axis, input);
    return {};
  }),

  Dropout: rule(
    z.object({ rate: finite.min(0).lt(1), noise_shape: z.null().optional(), seed: z.int().nullish() }),
    () => ({}),
  ),
  Flatten: rule(z.object({ data_format: channelsLast }), (_, input) => ({ output: [sizeOf(input)] })),
  Reshape: rule(z.object({ target_shape: z.array(z.int().min(-1)).min(1).max(8) }), ({ target_shape }, input) => {
    const open = target_shape.filter((side) => side === -1).length;
    const known = sizeOf(target_shape.filter((side) => side !== -1));
    const size = sizeOf(input);
    if (open > 1 || known < 1 || (open === 1 ? size % known !== 0 : known !== size)) {
      throw new LayerError(`cannot make ${target_shape.join(' x ')} of ${input.join(' x ')}.`);
    }
    const output = target_shape.map((side) => (side === -1 ? size / known : side));
    // TensorFlow.js would not work out what comes after an open side.
    return { output, settled: { target_shape: output } };
  }),

  Rescaling: rule(z.object({ scale: finite, offset: finite.default(0) }), () => ({})),

  Add: merge(broadcast),
  Multiply: merge(broadcast),
  Average: merge(broadcast),
  Maximum: merge(broadcast),
  Minimum: merge(broadcast),
  Concatenate: merge(
    (settings, inputs) => {
      const [first = []] = inputs;
      const axis = Number(settings.axis);
      const place = axis < 0 ? first.length + axis : axis - 1;
      const others = (shape: Sides) => shape.filter((_, index) => index !== place).join(' x ');
      if (
        place < 0 ||
        place >= first.length ||
        inputs.some((shape) => shape.length !== first.length || others(shape) !== others(first))
      ) {
        throw new LayerError(
          `cannot put ${inputs.map((shape) => shape.join(' x ')).join(' and ')} side by side along axis ${axis}.`,
        );
      }
      const total = inputs.reduce((sum, shape) => sum + (shape[place] ?? 0), 0);
      return first.map((side, index) => (index === place ? total : side));
    },
    z.object({ axis: z.int().min(-8).max(8).default(-1) }),
  ),
};

/** Settings of any layer that say nothing about what it answers once it is trained. */
export const irrelevant =
  /^(name|dtype|trainable|batch_input_shape|input_dtype|sparse|ragged|activity_regularizer|registered_name|build_config|\w+_(initializer|regularizer|constraint)|virtual_batch_size|fused)$/;
