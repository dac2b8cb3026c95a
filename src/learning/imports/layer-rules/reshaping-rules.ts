/** Rules of layers that reshape or rescale their input, and of dropout, which only trains. */
import { z } from 'zod';
import { elementCount } from '../../training/batch.ts';
import { channelsLast, finite } from './config-values.ts';
import { LayerError, rule } from './layer-rule.ts';

export const reshapingRules = {
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
};
