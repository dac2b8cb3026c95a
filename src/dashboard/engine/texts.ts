/** Encodes texts as inputs of a model, like the server does (src/datasets/encoders/text-encoder.ts). No DOM. */
import type { TextEncoder } from './bundle.ts';

/** 0 is padding and 1 an unknown token; the vocabulary follows. */
const [filling, unknown, reserved] = [0, 1, 2];
const maxTokens = 100_000;
const maxWordLength = 64;

/** Encodes each text as its first tokens, padded at the front. */
export function encodeTexts({ level, length, vocabulary }: TextEncoder, texts: readonly string[]): Float32Array {
  const numbers = new Map(vocabulary.map((token, index) => [token, index + reserved]));
  const values = new Float32Array(texts.length * length).fill(filling);
  for (const [index, text] of texts.entries()) {
    const tokens = tokensOf(text, level).slice(0, length);
    const start = (index + 1) * length - tokens.length;
    for (const [at, token] of tokens.entries()) values[start + at] = numbers.get(token) ?? unknown;
  }
  return values;
}

/** Splits a text into lowercase words, numbers (encoded by length only), and other marks; or into characters. */
function tokensOf(text: string, level: TextEncoder['level']): string[] {
  if (level === 'character') return Array.from(text);
  const found = text.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
  return found.slice(0, maxTokens).map((token) => token.slice(0, maxWordLength).replace(/\p{N}/gu, '0'));
}
