/** What the families of trees share. */
import { z } from 'zod';

export const treeParameters = {
  maxDepth: z
    .int()
    .min(1)
    .max(64)
    .nullable()
    .default(null)
    .describe('Questions one after the other. Null: until every leaf is pure, or too small to divide.'),
  minSamplesSplit: z.int().min(2).max(1_000_000).default(2).describe('A leaf with fewer samples is not divided.'),
  minSamplesLeaf: z.int().min(1).max(1_000_000).default(1).describe('No leaf has fewer samples.'),
};
