/**
 * Writes src/dashboard/api/generated.ts: the types of schema.graphql that the operations of the dashboard use, and the
 * operations themselves as documents. With --check it only reports whether the file is up to date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as documentsPlugin from '@graphql-codegen/typed-document-node';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import { buildSchema, parse, printSchema } from 'graphql';

const target = 'src/dashboard/api/generated.ts';
const root = 'src/dashboard';
/** Each component's operations and fragments lie beside it. */
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((entry) => `${root}/${entry.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.graphql'))
  .sort();

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const text = await codegen({
  filename: target,
  schema: parse(printSchema(schema)),
  documents: sources.map((location) => ({ location, document: parse(readFileSync(location, 'utf8')) })),
  config: {
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars: { BigInt: 'number', DateTime: 'string', JSON: 'unknown', ID: 'string' },
    avoidOptionals: { field: true },
    skipTypename: false,
    onlyOperationTypes: true,
    omitOperationSuffix: false,
  },
  plugins: [{ operations: {} }, { documents: {} }],
  pluginMap: { operations: operationsPlugin, documents: documentsPlugin },
});
const written = `// Written by scripts/generate-dashboard-types.ts from src/dashboard/**/*.graphql and schema.graphql. Do not edit.\n${text}`;
if (!process.argv.includes('--check')) writeFileSync(target, written);
else if (readFileSync(target, 'utf8') !== written) {
  console.error(`${target} is out of date. Run: npm run dashboard:types`);
  process.exitCode = 1;
}
