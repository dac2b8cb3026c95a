/** Texts as the numbers that a model takes, as the server makes them (src/datasets/text-encoder.ts). No DOM. */
import type { TextEncoder } from './bundle.ts';

/** 0 fills up, 1 is a token that is not known, then comes the vocabulary. */
const [filling, unknown, reserved] = [0, 1, 2];
const mostTokens = 100_000;
const longestWord = 64;

/** A sample for each text: its first tokens, filled up in front. */
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

/** Words in lower case, numbers by their length alone, any other mark; or every character as it is. */
function tokensOf(text: string, level: TextEncoder['level']): string[] {
  if (level === 'character') return Array.from(text);
  const found = text.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
  return found.slice(0, mostTokens).map((token) => token.slice(0, longestWord).replace(/\p{N}/gu, '0'));
}
