/**
 * Compares schema.graphql with the schema of the last release (docs/releases/<version>.graphql). A breaking change fails unless
 * docs/api-changes.md names its path, such as `Dataset.name`, in backticks.
 *
 * usage: check-contract.ts [schema]
 */
import { readdir, readFile } from 'node:fs/promises';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const root = new URL('..', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

const versions = (await readdir(new URL('docs/releases/', root)))
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => name.slice(0, -'.graphql'.length))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
const last = versions.at(-1);
if (!last) throw new Error('docs/releases has no schema to compare with.');

const [released, current, announced] = await Promise.all([
  read(`docs/releases/${last}.graphql`),
  read(process.argv[2] ?? 'schema.graphql'),
  read('docs/api-changes.md'),
]);
const changes = await diff(buildSchema(released), buildSchema(current));
const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
const unannounced = breaking.filter(({ path }) => !announced.includes(`\`${path}\``));
for (const { path, message, criticality } of unannounced) {
  console.error(`${message} (${criticality.reason ?? 'breaking'})`);
  console.error(`  Keep what ${last} promised, or describe the change of \`${path}\` in docs/api-changes.md.`);
}
if (unannounced.length > 0) process.exitCode = 1;
else
  console.log(`No unannounced breaking change since ${last} (${changes.length} changes, ${breaking.length} breaking).`);
