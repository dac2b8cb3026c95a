/**
 * Writes schema.graphql from the code, and the schema of the version in package.json to docs/releases while the changelog calls it
 * unreleased. With --check it only reports whether the files are up to date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from '../src/gateway/schema.ts';

const printed = `${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
const root = new URL('..', import.meta.url);
const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as { version: string };
const isUnreleased = (await readFile(new URL('CHANGELOG.md', root), 'utf8')).includes(`## [${version}] - unreleased`);
for (const path of ['schema.graphql', ...(isUnreleased ? [`docs/releases/${version}.graphql`] : [])]) {
  const file = new URL(path, root);
  if (!process.argv.includes('--check')) await writeFile(file, printed);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
    console.error(`${path} is out of date. Run: npm run schema`);
    process.exitCode = 1;
  }
}
