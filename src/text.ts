/** Texts of strangers: whole characters, what the database can hold, and how much of them a message repeats. */
import { z } from 'zod';

const maxNameLength = 100;
const maxListedNames = 50;

/**
 * The beginning of a text, of at most so many UTF-16 code units. No character is cut in two: half of one is no text, and neither
 * Postgres nor a JSON parser takes it.
 */
export function beginningOf(text: string, count: number): string {
  if (text.length <= count) return text;
  const cutsPair = isHighSurrogate(text.charCodeAt(count - 1)) && isLowSurrogate(text.charCodeAt(count));
  return text.slice(0, cutsPair ? count - 1 : count);
}

/** A name as a message repeats it: in quotation marks, the beginning of a long one. */
export function quoted(name: string): string {
  return name.length > maxNameLength ? `"${beginningOf(name, maxNameLength)}…"` : `"${name}"`;
}

/** Names as a message lists them, the first fifty: `"a", "b" and 7 more`. */
export function quotedList(names: readonly string[]): string {
  const listed = names.slice(0, maxListedNames).map(quoted).join(', ');
  return names.length > maxListedNames ? `${listed} and ${names.length - maxListedNames} more` : listed;
}

/** A text of a sandboxed process that people are to read: the beginning of one that is longer than any of ours. */
export const shortenedText = (maxLength: number) => z.string().transform((value) => beginningOf(value, maxLength));

/** Characters of an error's message, and of the place that it names, as sandboxed processes tell them. */
export const maxMessageLength = 10_000;
export const maxPlaceLength = 1200;

/** Whether Postgres can hold the text: without NUL, and without halves of characters. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** What a library says went wrong, as the end of a sentence of ours: without its own full stop, and with something to say. */
export function reasonOf(error: unknown): string {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/[.\s]+$/, '');
  return reason === '' || /^unknown error$/i.test(reason) ? 'its content is damaged' : reason;
}

/**
 * JSON as it can be stored: in each of its texts U+FFFD stands for what the database does not take.
 * @param value checked before: it has no cycles, and is not nested deeply
 */
export function storable<T>(value: T): T {
  return storableJson(value) as T; // texts stay texts, and everything else is what it was
}

function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return isStorable(value) ? value : value.toWellFormed().replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [storable(key), storableJson(each)]));
}

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;
