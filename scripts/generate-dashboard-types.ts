/**
 * Writes src/dashboard/api/generated.ts: the types of schema.graphql that the operations of the dashboard use, and the
 * operations themselves as documents, and the types of their interfaces; and src/dashboard/i18n/generated.ts: the types of the texts.
 * With --check it only reports whether the files are up to date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as documentsPlugin from '@graphql-codegen/typed-document-node';
import * as operationsPlugin from '@graphql-codegen/typescript-operations';
import { buildSchema, isAbstractType, parse, printSchema, visit } from 'graphql';
import { languagesFolder, pathOf, readLanguage, sourceLanguage } from './dashboard/language-files.ts';
import { textTypesOf } from './dashboard/text-types.ts';

const target = 'src/dashboard/api/generated.ts';
const root = 'src/dashboard';
/** Each component's operations and fragments lie beside it. */
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((entry) => `${root}/${entry.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.graphql'))
  .sort();

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
const documents = sources.map((location) => ({ location, document: parse(readFileSync(location, 'utf8')) }));
const text = await codegen({
  filename: target,
  schema: parse(printSchema(schema)),
  documents,
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

/** The object types of the interfaces and unions that fragments name: the cache cannot tell without the schema. */
function possibleTypes(): Record<string, string[]> {
  const names = new Set<string>();
  const collect = ({ typeCondition }: { typeCondition?: { name: { value: string } } | undefined }) => {
    if (typeCondition) names.add(typeCondition.name.value);
  };
  for (const { document } of documents) visit(document, { InlineFragment: collect, FragmentDefinition: collect });
  const entries = [...names].sort().flatMap((name) => {
    const type = schema.getType(name);
    return isAbstractType(type) ? [[name, schema.getPossibleTypes(type).map((one) => one.name)] as const] : [];
  });
  return Object.fromEntries(entries);
}

const types = `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes())};\n`;
const header = `// Written by scripts/generate-dashboard-types.ts from src/dashboard/**/*.graphql and schema.graphql. Do not edit.\n`;
write(target, `${header}${text}\n${types}`);
write('src/dashboard/i18n/generated.ts', textTypesOf(readLanguage(pathOf(languagesFolder, sourceLanguage))));

function write(path: string, written: string): void {
  if (!process.argv.includes('--check')) writeFileSync(path, written);
  else if (readFileSync(path, 'utf8') !== written) {
    console.error(`${path} is out of date. Run: npm run dashboard:types`);
    process.exitCode = 1;
  }
}
