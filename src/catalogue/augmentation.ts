/** Changes of training images that keep their meaning. `values` holds images of shape [height, width, channels], one after the other. */
import type { Random } from '../learning/random.ts';

/** Mirrors each image left to right with probability one half, in place. */
export function mirrored(values: Float32Array, shape: number[], random: Random): void {
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

/** Moves each image by up to `most` pixels in each direction, in place; what comes in from outside repeats the edge. */
export function shifted(values: Float32Array, shape: number[], most: number, random: Random): void {
  const [height = 1, width = 1, channels = 1] = shape;
  const size = height * width * channels;
  const inside = (position: number, side: number) => Math.min(side - 1, Math.max(0, position));
  for (let image = 0; image < values.length; image += size) {
    const [down, right] = [random.integer(2 * most + 1) - most, random.integer(2 * most + 1) - most];
    const original = values.slice(image, image + size);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = (inside(y - down, height) * width + inside(x - right, width)) * channels;
        values.set(original.subarray(from, from + channels), image + (y * width + x) * channels);
      }
    }
  }
}
