/** The language files of the dashboard: every text in one language, in src/dashboard/i18n/languages/<BCP 47 tag>.json. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

export const languagesFolder = 'src/dashboard/i18n/languages';

/** The language whose file defines which messages there are and what their placeholders are. */
export const sourceLanguage = 'en';

const texts = z.record(z.string(), z.string());
const rooms = z.record(z.string(), texts);
const family = z.strictObject({
  title: z.string(),
  description: z.string(),
  whenToUse: z.string(),
  whenNotToUse: z.string(),
  parameters: z.record(z.string(), z.strictObject({ label: z.string(), help: z.string() })),
});

const languageFile = z.strictObject({
  /** ICU messages of the frame around the pages, by room. */
  shell: rooms,
  /** ICU messages of the pages, by room. */
  pages: rooms,
  /** Plain texts in place of those that the API sends in English. A text that is missing here is shown in English. */
  api: z.strictObject({
    problems: texts,
    catalogue: z.strictObject({
      families: z.record(z.string(), family),
      labels: texts.optional(),
      choices: texts,
      facts: texts,
      metrics: texts,
      yes: z.string(),
      no: z.string(),
    }),
  }),
});

export type LanguageFile = z.infer<typeof languageFile>;

/** @throws Error that names the file when its JSON is malformed or has another structure */
export function readLanguage(path: string): LanguageFile {
  const { success, data, error } = languageFile.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!success) throw new Error(`${path}: ${z.prettifyError(error)}`);
  return data;
}

/** Tags of all languages, the source language first. */
export function languageTags(folder: string): string[] {
  const tags = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'));
  return [sourceLanguage, ...tags.filter((tag) => tag !== sourceLanguage).sort()];
}

export const pathOf = (folder: string, tag: string): string => join(folder, `${tag}.json`);
