/** Parameters of the image classification families. */
import { z } from 'zod';
import type { Augment } from '../../../learning/training/batch.ts';
import type { ImageSize } from '../../../shared/model-input.ts';
import type { ImageSizeRange } from '../../family.ts';
import { flipHorizontally, translate } from './augmentation.ts';

/** Images that all have the same size keep it up to this side length, in pixels. */
const maxNativeEdge = 64;

export const sizeParameter = z
  .int()
  .min(8)
  .max(224)
  .nullable()
  .default(null)
  .describe(
    'Side length in pixels that images are scaled to. Null: their original size if they all have the same and it is at most ' +
      '64, otherwise 64.',
  );

export const augmentationParameters = {
  horizontalFlip: z
    .boolean()
    .default(false)
    .describe(
      'Whether to flip training images horizontally with probability 0.5. Suitable for photos, but not for text.',
    ),
  maxShift: z
    .int()
    .min(0)
    .max(32)
    .default(0)
    .describe('Maximum random shift of training images in each direction, in pixels.'),
};

export function resolveImageSize(edge: number | null, extent: ImageSizeRange): ImageSize {
  const { minHeight, maxHeight, minWidth, maxWidth, channels } = extent;
  const isUniform = minHeight === maxHeight && minWidth === maxWidth;
  const keepsSize = isUniform && Math.max(maxHeight, maxWidth) <= maxNativeEdge;
  if (edge === null && keepsSize) return { height: maxHeight, width: maxWidth, channels };
  return { height: edge ?? maxNativeEdge, width: edge ?? maxNativeEdge, channels };
}

export function createAugmentation(parameters: { horizontalFlip: boolean; maxShift: number }): Augment | undefined {
  const { horizontalFlip, maxShift } = parameters;
  if (!horizontalFlip && maxShift === 0) return undefined;
  return (values, shape, random) => {
    if (horizontalFlip) flipHorizontally(values, shape, random);
    if (maxShift > 0) translate(values, shape, maxShift, random);
  };
}
