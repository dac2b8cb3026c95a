/**
 * The languages of the dashboard: one file each in languages/. The build splits every file into the texts of the shell and those
 * of the pages, and only those of the used language are loaded. The English texts of the shell are part of the first load.
 */
import { loadOnce } from '../ui/lazy-page.ts';
import type { Dictionary } from './catalogue/words.ts';
import { chooseLanguage } from './choose-language.ts';
import type { PageTexts, ShellTexts } from './generated.ts';
import { type CompiledRooms, createTexts } from './texts.ts';

interface Shell {
  rooms: CompiledRooms;
  problems: Readonly<Record<string, string>>;
}

interface Pages {
  rooms: CompiledRooms;
  catalogue: Dictionary;
}

/** What surrounds the pages: its texts, and those for errors of the API. */
export interface ShellLanguage {
  texts: ShellTexts;
  problems: Readonly<Record<string, string>>;
}

export type Texts = ShellTexts & PageTexts;

/** What the pages need: all texts, and those of the catalogue. */
export interface PageLanguage {
  texts: Texts;
  catalogue: Dictionary;
}

export interface LanguageLoader {
  /** A promise until loaded. Falls back to English when loading fails. */
  shell: ShellLanguage | Promise<ShellLanguage>;
  /** Starts to load on the first call. Rejects with `PageUnreachable`. */
  pages(): Promise<PageLanguage>;
}

const sourceLanguage = 'en';
const english = import.meta.glob<Shell>('./languages/en.json', {
  query: '?part=shell',
  import: 'default',
  eager: true,
});
const shells = import.meta.glob<Shell>(['./languages/*.json', '!./languages/en.json'], {
  query: '?part=shell',
  import: 'default',
});
const pages = import.meta.glob<Pages>('./languages/*.json', { query: '?part=pages', import: 'default' });

const pathOf = (tag: string) => `./languages/${tag}.json`;
const others = Object.keys(shells).map((path) => path.slice(pathOf('').indexOf('.json'), -'.json'.length));

/** BCP 47 tags of all languages. */
export const languages: readonly [string, ...string[]] = [sourceLanguage, ...others];

/** The language's name for itself. */
export const nameOf = (tag: string): string => new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;

const key = 'aias.language';

export function readLanguage(): string {
  const saved = localStorage.getItem(key);
  return chooseLanguage([...(saved === null ? [] : [saved]), ...navigator.languages], languages);
}

export const saveLanguage = (tag: string): void => localStorage.setItem(key, tag);

const loaders = new Map<string, LanguageLoader>();

/** @param tag one of `languages` */
export function loaderOf(tag: string): LanguageLoader {
  const loader = loaders.get(tag) ?? createLoader(tag);
  loaders.set(tag, loader);
  return loader;
}

function createLoader(tag: string): LanguageLoader {
  const shell = loadShell(tag);
  return {
    shell,
    pages: loadOnce(async () => {
      const [{ rooms, catalogue }, { texts }] = await Promise.all([known(pages, tag)(), shell]);
      return { texts: { ...texts, ...createTexts<PageTexts>(tag, rooms) }, catalogue };
    }),
  };
}

function loadShell(tag: string): ShellLanguage | Promise<ShellLanguage> {
  const make = ({ rooms, problems }: Shell) => ({ texts: createTexts<ShellTexts>(tag, rooms), problems });
  const fallback = () => make(known(english, sourceLanguage));
  if (tag === sourceLanguage) return fallback();
  return known(shells, tag)().then(make, (error: unknown) => {
    console.error(`The texts of ${tag} could not be loaded.`, error);
    return fallback();
  });
}

function known<Value>(files: Record<string, Value>, tag: string): Value {
  const file = files[pathOf(tag)];
  if (file === undefined) throw new Error(`There is no ${pathOf(tag)}.`);
  return file;
}
