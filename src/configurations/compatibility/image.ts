/** Checks of images: their classes or boxes are the target, so no columns can be chosen. */

import type { ImageProfile } from '../../datasets/profile.ts';
import { fitImages } from '../../shared/fit.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';

/** @throws IncompatibleOption when the images lack the boxes or the classes that the family needs */
export function resolveImages(profile: ImageProfile, { inputs, target, family }: DataRequirements): ResolvedColumns {
  if (inputs) throw new IncompatibleOption('inputs', 'Images have no columns. Remove `inputs`.');
  if (target !== null) {
    throw new IncompatibleOption('target', 'The target of images is given by their folders or boxes. Remove `target`.');
  }
  const fit = fitImages(family.objectives, { boxes: profile.boxCount ?? null, classes: profile.classes });
  if ('objective' in fit) return { inputs: null, target: null, futureCovariates: null, objective: fit.objective };
  switch (fit.reason) {
    case 'needsBoxes':
      throw new IncompatibleOption(
        'dataset',
        `"${family.name}" requires images with bounding boxes. Upload a .zip with images and a JSON file in COCO format.`,
      );
    case 'needsNoBoxes':
      throw new IncompatibleOption(
        'dataset',
        'The images have bounding boxes but no classes. Choose a matching family, such as "imageDetector".',
      );
    default:
      throw new IncompatibleOption('dataset', 'The dataset has only one class. Classification needs at least two.');
  }
}
