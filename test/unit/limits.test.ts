/** The limits on one operation: their documentation, and that the dashboard stays within them. */
import { readFile } from 'node:fs/promises';
import { type DocumentNode, getOperationAST, getVariableValues, Kind, parse, print } from 'graphql';
import { formatDocument } from 'urql';
import { describe, expect, test } from 'vitest';
import * as generated from '../../src/dashboard/api/generated.ts';
import { buildSchema } from '../../src/gateway/schema.ts';
import { weigh } from '../../src/graphql/cost/complexity.ts';
import { checkShape, checkText } from '../../src/graphql/cost/document.ts';
import { limits } from '../../src/graphql/cost/limits.ts';
import { variablesFor } from '../support/selections.ts';

test('docs/limits.md lists every limit with its maximum', async () => {
  const text = await readFile(new URL('../../docs/limits.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, name, maximum]) => [name, Number(maximum)]);
  expect(Object.fromEntries(rows)).toEqual(limits);
});

const schema = buildSchema();
const operations = Object.values(generated).flatMap((value) => {
  if (typeof value !== 'object' || !('kind' in value) || value.kind !== Kind.DOCUMENT) return [];
  // urql adds __typename to every selection.
  const document = parse(print(formatDocument(value as DocumentNode)));
  const operation = getOperationAST(document);
  return operation?.name ? [{ name: operation.name.value, document, operation }] : [];
});
/** The largest arguments that the dashboard sends. */
const largest = { first: 100, maxPoints: 1000, minIntervalMs: 250, count: 100, columns: 100, offset: 0 };

test('finds the operations of the dashboard', () => expect(operations.length).toBeGreaterThan(40));

test.each(operations)('$name of the dashboard stays within the limits', ({ document, operation }) => {
  const variables = variablesFor(schema, operation, largest);
  expect(getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors).toBeUndefined();
  checkText(print(document));
  expect(checkShape(document, true)).toBeNull();
  expect(weigh(schema, document, undefined, variables)).toBeTypeOf('number');
});

describe('a negative list length does not reduce the cost of the rest:', () => {
  test.each([
    ['first', (n: number) => `{ datasets(first: ${n}) { nodes { id } } models(first: 100) { nodes { id } } }`],
    [
      'maxPoints',
      (n: number) =>
        `{ node(id: "VGFzazox") { ... on Task { metrics(maxPoints: ${n}) { points { step } } } } models(first: 100) { nodes { id } } }`,
    ],
  ])('%s', (_, query) => {
    const cost = (n: number) => weigh(schema, parse(query(n)), undefined, {});
    expect(cost(-(10 ** 6))).toBe(cost(1));
    expect(cost(1)).toBeGreaterThan(100);
  });
});
