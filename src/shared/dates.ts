/** Parses common date formats to days since 1970-01-01. Times without a zone are UTC. */

export const dateFormats = ['ISO', 'YYYY-MM', 'YYYY/MM/DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY'] as const;
export type DateFormat = (typeof dateFormats)[number];

export const dayMs = 86_400_000;

const patterns: Record<DateFormat, RegExp> = {
  ISO: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?<time>[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
  'YYYY-MM': /^(?<year>\d{4})-(?<month>\d{2})$/,
  'YYYY/MM/DD': /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
};

/** Returns NaN when the text is not a date of this format, or not a date of the calendar, such as "2021-02-30". */
export function parseDate(text: string, format: DateFormat = 'ISO'): number {
  const { year = '', month = '', day = '1', time } = patterns[format].exec(text)?.groups ?? {};
  if (year === '') return Number.NaN;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return Number.NaN;
  if (time === undefined) return date.getTime() / dayMs;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(time) ? text : `${text}Z`;
  return Date.parse(zoned.replace(' ', 'T')) / dayMs;
}

/**
 * Returns the one format that all texts match. Null when there is none, or when several match because day and month are ambiguous
 * in every text: the meaning of a date is never guessed.
 */
export function inferDateFormat(texts: string[]): DateFormat | null {
  const fitting = dateFormats.filter((format) => texts.every((text) => Number.isFinite(parseDate(text, format))));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Returns the date of a number of days. */
export function dateOfDays(days: number): Date {
  return new Date(Math.round(days * dayMs));
}

/** Formats in ISO 8601: at midnight the date alone. */
export function formatDate(days: number): string {
  const text = dateOfDays(days).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
