/**
 * Encodes texts as token IDs. Fitted on the training texts alone and stored with the model.
 *
 *   0        padding: short texts are padded at the start
 *   1        unknown: tokens that are not in the vocabulary
 *   2 ...    the vocabulary, most frequent token first
 *
 * At word level, a token is a run of lowercased letters, a run of digits (each replaced by 0), or any other single character that
 * is not whitespace. At character level, every character is a token.
 */
import { z } from 'zod';
import type { Features, TextOptions } from '../../learning/data.ts';

export const textEncoderSchema = z.object({
  /** The column that holds the texts. */
  column: z.string(),
  level: z.enum(['word', 'character']),
  /** Number of tokens per sample. */
  length: z.number().int().positive(),
  vocabulary: z.array(z.string()),
});

export type TextEncoder = z.infer<typeof textEncoderSchema>;

const [paddingToken, unknownToken] = [0, 1];
/** Number of token IDs before those of the vocabulary. */
export const reservedTokens = 2;
/** Maximum number of tokens of a text at word level; the rest of a longer text would hardly change its sample. */
const maxTokens = 100_000;
/** Maximum number of characters of a word; longer ones are truncated. */
const maxWordLength = 64;

/** Splits a text into tokens. Null and empty texts have none. */
export function tokenize(text: string | null, level: TextEncoder['level']): string[] {
  if (text === null) return [];
  if (level === 'character') return Array.from(text);
  const found = text.toLowerCase().matchAll(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu);
  const tokens: string[] = [];
  for (const [token] of found) {
    if (tokens.length === maxTokens) break;
    tokens.push(token.slice(0, maxWordLength).replace(/\p{N}/gu, '0'));
  }
  return tokens;
}

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

/** Returns the number of token IDs, including the reserved ones. */
export function vocabularySize({ vocabulary }: Pick<TextEncoder, 'vocabulary'>): number {
  return vocabulary.length + reservedTokens;
}

/** Encodes each text as one sample: its first tokens, padded at the start. */
export function encodeTexts(encoder: TextEncoder, texts: (string | null)[]): Features {
  const { length } = encoder;
  const tokenId = createTokenIndex(encoder);
  const values = new Float32Array(texts.length * length).fill(paddingToken);
  for (const [index, text] of texts.entries()) {
    const tokens = tokenize(text, encoder.level).slice(0, length);
    const start = (index + 1) * length - tokens.length;
    for (const [at, token] of tokens.entries()) values[start + at] = tokenId(token);
  }
  return { values, sampleShape: [length], count: texts.length };
}

/** Encodes every token of a text, without truncation or padding. */
export function encodeTokens(encoder: TextEncoder, text: string): Int32Array {
  return Int32Array.from(tokenize(text, encoder.level), createTokenIndex(encoder));
}

/** Decodes token IDs to a text. Reserved IDs decode to nothing. */
export function decodeTokens({ vocabulary, level }: TextEncoder, ids: ArrayLike<number>): string {
  const tokens = Array.from(ids, (id) => vocabulary[id - reservedTokens] ?? '');
  return tokens.join(level === 'character' ? '' : ' ');
}

function createTokenIndex({ vocabulary }: TextEncoder): (token: string) => number {
  const ids = new Map(vocabulary.map((token, index) => [token, index + reservedTokens]));
  return (token) => ids.get(token) ?? unknownToken;
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
