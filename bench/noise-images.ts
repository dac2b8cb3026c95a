/** Images of random noise, and the zip in which they are uploaded. */
import { zipSync } from 'fflate';
import { createRandom } from '../src/learning/random.ts';

export interface Images {
  /** Grayscale pixels, image after image. */
  pixels: Uint8Array;
  labels: Uint8Array;
  edge: number;
}

export const classCount = 10;

/** Creates `count` square images; deterministic. */
export function noiseImages(count: number, edge: number): Images {
  const random = createRandom(1);
  return {
    pixels: Uint8Array.from({ length: count * edge * edge }, () => random.integer(256)),
    labels: Uint8Array.from({ length: count }, (_, index) => index % classCount),
    edge,
  };
}

/** Zips the images in the format of MNIST: an IDX file of images and an IDX file of labels. */
export function zipImages({ pixels, labels, edge }: Images): Uint8Array {
  const idx = (magic: number, sizes: number[], body: Uint8Array) => {
    const header = Buffer.alloc(4 + sizes.length * 4);
    for (const [index, value] of [magic, ...sizes].entries()) header.writeUInt32BE(value, index * 4);
    return Buffer.concat([header, body]);
  };
  const files = {
    'train-images-idx3-ubyte': idx(0x0803, [labels.length, edge, edge], pixels),
    'train-labels-idx1-ubyte': idx(0x0801, [labels.length], labels),
  };
  return zipSync(files, { level: 0 });
}
