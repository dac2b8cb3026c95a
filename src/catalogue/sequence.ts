/** What the families of sequences share. */
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { hashSeed } from '../learning/random.ts';

export const sequenceParameters = {
  sequenceLength: z
    .int()
    .min(2)
    .max(1024)
    .default(32)
    .describe('Tokens of a text, or steps of a series, that are looked at. A longer text is cut.'),
  vocabulary: z
    .int()
    .min(16)
    .max(200_000)
    .default(10_000)
    .describe('Of texts: different tokens that are known, the most frequent ones.'),
};

/** Numbers for each token, from uniform draws as in Keras. [B, T] ─> [B, T, size] */
export function embedding(
  seed: number,
  { tokens, size, inputShape }: { tokens: number; size: number; inputShape?: number[] },
) {
  return layers.embedding({
    inputDim: tokens,
    outputDim: size,
    embeddingsInitializer: initializers.randomUniform({
      minval: -0.05,
      maxval: 0.05,
      seed: hashSeed(seed, 'init', 'embedding'),
    }),
    ...(inputShape && { inputShape }),
  });
}
