/**
 * Rules that no linter knows: settings are read in one place, the lock file names no registry, and the few rules of our style that a
 * machine can check.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(process.argv[2] ?? '.');
const problems: string[] = [];

/** The only file that may read process.env. */
const environmentReader = 'src/config/own-environment.ts';

/** Files of code in the folder, by their paths from the root. */
function codeIn(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((entry) => /\.tsx?$/.test(entry) && !entry.endsWith('generated.ts'))
    .map((entry) => `${folder}/${entry.replaceAll('\\', '/')}`);
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Comments of a file: blocks, and runs of line comments, without their markers. */
function commentsOf(text: string): string[] {
  const found = text.match(/\/\*[\s\S]*?\*\/|(?:^|[ \t])\/\/ [^\n]*(?:\n[ \t]*\/\/ [^\n]*)*/gm) ?? [];
  return found.map((comment) => comment.replace(/^\s*(?:\/\*+|\/\/|\*\/|\*)\s?/gm, '').trim());
}

/** The code without its comments and string literals, in which only names are left. */
const namesIn = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(?:^|[ \t])\/\/ [^\n]*/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

for (const path of codeIn('src')) {
  if (path !== environmentReader && /process\.env\b/.test(read(path))) {
    problems.push(`${path} reads process.env; only ${environmentReader} may.`);
  }
}
if (/"resolved":/.test(read('package-lock.json'))) {
  problems.push('package-lock.json names where packages came from. Run: npm install --package-lock-only');
}

/** Words for a person whom the sentence should name. */
const unnamed = /(?<!`)\b(?:nobody|somebody|whoever)\b/i;

for (const path of ['src', 'test', 'bench', 'scripts'].flatMap(codeIn)) {
  const text = read(path);
  for (const comment of commentsOf(text)) {
    const start = comment.slice(0, 60).replace(/\s+/g, ' ');
    if (/^Of\b/.test(comment)) problems.push(`${path}: a comment opens with "Of": "${start}". Give it a subject.`);
    const word = unnamed.exec(comment)?.[0];
    if (word) problems.push(`${path}: "${word}" in the comment "${start}". Name who it is.`);
  }
  for (const name of new Set(namesIn(text).match(/\b(?:most|least)[A-Z]\w*/g) ?? [])) {
    problems.push(`${path}: a bound is called ${name}. Call it max… or min….`);
  }
}

/** Names that keep their capitals inside a sentence. */
const properNames = /^(?:Aias|GraphQL|GraphiQL|Keras|Adam|Python|Postgres|Excel|Chinese|English|Gaussian|Lasso|Ridge)$/;

/** Other languages have other rules. */
const englishTexts = 'src/dashboard/i18n/languages/en.json';

/** All strings in a JSON value. */
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(stringsIn);

for (const text of stringsIn(JSON.parse(read(englishTexts)))) {
  const [first = '', ...words] = text.split(' ');
  if (
    /^[A-Z]/.test(first) &&
    words.length > 0 &&
    words.every((word) => /^[A-Z][a-z]+$/.test(word) && !properNames.test(word))
  ) {
    problems.push(`${englishTexts}: "${text}" is in title case. Texts of the interface are in sentence case.`);
  }
  const word = unnamed.exec(text)?.[0];
  if (word) problems.push(`${englishTexts}: "${word}" in the text "${text}". Name who it is.`);
}

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
