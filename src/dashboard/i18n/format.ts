/** Formats numbers, sizes and times by the rules of a language. */
import type { ShellTexts } from './generated.ts';

export interface Format {
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** Rounds to three significant digits. */
  short(value: number): string;
  percent(value: number): string;
  /** Joins sentences: with a space in English, without one in Chinese. */
  sentences(parts: readonly string[]): string;
  /** Joins the items of a list with the comma of the language. */
  list(items: readonly string[]): string;
  bytes(value: number): string;
  /** For example "1 h 2 min" or "0.4 s". */
  duration(seconds: number): string;
  /** For example "5 minutes ago". */
  ago(instant: string | number): string;
  /** Date and time of day. */
  instant(instant: string): string;
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

export function createFormat(tag: string, say: ShellTexts['format']): Format {
  const plain = new Intl.NumberFormat(tag, { maximumFractionDigits: 20 });
  const short = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 });
  const tiny = new Intl.NumberFormat(tag, { maximumSignificantDigits: 3, notation: 'scientific' });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const instant = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 1 }).format(
      value,
    );
  return {
    number: (value, options) => (options ? new Intl.NumberFormat(tag, options) : plain).format(value),
    short: (value) => (value !== 0 && Math.abs(value) < 0.001 ? tiny : short).format(value),
    percent: (value) => percent.format(value),
    sentences: (parts) => joinWith(parts, say.sentences),
    list: (items) => joinWith(items, say.list),
    bytes(value) {
      if (value < 1000) return `${plain.format(Math.round(value))} B`;
      const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
      const power = Math.min(Math.floor(Math.log10(value) / 3), names.length - 1);
      return unit(value / 1000 ** power, names[power] ?? 'byte');
    },
    duration(seconds) {
      // For short durations, tenths of a second matter.
      if (seconds < 10) return say.seconds({ value: Math.max(0, Math.round(seconds * 10) / 10) });
      const whole = Math.round(seconds);
      if (whole < 60) return say.seconds({ value: whole });
      if (whole < 3600) return say.minutesAndSeconds({ minutes: Math.floor(whole / 60), seconds: whole % 60 });
      return say.hoursAndMinutes({ hours: Math.floor(whole / 3600), minutes: Math.floor((whole % 3600) / 60) });
    },
    ago(at) {
      const seconds = (new Date(at).getTime() - Date.now()) / 1000;
      const [name, length] = units.find(([, span]) => Math.abs(seconds) >= span) ?? (['second', 1] as const);
      return relative.format(Math.trunc(seconds / length), name);
    },
    instant: (at) => instant.format(new Date(at)),
  };
}

const joinWith = (parts: readonly string[], join: (values: { left: string; right: string }) => string): string =>
  parts.reduce((left, right, index) => (index === 0 ? right : join({ left, right })), '');
