/** What the families of images share. */
import { z } from 'zod';
import type { Augment } from '../learning/batch.ts';
import { mirrored, shifted } from './augmentation.ts';
import type { ImageExtent, ImageSize } from './family.ts';

/** Images of a size of their own are taken as they are up to this edge. */
const largestOwnEdge = 64;

export const sizeParameter = z
  .int()
  .min(8)
  .max(224)
  .nullable()
  .default(null)
  .describe(
    'Edge in pixels that images are scaled to. Null: their own size when all are equal and at most 64, else 64.',
  );

export const augmentationParameters = {
  horizontalFlip: z
    .boolean()
    .default(false)
    .describe('Mirror half of the training images. For photos; not for writing, where left and right matter.'),
  maxShift: z
    .int()
    .min(0)
    .max(32)
    .default(0)
    .describe('Move training images by up to this many pixels in each direction.'),
};

export function sizeOfImages(edge: number | null, extent: ImageExtent): ImageSize {
  const { minimumHeight, maximumHeight, minimumWidth, maximumWidth, channels } = extent;
  const uniform = minimumHeight === maximumHeight && minimumWidth === maximumWidth;
  const own = uniform && Math.max(maximumHeight, maximumWidth) <= largestOwnEdge;
  if (edge === null && own) return { height: maximumHeight, width: maximumWidth, channels };
  return { height: edge ?? largestOwnEdge, width: edge ?? largestOwnEdge, channels };
}

export function augmentationOf(parameters: { horizontalFlip: boolean; maxShift: number }): Augment | undefined {
  const { horizontalFlip, maxShift } = parameters;
  if (!horizontalFlip && maxShift === 0) return undefined;
  return (values, shape, random) => {
    if (horizontalFlip) mirrored(values, shape, random);
    if (maxShift > 0) shifted(values, shape, maxShift, random);
  };
}
