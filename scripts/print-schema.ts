/** Writes schema.graphql from the code. With --check it only reports whether the file is up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from '../src/gateway/schema.ts';

const path = new URL('../schema.graphql', import.meta.url);
const printed = `${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
if (process.argv.includes('--check')) {
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed !== printed) {
    console.error('schema.graphql is out of date. Run: npm run schema');
    process.exitCode = 1;
  }
} else {
  await writeFile(path, printed);
}
