/** What is wrong in the language files: syntax, missing and surplus messages, and placeholders that the English message lacks. */
import { type MessageShape, shapeOf } from './icu.ts';
import { type LanguageFile, languageTags, pathOf, readLanguage, sourceLanguage } from './language-files.ts';

type Rooms = LanguageFile['shell'];

/** @throws Error when a file cannot be read as a language file */
export function problemsInLanguages(folder: string): string[] {
  const source = readLanguage(pathOf(folder, sourceLanguage));
  return languageTags(folder).flatMap((tag) => {
    const file = readLanguage(pathOf(folder, tag));
    return (['shell', 'pages'] as const).flatMap((part) => roomProblems(tag, file[part], source[part]));
  });
}

function roomProblems(tag: string, rooms: Rooms, source: Rooms): string[] {
  const found: string[] = [];
  for (const room of new Set([...Object.keys(source), ...Object.keys(rooms)])) {
    const [own, english] = [rooms[room] ?? {}, source[room] ?? {}];
    for (const key of new Set([...Object.keys(english), ...Object.keys(own)])) {
      const report = (problem: string) => found.push(`${tag}.json: ${room}.${key} ${problem}`);
      const [message, model] = [own[key], english[key]];
      if (model === undefined) report('does not exist in English. Remove it, or add it to en.json.');
      else if (message === undefined) report(`is missing. In English: "${model}"`);
      else if (message.trim() === '') report('is empty.');
      else for (const problem of messageProblems(tag, message, model)) report(problem);
    }
  }
  return found;
}

function messageProblems(tag: string, message: string, english: string): string[] {
  let shape: MessageShape;
  let model: MessageShape;
  try {
    shape = shapeOf(message);
    model = shapeOf(english);
  } catch (error) {
    return [`is malformed: ${error instanceof Error ? error.message : error}`];
  }
  const problems: string[] = [];
  for (const [name, type] of shape.values) {
    const wanted = model.values.get(name);
    if (wanted === undefined) problems.push(`has the placeholder ${name}, which the English message lacks.`);
    else if (wanted !== type) problems.push(`uses ${name} as ${type}; the English message uses it as ${wanted}.`);
  }
  for (const [name, type] of model.values) {
    if (type === 'Wrap' && !shape.values.has(name)) problems.push(`lacks the tag <${name}>.`);
  }
  for (const { ordinal, cases } of shape.plurals) {
    const rules = new Intl.PluralRules(tag, { type: ordinal ? 'ordinal' : 'cardinal' });
    const { pluralCategories } = rules.resolvedOptions();
    const missing = pluralCategories.filter((category) => !cases.includes(category));
    if (missing.length > 0) problems.push(`lacks the plural ${missing.join(', ')}.`);
  }
  return problems;
}
