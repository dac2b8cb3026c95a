/** Truncates untrusted texts between characters, and quotes them in messages. */

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

const isHighSurrogate = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;
