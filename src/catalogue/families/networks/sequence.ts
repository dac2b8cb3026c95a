/** Parameters and layers that the sequence families share. */
import { initializers, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { hashSeed } from '../../../learning/random.ts';

export const sequenceParameters = {
  sequenceLength: z
    .int()
    .min(2)
    .max(1024)
    .default(32)
    .describe('Length of the input: tokens of a text or steps of a time series. Longer texts are truncated.'),
  vocabularySize: z
    .int()
    .min(16)
    .max(200_000)
    .default(10_000)
    .describe('Text only: size of the vocabulary, which holds the most frequent tokens.'),
};

/** Embedding layer with uniform initialization, as in Keras. [B, T] ─> [B, T, size] */
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
