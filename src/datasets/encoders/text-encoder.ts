/** Fits the encoder of texts (shared/encode-texts.ts) on the training texts alone. Stored with the model. */
import { z } from 'zod';
import type { Features, TextOptions } from '../../learning/data.ts';
import { tokenize } from '../../shared/encode-texts.ts';
import type { TextEncoder } from '../../shared/model-input.ts';

export const textEncoderSchema = z.object({
  /** The column that holds the texts. */
  column: z.string(),
  level: z.enum(['word', 'character']),
  /** Number of tokens per sample. */
  length: z.number().int().positive(),
  vocabulary: z.array(z.string()),
}) satisfies z.ZodType<TextEncoder>;

/** Fits the vocabulary. @param texts texts of the training samples */
export function fitTextEncoder(column: string, texts: Iterable<string | null>, options: TextOptions): TextEncoder {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of tokenize(text, options.level)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const vocabulary = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, options.vocabulary)
    .map(([token]) => token);
  return { column, level: options.level, length: options.length, vocabulary };
}

/**
 * Divides one long text into sequences of `length` + 1 tokens. Each sequence starts with the last token of the one before, so
 * that every token except the first is a target once.
 */
export function encodeCorpus(encoder: TextEncoder, tokens: Int32Array): Features {
  const { length } = encoder;
  const count = Math.max(0, Math.floor((tokens.length - 1) / length));
  const values = new Float32Array(count * (length + 1));
  for (let index = 0; index < count; index++) {
    values.set(tokens.subarray(index * length, (index + 1) * length + 1), index * (length + 1));
  }
  return { values, sampleShape: [length + 1], count };
}
