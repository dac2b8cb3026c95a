/** Dates as people write them in files, as days since 1970-01-01 (UTC where a time names no zone). */

export const dateFormats = ['ISO', 'YYYY-MM', 'YYYY/MM/DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY'] as const;
export type DateFormat = (typeof dateFormats)[number];

const dayMilliseconds = 86_400_000;

const patterns: Record<DateFormat, RegExp> = {
  ISO: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?<time>[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
  'YYYY-MM': /^(?<year>\d{4})-(?<month>\d{2})$/,
  'YYYY/MM/DD': /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
};

/** NaN when the text is no date of this format, or of none that there ever was: "2021-02-30". */
export function daysOfDate(text: string, format: DateFormat = 'ISO'): number {
  const { year = '', month = '', day = '1', time } = patterns[format].exec(text)?.groups ?? {};
  if (year === '') return Number.NaN;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return Number.NaN;
  if (time === undefined) return date.getTime() / dayMilliseconds;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(time) ? text : `${text}Z`;
  return Date.parse(zoned.replace(' ', 'T')) / dayMilliseconds;
}

/**
 * The one format that all texts are dates of; null when there is none, or when day and month could be taken for each other all
 * the way: what a date means is never guessed.
 */
export function dateFormatOf(texts: string[]): DateFormat | null {
  const fitting = dateFormats.filter((format) => texts.every((text) => Number.isFinite(daysOfDate(text, format))));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** ISO: the date alone at midnight. */
export function dateOfDays(days: number): string {
  const text = new Date(Math.round(days * dayMilliseconds)).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
