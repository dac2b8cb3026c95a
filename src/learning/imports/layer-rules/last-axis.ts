/** The axis of layers that work along the channels. */
import { z } from 'zod';
import { type Dimensions, LayerError } from './layer-rule.ts';

export const axisOf = z.union([z.int(), z.tuple([z.int()]).transform(([axis]) => axis)]).default(-1);

/** Only the last axis, the channels, is supported. Axes are counted with the batch axis, as in Keras. */
export function assertLastAxis(axis: number, input: Dimensions): void {
  if (axis === -1 || axis === input.length) return;
  throw new LayerError(`has axis ${axis}; only the last one (-1) is supported.`);
}
