/**
 * Lints schema.graphql: descriptions, naming, inputs, Relay, deprecations. Every exception has a reason, and one that is not needed
 * is an error.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { ESLint, type Linter } from 'eslint';
import { type ASTNode, parse, valueFromASTUntyped, visit } from 'graphql';

const root = fileURLToPath(new URL('..', import.meta.url));
const plugin = '@graphql-eslint';

/** Findings that are intended: a pattern of their text, and why. */
const exceptions: { rule: string; message: RegExp; why: string }[] = [
  {
    rule: 'relay-edge-types',
    message: /`node` must implement `Node`/,
    why: 'An entry of the trash stands for an item; it has no ID of its own.',
  },
  {
    rule: 'naming-convention',
    message: /"C" should be in camelCase/,
    why: 'The parameter of support vector machines is called C.',
  },
  { rule: 'no-typename-prefix', message: /"username"/, why: 'A username is not the name of a person.' },
  {
    rule: 'input-name',
    message: /^Input "id" should be|`ID` name should be/,
    why: 'A mutation with an id alone takes it directly.',
  },
];

const rules: Linter.RulesRecord = {
  ...graphqlPlugin.configs['flat/schema-recommended'].rules,
  ...graphqlPlugin.configs['flat/schema-relay'].rules,
  // Many types are values inside another object, so they have no id.
  [`${plugin}/strict-id-in-types`]: 'off',
  // Lists that are short and complete need no connection.
  [`${plugin}/relay-edge-types`]: [
    'error',
    { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
  ],
  [`${plugin}/input-name`]: ['error', { checkInputType: true, caseSensitiveInputType: false }],
  [`${plugin}/no-hashtag-description`]: 'error',
  [`${plugin}/require-deprecation-reason`]: 'error',
  [`${plugin}/require-description`]: [
    'error',
    { types: true, rootField: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
  ],
};

const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['schema.graphql'],
      languageOptions: {
        // The parser's type is that of older ESLint versions.
        parser: graphqlPlugin.parser as unknown as Linter.Parser,
        parserOptions: { graphQLConfig: { schema: 'schema.graphql' } },
      },
      plugins: { [plugin]: graphqlPlugin as unknown as ESLint.Plugin },
      rules,
    },
  ],
});

/**
 * Returns a problem for every deprecation without the date of its removal, and for every one that docs/api-changes.md does not
 * announce by its path, such as `Dataset.latest`.
 */
function deprecationProblems(sdl: string, announced: string): { line: number; message: string }[] {
  const problems: { line: number; message: string }[] = [];
  visit(parse(sdl), {
    Directive({ name, arguments: given = [], loc }, _key, _parent, _path, ancestors) {
      if (name.value !== 'deprecated') return;
      const line = loc?.startToken.line ?? 0;
      const path = pathOf(ancestors);
      const reason = given.find((argument) => argument.name.value === 'reason');
      const [date] = /\b\d{4}-\d\d-\d\d\b/.exec(String(reason && valueFromASTUntyped(reason.value))) ?? [];
      if (!date || Number.isNaN(Date.parse(date))) {
        const message = `The deprecation of ${path} has no date. Add "Removed on <yyyy-mm-dd> at the earliest." to its reason.`;
        problems.push({ line, message });
      }
      if (!announced.includes(`\`${path}\``)) {
        problems.push({ line, message: `docs/api-changes.md does not announce the deprecation of \`${path}\`.` });
      }
    },
  });
  return problems;
}

/** Returns the names of the definitions around a node, such as "Dataset.latest" or "Query.datasets.first". */
function pathOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  return ancestors.flatMap((node) => ('name' in node && node.name ? node.name.value : [])).join('.');
}

const path = process.argv[2] ?? 'schema.graphql';
const [result] = await eslint.lintFiles(path);
if (!result) throw new Error('ESLint linted no file.');
const needed = new Set<(typeof exceptions)[number]>();
const findings = result.messages.filter(({ ruleId, message }) => {
  const exception = exceptions.find((one) => ruleId === `${plugin}/${one.rule}` && one.message.test(message));
  if (exception) needed.add(exception);
  return !exception;
});
for (const { line, message, ruleId } of findings) console.error(`schema.graphql:${line}: ${message} (${ruleId})`);
const read = (file: string) => readFile(new URL(file, `file://${root}`), 'utf8');
const deprecations = deprecationProblems(await read(path), await read('docs/api-changes.md'));
for (const { line, message } of deprecations) console.error(`schema.graphql:${line}: ${message}`);
for (const { rule, why } of exceptions.filter((one) => !needed.has(one))) {
  console.error(`This exception to ${rule} is not needed any more. Remove it: ${why}`);
}
if (findings.length + deprecations.length > 0 || needed.size < exceptions.length) process.exitCode = 1;
