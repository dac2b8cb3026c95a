/** Rules of layers that change the height and width of images: pooling, padding and upsampling. */
import { z } from 'zod';
import { elementCount } from '../../training/batch.ts';
import { channelsLast, padding, pair } from './config-values.ts';
import { imageOf, outputLength } from './image-shape.ts';
import { rule } from './layer-rule.ts';

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

export const resamplingRules = {
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
};
