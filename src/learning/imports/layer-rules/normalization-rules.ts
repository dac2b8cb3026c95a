/** Rules of normalization layers. */
import { z } from 'zod';
import { elementCount } from '../../training/batch.ts';
import { finite } from './config-values.ts';
import { assertLastAxis, axisOf } from './last-axis.ts';
import { rule } from './layer-rule.ts';

export const normalizationRules = {
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
};
