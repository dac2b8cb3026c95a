/** Lints schema.graphql: descriptions, naming, inputs, Relay. Every exception has a reason, and one that is not needed is an error. */
import { fileURLToPath } from 'node:url';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';
import { ESLint, type Linter } from 'eslint';

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
  { rule: 'no-typename-prefix', message: /"epoch"/, why: 'An epoch has a number, which Keras calls epoch.' },
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

const [result] = await eslint.lintFiles(process.argv[2] ?? 'schema.graphql');
if (!result) throw new Error('ESLint linted no file.');
const needed = new Set<(typeof exceptions)[number]>();
const findings = result.messages.filter(({ ruleId, message }) => {
  const exception = exceptions.find((one) => ruleId === `${plugin}/${one.rule}` && one.message.test(message));
  if (exception) needed.add(exception);
  return !exception;
});
for (const { line, message, ruleId } of findings) console.error(`schema.graphql:${line}: ${message} (${ruleId})`);
for (const { rule, why } of exceptions.filter((one) => !needed.has(one))) {
  console.error(`This exception to ${rule} is not needed any more. Remove it: ${why}`);
}
if (findings.length > 0 || needed.size < exceptions.length) process.exitCode = 1;
