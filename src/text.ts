/** Untrusted texts: storing them in the database, and reporting them from sandboxed processes. */

import { z } from 'zod';
import { beginningOf } from './shared/quote.ts';

/** Schema for a text that a sandboxed process reports. Truncates texts that are longer than the platform's own code writes. */
export const shortenedText = (maxLength: number) => z.string().transform((value) => beginningOf(value, maxLength));

/** Maximum length of an error message, and of its location, that a sandboxed process reports. */
export const maxMessageLength = 10_000;
export const maxPlaceLength = 1200;

/** Returns whether PostgreSQL can store the text: without NUL and without lone surrogates. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Returns the message of a library's error as the end of a sentence: without a period, and never empty. */
export function reasonOf(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/[.\s]+$/, '');
  return reason === '' || /^unknown error$/i.test(reason) ? 'its content is damaged' : reason;
}

/**
 * Makes JSON storable: in each of its texts, U+FFFD replaces what PostgreSQL cannot store.
 * @param value validated JSON: no cycles, and not deeply nested
 */
export function storable<T>(value: T): T {
  return storableJson(value) as T; // texts remain texts, and everything else is unchanged
}

function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : value.toWellFormed().replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storable(key), storableJson(each)]));
}
