/** What pca and svd share. */
import { z } from 'zod';
import type { FitCost } from './estimate.ts';
import type { Shape } from './family.ts';

const numbers = z.array(z.number());

export const reductionState = z.object({
  means: numbers,
  vectors: z.array(numbers),
  singularValues: numbers,
  /** That it was fitted on. */
  samples: z.int(),
});

export const componentsParameter = z
  .int()
  .min(1)
  .max(4096)
  .default(2)
  .describe('Numbers that a sample is reduced to; no more than there are columns.');

/** A triangle of the columns' size, and its singular values. */
export function componentsCost({ inputShape: [width = 1], trainSamples }: Shape): FitCost {
  const multiplications = 2 * trainSamples * width ** 2 + 20 * width ** 3;
  return { parameters: width * (1 + width), workspace: 20 * width ** 2, multiplications, field: null };
}
