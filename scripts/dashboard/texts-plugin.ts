/** Puts the texts into the build of the dashboard: compiled messages, and the languages of the widgets that the dashboard has. */
import { basename, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { type CompiledMessage, compile } from './icu.ts';
import { type LanguageFile, languagesFolder, languageTags, readLanguage } from './language-files.ts';

/** Loads `<tag>.json?part=shell` and `?part=pages`, each of which becomes a file of its own. */
export function texts(): Plugin {
  return {
    name: 'texts',
    enforce: 'pre',
    load(id) {
      const [, path, part] = /^(.+\.json)\?part=(shell|pages)$/.exec(id) ?? [];
      if (!path || !part) return;
      return { code: `export default ${JSON.stringify(contentOf(readLanguage(path), part))};`, moduleType: 'js' };
    },
  };
}

function contentOf({ shell, pages, api }: LanguageFile, part: string): object {
  return part === 'shell'
    ? { rooms: compileRooms(shell), problems: api.problems }
    : { rooms: compileRooms(pages), catalogue: api.catalogue };
}

/** @throws Error that names the message whose syntax is wrong */
export function compileRooms(rooms: LanguageFile['shell']): Record<string, Record<string, CompiledMessage>> {
  return mapValues(rooms, (messages, room) =>
    mapValues(messages, (message, key) => {
      try {
        return compile(message);
      } catch (cause) {
        throw new Error(`The message ${room}.${key} is malformed: ${message}`, { cause });
      }
    }),
  );
}

const mapValues = <From, To>(record: Record<string, From>, change: (value: From, key: string) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

/** Leaves out the texts of React Aria in languages that the dashboard does not have: 34 languages are in every widget. */
export function widgetLanguages(): Plugin {
  const known = new Set(languageTags(resolve(languagesFolder)).map((tag) => new Intl.Locale(tag).language));
  return {
    name: 'widget-languages',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!/[\\/](?:react-aria|react-stately|react-aria-components)[\\/]dist[\\/].*[\\/]intl[\\/]/.test(id)) return;
      const tag = /^([a-z]{2}-[A-Z]{2})\.m?js$/.exec(basename(id))?.[1];
      return tag && !known.has(new Intl.Locale(tag).language) ? 'export default undefined;' : undefined;
    },
  };
}
