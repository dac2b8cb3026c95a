/** Rules of dense and convolutional layers. */
import { z } from 'zod';
import { elementCount } from '../../training/batch.ts';
import { activation, channelsLast, count, padding, pair } from './config-values.ts';
import { imageOf, outputLength } from './image-shape.ts';
import { LayerError, rule } from './layer-rule.ts';

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

/** Returns the height and width of the output. */
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

export const convolutionRules = {
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
};
