/** Parses dates like the server does (src/datasets/formats/dates.ts): days since 1970-01-01, in UTC if the time has no zone. */

const patterns = {
  ISO: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?<time>[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
  'YYYY-MM': /^(?<year>\d{4})-(?<month>\d{2})$/,
  'YYYY/MM/DD': /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
};

export type DateFormat = keyof typeof patterns;

const dayMilliseconds = 86_400_000;

/** Returns NaN when the text is not a date of this format or the date does not exist. */
export function daysOfDate(text: string, format: DateFormat = 'ISO'): number {
  const { year = '', month = '', day = '1', time } = patterns[format].exec(text)?.groups ?? {};
  if (year === '') return Number.NaN;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return Number.NaN;
  if (time === undefined) return date.getTime() / dayMilliseconds;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(time) ? text : `${text}Z`;
  return Date.parse(zoned.replace(' ', 'T')) / dayMilliseconds;
}
