/** Untrusted texts: truncating them between characters, storing them in the database, and quoting them in messages. */
import { z } from 'zod';

const maxNameLength = 100;
const maxListedNames = 50;

/**
 * Returns the first `count` UTF-16 code units of a text, or one less: a surrogate pair is never split, since PostgreSQL and JSON
 * parsers reject half of one.
 */
export function beginningOf(text: string, count: number): string {
  if (text.length <= count) return text;
  const cutsPair = isHighSurrogate(text.charCodeAt(count - 1)) && isLowSurrogate(text.charCodeAt(count));
  return text.slice(0, cutsPair ? count - 1 : count);
}

/** Formats a name for a message: in quotation marks, truncated if it is long. */
export function quoted(name: string): string {
  return name.length > maxNameLength ? `"${beginningOf(name, maxNameLength)}…"` : `"${name}"`;
}

/** Formats the first 50 names for a message: `"a", "b" and 7 more`. */
export function quotedList(names: readonly string[]): string {
  const listed = names.slice(0, maxListedNames).map(quoted).join(', ');
  return names.length > maxListedNames ? `${listed} and ${names.length - maxListedNames} more` : listed;
}

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

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;
