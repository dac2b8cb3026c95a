/** Rules of activation layers, with the variants that TensorFlow.js supports. */
import { z } from 'zod';
import { activation, finite } from './config-values.ts';
import { assertLastAxis, axisOf } from './last-axis.ts';
import { rule } from './layer-rule.ts';

export const activationRules = {
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
};
