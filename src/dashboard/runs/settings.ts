/** The settings of a run as names and values. No DOM, no React. */
import type { CatalogueWords } from '../i18n/catalogue/words.ts';

export type Setting = [name: string, value: string];

/** The hyperparameters of a family. Every family has its own object type. */
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
  /** One value per run; null if the run does not have the setting. */
  values: (string | null)[];
  differs: boolean;
}

/** Settings of several runs side by side, in order of first appearance. */
export function compareSettings(runs: readonly (readonly Setting[])[]): ComparedSetting[] {
  const names = new Set(runs.flatMap((settings) => settings.map(([name]) => name)));
  const tables = runs.map((settings) => new Map(settings));
  return [...names].map((name) => {
    const values = tables.map((table) => table.get(name) ?? null);
    return { name, values, differs: new Set(values).size > 1 };
  });
}
