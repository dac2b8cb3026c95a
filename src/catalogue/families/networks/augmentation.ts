/** Label-preserving augmentation of training images. `values` are consecutive images of shape [height, width, channels]. */
import type { Random } from '../../../learning/random.ts';

/** Flips each image horizontally with probability 0.5, in place. */
export function flipHorizontally(values: Float32Array, shape: number[], random: Random): void {
  const [height = 1, width = 1, channels = 1] = shape;
  const row = width * channels;
  for (let image = 0; image < values.length; image += height * row) {
    if (random.next() < 0.5) continue;
    for (let start = image; start < image + height * row; start += row) {
      const original = values.slice(start, start + row);
      for (let x = 0; x < width; x++) {
        values.set(original.subarray(x * channels, (x + 1) * channels), start + (width - 1 - x) * channels);
      }
    }
  }
}

/** Shifts each image by up to `max` pixels in each direction, in place. New pixels repeat the edge. */
export function translate(values: Float32Array, shape: number[], max: number, random: Random): void {
  const [height = 1, width = 1, channels = 1] = shape;
  const size = height * width * channels;
  const clamp = (position: number, side: number) => Math.min(side - 1, Math.max(0, position));
  for (let image = 0; image < values.length; image += size) {
    const [down, right] = [random.integer(2 * max + 1) - max, random.integer(2 * max + 1) - max];
    const original = values.slice(image, image + size);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = (clamp(y - down, height) * width + clamp(x - right, width)) * channels;
        values.set(original.subarray(from, from + channels), image + (y * width + x) * channels);
      }
    }
  }
}
