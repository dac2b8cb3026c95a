/** The user's language: its texts, and the formatting of numbers, sizes, and times in it. */
import { createContext, type ReactNode, startTransition, use, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider, useLocale } from 'react-aria-components';
import { createFormat, type Format } from './format.ts';
import {
  loaderOf,
  type PageLanguage,
  readLanguage,
  type ShellLanguage,
  saveLanguage,
  type Texts,
} from './languages.ts';

interface LanguageState {
  /** BCP 47 tag. */
  language: string;
  setLanguage(language: string): void;
}

const Context = createContext<LanguageState | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState(readLanguage);
  const value = useMemo<LanguageState>(
    () => ({
      language,
      setLanguage(next) {
        saveLanguage(next);
        // The page stays as it is until the texts have been loaded.
        startTransition(() => setState(next));
      },
    }),
    [language],
  );
  return (
    <Context value={value}>
      <I18nProvider locale={language}>
        <DocumentLanguage />
        {children}
      </I18nProvider>
    </Context>
  );
}

function DocumentLanguage() {
  const { locale, direction } = useLocale();
  useEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = direction;
  }, [locale, direction]);
  return null;
}

export function useLanguage(): LanguageState {
  const state = useContext(Context);
  if (!state) throw new Error('useLanguage must be used within a LanguageProvider.');
  return state;
}

/** Suspends until the texts of the shell have been loaded. */
export function useShellLanguage(): ShellLanguage {
  const { shell } = loaderOf(useLanguage().language);
  return shell instanceof Promise ? use(shell) : shell;
}

/** Suspends until the texts of the pages have been loaded. */
export const usePageLanguage = (): PageLanguage => use(loaderOf(useLanguage().language).pages());

/** The messages of one part of the app, in the language of the page. */
export function useMessages<Room extends keyof Texts>(room: Room): Texts[Room] {
  const ofShell: Partial<Texts> = useShellLanguage().texts;
  const { pages } = loaderOf(useLanguage().language);
  return ofShell[room] ?? use(pages()).texts[room];
}

const formats = new Map<string, Format>();

export function useFormat(): Format {
  const { language } = useLanguage();
  const say = useMessages('format');
  const format = formats.get(language) ?? createFormat(language, say);
  formats.set(language, format);
  return format;
}
