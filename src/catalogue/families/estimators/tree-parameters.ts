/** Parameters of all tree families. */
import { z } from 'zod';

export const treeParameters = {
  maxDepth: z
    .int()
    .min(1)
    .max(64)
    .nullable()
    .default(null)
    .describe('Maximum depth of a tree. Null: grows until every leaf is pure or too small to split.'),
  minSamplesSplit: z
    .int()
    .min(2)
    .max(1_000_000)
    .default(2)
    .describe('Minimum number of samples required to split a node.'),
  minSamplesLeaf: z.int().min(1).max(1_000_000).default(1).describe('Minimum number of samples in a leaf.'),
};
