/** The user's language, and formatting of numbers, sizes, and times in it. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Language } from './messages.ts';

const key = 'aias.language';
const tags: Record<Language, string> = { en: 'en-US', zh: 'zh-CN' };

function readLanguage(): Language {
  const stored = localStorage.getItem(key);
  if (stored === 'en' || stored === 'zh') return stored;
  return navigator.languages[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

interface LanguageState {
  language: Language;
  setLanguage(language: Language): void;
  format: Format;
}

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

const Context = createContext<LanguageState | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState(readLanguage);
  useEffect(() => {
    document.documentElement.lang = tags[language];
  }, [language]);
  const value = useMemo<LanguageState>(
    () => ({
      language,
      setLanguage(next) {
        localStorage.setItem(key, next);
        setState(next);
      },
      format: createFormat(tags[language]),
    }),
    [language],
  );
  return (
    <Context value={value}>
      <I18nProvider locale={tags[language]}>{children}</I18nProvider>
    </Context>
  );
}

export function useLanguage(): LanguageState {
  const state = useContext(Context);
  if (!state) throw new Error('useLanguage must be used within a LanguageProvider.');
  return state;
}

/** The messages of one part of the app, in the language of the page. */
export const useMessages = <Part,>(part: Record<Language, Part>): Part => part[useLanguage().language];

export const useFormat = (): Format => useLanguage().format;

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function createFormat(tag: string): Format {
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
  // Intl's short English units are "secs" and "hrs"; unit symbols are the same in singular and plural.
  const symbols = { hour: 'h', minute: 'min', second: 's' };
  const span = (value: number, name: keyof typeof symbols) =>
    tag === tags.en ? `${plain.format(value)} ${symbols[name]}` : unit(value, name);
  return {
    number: (value, options) => (options ? new Intl.NumberFormat(tag, options) : plain).format(value),
    short: (value) => (value !== 0 && Math.abs(value) < 0.001 ? tiny : short).format(value),
    percent: (value) => percent.format(value),
    sentences: (parts) => parts.join(tag === tags.zh ? '' : ' '),
    list: (items) => items.join(tag === tags.zh ? '、' : ', '),
    bytes(value) {
      if (value < 1000) return `${plain.format(Math.round(value))} B`;
      const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
      const power = Math.min(Math.floor(Math.log10(value) / 3), names.length - 1);
      return unit(value / 1000 ** power, names[power] ?? 'byte');
    },
    duration(seconds) {
      // For short durations, tenths of a second matter.
      if (seconds < 10) return span(Math.max(0, Math.round(seconds * 10) / 10), 'second');
      const whole = Math.round(seconds);
      if (whole < 60) return span(whole, 'second');
      if (whole < 3600) return `${span(Math.floor(whole / 60), 'minute')} ${span(whole % 60, 'second')}`;
      return `${span(Math.floor(whole / 3600), 'hour')} ${span(Math.floor((whole % 3600) / 60), 'minute')}`;
    },
    ago(at) {
      const seconds = (new Date(at).getTime() - Date.now()) / 1000;
      const [name, length] = units.find(([, span]) => Math.abs(seconds) >= span) ?? (['second', 1] as const);
      return relative.format(Math.trunc(seconds / length), name);
    },
    instant: (at) => instant.format(new Date(at)),
  };
}
