/** What a run was told to do, as names and values. No DOM, no React. */
import type { CatalogueWords } from '../i18n/catalogue/words.ts';

export type Setting = [name: string, value: string];

/** The parameters of a family, which are an object of its own for each. */
export function parametersOf(
  parameters: unknown,
  family: string,
  words: CatalogueWords,
  number: (value: number) => string,
): Setting[] {
  if (typeof parameters !== 'object' || parameters === null) return [];
  return Object.entries(parameters).map(([name, value]) => [words.labelOf(family, name), words.textOf(value, number)]);
}

interface ComparedSetting {
  name: string;
  /** Of each run; null: it has none. */
  values: (string | null)[];
  differs: boolean;
}

/** The settings of several runs side by side, in the order in which they appear. */
export function compareSettings(runs: readonly (readonly Setting[])[]): ComparedSetting[] {
  const names = new Set(runs.flatMap((settings) => settings.map(([name]) => name)));
  const tables = runs.map((settings) => new Map(settings));
  return [...names].map((name) => {
    const values = tables.map((table) => table.get(name) ?? null);
    return { name, values, differs: new Set(values).size > 1 };
  });
}
