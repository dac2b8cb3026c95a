/**
 * Texts as numbers, one for each token. Fitted on the training texts alone and stored with the model.
 *
 *   0        filling: a short text stands at the end of its sample
 *   1        a token that training had not, or too seldom
 *   2 ...    the vocabulary, the most frequent token first
 *
 * Words are runs of letters in lower case; a number keeps its length alone (every digit becomes 0); any other mark is a token of
 * its own. Characters are taken as they are.
 */
import { z } from 'zod';
import type { Features, TextOptions } from '../learning/data.ts';

export const textEncoderSchema = z.object({
  /** The column that holds the texts. */
  column: z.string(),
  level: z.enum(['word', 'character']),
  /** Tokens of a sample. */
  length: z.number().int().positive(),
  vocabulary: z.array(z.string()),
});

export type TextEncoder = z.infer<typeof textEncoderSchema>;

const [filling, unknown] = [0, 1];
/** Numbers before those of the vocabulary. */
export const reservedTokens = 2;
/** Of a text that is read for its words: the rest of a longer one could not change its sample much. */
const mostTokens = 100_000;
/** Words are cut after this many letters: what is longer is no word. */
const longestWord = 64;

/** Null and empty texts have none. */
export function tokensOf(text: string | null, level: TextEncoder['level']): string[] {
  if (text === null) return [];
  if (level === 'character') return Array.from(text);
  const found = text.toLowerCase().matchAll(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu);
  const tokens: string[] = [];
  for (const [token] of found) {
    if (tokens.length === mostTokens) break;
    tokens.push(token.slice(0, longestWord).replace(/\p{N}/gu, '0'));
  }
  return tokens;
}

/** @param texts of the training samples */
export function fitTextEncoder(column: string, texts: Iterable<string | null>, options: TextOptions): TextEncoder {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const token of tokensOf(text, options.level)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const vocabulary = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, options.vocabulary)
    .map(([token]) => token);
  return { column, level: options.level, length: options.length, vocabulary };
}

/** Different numbers that there are. */
export function vocabularySize({ vocabulary }: Pick<TextEncoder, 'vocabulary'>): number {
  return vocabulary.length + reservedTokens;
}

/** A sample for each text: its first tokens, filled up in front. */
export function encodeTexts(encoder: TextEncoder, texts: (string | null)[]): Features {
  const { length } = encoder;
  const numbers = numbersOf(encoder);
  const values = new Float32Array(texts.length * length).fill(filling);
  for (const [index, text] of texts.entries()) {
    const tokens = tokensOf(text, encoder.level).slice(0, length);
    const start = (index + 1) * length - tokens.length;
    for (const [at, token] of tokens.entries()) values[start + at] = numbers(token);
  }
  return { values, sampleShape: [length], count: texts.length };
}

/** Every token of one text, however long. */
export function encodeTokens(encoder: TextEncoder, text: string): Int32Array {
  return Int32Array.from(tokensOf(text, encoder.level), numbersOf(encoder));
}

/** What the numbers say. */
export function decodeTokens({ vocabulary, level }: TextEncoder, numbers: ArrayLike<number>): string {
  const tokens = Array.from(numbers, (number) => vocabulary[number - reservedTokens] ?? '');
  return tokens.join(level === 'character' ? '' : ' ');
}

function numbersOf({ vocabulary }: TextEncoder): (token: string) => number {
  const numbers = new Map(vocabulary.map((token, index) => [token, index + reservedTokens]));
  return (token) => numbers.get(token) ?? unknown;
}

/**
 * One long text in pieces of `length` + 1 tokens; each piece begins with the last token of the one before, so that every token but
 * the first is wanted once.
 */
export function encodeCorpus(encoder: TextEncoder, tokens: Int32Array): Features {
  const { length } = encoder;
  const count = Math.max(0, Math.floor((tokens.length - 1) / length));
  const values = new Float32Array(count * (length + 1));
  for (let piece = 0; piece < count; piece++) {
    values.set(tokens.subarray(piece * length, (piece + 1) * length + 1), piece * (length + 1));
  }
  return { values, sampleShape: [length + 1], count };
}
