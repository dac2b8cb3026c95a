/**
 * Encodes texts as token IDs.
 *
 *   0        padding: short texts are padded at the start
 *   1        unknown: tokens that are not in the vocabulary
 *   2 ...    the vocabulary, most frequent token first
 *
 * At word level, a token is a run of lowercased letters, a run of digits (each replaced by 0), or any other single character that
 * is not whitespace. At character level, every character is a token.
 */
import type { EncodedSamples, TextEncoder } from './model-input.ts';

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

/** Returns the number of token IDs, including the reserved ones. */
export function vocabularySize({ vocabulary }: Pick<TextEncoder, 'vocabulary'>): number {
  return vocabulary.length + reservedTokens;
}

/** Encodes each text as one sample: its first tokens, padded at the start. */
export function encodeTexts(encoder: TextEncoder, texts: (string | null)[]): EncodedSamples {
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
