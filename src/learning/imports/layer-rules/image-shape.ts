/** Shapes of images, and of windows that slide over them. */
import { type Dimensions, LayerError } from './layer-rule.ts';

/** Returns [height, width, channels] of an image input. */
export function imageOf(input: Dimensions): [number, number, number] {
  const [height, width, channels, ...more] = input;
  if (height === undefined || width === undefined || channels === undefined || more.length > 0) {
    throw new LayerError(`needs an input of height x width x channels, but gets ${input.join(' x ')}.`);
  }
  return [height, width, channels];
}

/** Returns the output length of a sliding window along one axis (Dumoulin & Visin 2016). */
export function outputLength(side: number, window: number, stride: number, how: 'valid' | 'same'): number {
  const found = how === 'same' ? Math.ceil(side / stride) : Math.floor((side - window) / stride) + 1;
  if (found >= 1) return found;
  throw new LayerError(`has a window of ${window}, which does not fit into an input side of ${side}.`);
}
