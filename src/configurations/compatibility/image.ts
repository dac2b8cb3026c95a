/** Checks of images: their classes or boxes are the target, so no columns can be chosen. */
import type { ImagesProfile } from '../../datasets/profile.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';

/** @throws IncompatibleOption when the images lack the boxes or the classes that the family needs */
export function resolveImages(profile: ImagesProfile, { inputs, target, family }: DataRequirements): ResolvedColumns {
  if (inputs) throw new IncompatibleOption('inputs', 'Images have no columns. Remove `inputs`.');
  if (target !== null) {
    throw new IncompatibleOption('target', 'The target of images is given by their folders or boxes. Remove `target`.');
  }
  const [objective = 'CLASSIFICATION'] = family.objectives;
  const chosen = { inputs: null, target: null, knownAhead: null, objective };
  if (objective === 'DETECTION') {
    if (profile.boxes) return chosen;
    throw new IncompatibleOption(
      'dataset',
      `"${family.name}" requires images with bounding boxes. Upload a .zip with images and a JSON file in COCO format.`,
    );
  }
  if (objective === 'GENERATION') return chosen;
  if (profile.boxes !== undefined) {
    throw new IncompatibleOption(
      'dataset',
      'The images have bounding boxes but no classes. Choose a matching family, such as "imageDetector".',
    );
  }
  if (profile.classes.filter(({ count }) => count > 0).length < 2) {
    throw new IncompatibleOption('dataset', 'The dataset has only one class. Classification needs at least two.');
  }
  return chosen;
}
