/** The examples of GraphiQL: complete, valid, described, and within the limits of a document. */
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema, Kind, type OperationDefinitionNode, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { exampleOperations } from '../../../src/gateway/graphiql/examples.ts';
import { checkShape, checkText } from '../../../src/graphql/cost/document.ts';

const sdl = readFileSync('schema.graphql', 'utf8');
const schema = buildSchema(sdl);
const document = parse(exampleOperations);
const operations = document.definitions.filter(
  (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
);
const nameOf = ({ name }: OperationDefinitionNode) => name?.value ?? '';

/** Returns the mutations and subscriptions of a schema that no example uses. */
function uncovered(of: GraphQLSchema): string[] {
  const used = new Set(
    operations.flatMap(({ operation, selectionSet }) =>
      selectionSet.selections.map((field) => field.kind === Kind.FIELD && `${operation}.${field.name.value}`),
    ),
  );
  return [of.getMutationType(), of.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {})
      .map((field) => `${type?.name.toLowerCase()}.${field}`)
      .filter((field) => !used.has(field)),
  );
}

test('every mutation and subscription has an example', () => expect(uncovered(schema)).toEqual([]));

test('a mutation without an example is found', () => {
  const extended = buildSchema(sdl.replace('type Mutation {', 'type Mutation {\n  publishModel: Boolean!'));
  expect(uncovered(extended)).toEqual(['mutation.publishModel']);
});

test('every example is valid', () => expect(validate(schema, document)).toEqual([]));

test('the document is within the limits', () => {
  expect(() => checkText(exampleOperations)).not.toThrow();
  expect(checkShape(document, true)).toBeNull();
});

test('every example has a name of its own', () => {
  const names = operations.map(nameOf);
  expect(names).not.toContain('');
  expect(new Set(names).size).toBe(names.length);
});

test.each(operations.map((operation) => [nameOf(operation), operation] as const))(
  '%s has a description of one line',
  (_, { loc }) => {
    const before = exampleOperations.slice(0, loc?.start).trimEnd().split('\n');
    expect(before.at(-1)).toMatch(/^# [A-Z].+[.]$/);
    expect(before.at(-2)).toBe('');
  },
);

describe('variables', () => {
  const script = readFileSync('src/gateway/graphiql/tour.js', 'utf8');
  const names = new Set(
    operations
      .flatMap(({ variableDefinitions = [] }) => variableDefinitions)
      .map(({ variable }) => variable.name.value),
  );

  test.each([...names])('$%s is entered by the page', (name) => expect(script).toMatch(new RegExp(`\\b${name}:`)));
});

describe('what ends something', () => {
  const ending = /^(delete|remove|revoke|logout)/;
  const endsSomething = ({ selectionSet: { selections } }: OperationDefinitionNode) =>
    selections.some((field) => field.kind === Kind.FIELD && ending.test(field.name.value));

  test('comes after everything else, except for what restores it', () => {
    const rest = operations.slice(operations.findIndex(endsSomething));
    expect(rest.filter((operation) => !endsSomething(operation)).map(nameOf)).toEqual([
      'RestoreTask',
      'RestoreModel',
      'Trash',
      'RestoreDataset',
    ]);
  });

  test('ends only sessions of the second account', () => {
    const sessions = operations.filter(({ selectionSet: { selections } }) =>
      selections.some(
        (field) => field.kind === Kind.FIELD && /^(register|login|logout|revokeSession)$/.test(field.name.value),
      ),
    );
    expect(sessions.map(nameOf)).toEqual(sessions.map(() => expect.stringMatching(/AsColleague$/)));
    expect(sessions).toHaveLength(4);
  });
});
