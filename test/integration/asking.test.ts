/** Queries of the API: dataset versions, column ranges, pagination, and ids of no object. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { transports } from '../support/transports.ts';

let platform: TestPlatform;
let client: ApiClient;
let id: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  client = await platform.signUp();
  ({ id } = await uploadDataset(client, 'a,b,c\n1,2,3\n4,5,6\n'));
  await uploadDataset(client, 'a,b,c,d\n1,2,3,4\n4,5,6,7\n', { datasetId: id });
  await uploadDataset(client, 'a,b\n1,2,3\n', { datasetId: id });
});
afterAll(() => platform.stop());

interface Version {
  version: number;
  state: string;
  profile: { columnCount: number; columns: { name: string }[] } | null;
}

async function versionOf(args: string, columns = ''): Promise<Version | null> {
  const { node } = await client.request<{ node: { version: Version | null } }>(
    `query ($id: ID!) { node(id: $id) { ... on Dataset {
      version${args} { version state profile { ... on TableProfile { columnCount columns${columns} { name } } } }
    } } }`,
    { id },
  );
  return node.version;
}

test('returns a version by number, or the newest READY one', async () => {
  expect(await versionOf('(number: 1)')).toMatchObject({ version: 1, state: 'READY' });
  expect(await versionOf('(number: 3)')).toMatchObject({ version: 3, state: 'REJECTED', profile: null });
  expect(await versionOf('')).toMatchObject({ version: 2, state: 'READY', profile: { columnCount: 4 } });
  for (const number of [0, -1, 4]) expect(await versionOf(`(number: ${number})`)).toBeNull();
});

test('returns the newest version when none is READY', async () => {
  const rejected = await uploadDataset(client, 'a,b\n1,2,3\n');
  const { node } = await client.request<{ node: { version: Version } }>(
    'query ($id: ID!) { node(id: $id) { ... on Dataset { version { version state } } } }',
    { id: rejected.id },
  );
  expect(node.version).toEqual({ version: 1, state: 'REJECTED' });
});

test.each([
  ['', ['a', 'b', 'c', 'd']],
  ['(first: 2)', ['a', 'b']],
  ['(first: 2, offset: 2)', ['c', 'd']],
  ['(first: 2, offset: 3)', ['d']],
  ['(offset: 1)', ['b', 'c', 'd']],
  ['(first: 0)', []],
  ['(offset: 9)', []],
])('columns%s returns %j', async (columns, names) => {
  const version = await versionOf('', columns);
  expect(version?.profile?.columns.map(({ name }) => name)).toEqual(names);
  expect(version?.profile?.columnCount).toBe(4);
});

test.each(['x', '', 'VGFzazo', 'ä'])('answers the malformed id %j with NotFound', async (wrong) => {
  const query = 'query ($id: ID!) { node(id: $id) { id } }';
  const { errors } = await transports.HTTP(platform.url, { query, variables: { id: wrong } }, platform.tokenOf(client));
  expect(errors).toMatchObject([{ message: `No object has the ID "${wrong}".`, extensions: { code: 'NOT_FOUND' } }]);
});

test.each([
  ['first', '(first: -1)'],
  ['offset', '(offset: -1)'],
])('rejects a negative %s, naming the field', async (field, columns) => {
  const query = `query ($id: ID!) { node(id: $id) { ... on Dataset { version { profile { ... on TableProfile {
    columns${columns} { name }
  } } } } } }`;
  const { errors } = await transports.HTTP(platform.url, { query, variables: { id } }, platform.tokenOf(client));
  expect(errors).toMatchObject([{ message: 'The value must be 0 or greater, not -1.', extensions: { field } }]);
});

test('answers an id of an unknown type with NotFound', async () => {
  for (const typename of ['Foo', 'Query', 'Error', 'String', '']) {
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    const id = btoa(`${typename}:1`);
    const { errors } = await transports.HTTP(platform.url, { query, variables: { id } }, platform.tokenOf(client));
    expect([typename, errors?.[0]?.extensions?.code]).toEqual([typename, 'NOT_FOUND']);
  }
});

test.each(['last: 101', 'before: "x"', 'first: 1, last: 1', 'last: -2'])(
  'rejects invalid backward pagination by (%s)',
  async (args) => {
    for (const field of ['datasets', 'models', 'tasks', 'configurations', 'trash']) {
      const query = `{ ${field}(${args}) { pageInfo { hasNextPage } } }`;
      const { errors } = await transports.HTTP(platform.url, { query }, platform.tokenOf(client));
      const name = args.includes('last') ? 'last' : 'before';
      expect([field, errors?.[0]?.extensions]).toEqual([field, { code: 'INVALID_INPUT', field: name }]);
    }
  },
);

test('a rejected subscription over plain HTTP is not a server error', async () => {
  for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${platform.tokenOf(client)}` },
      body: JSON.stringify({ query: 'subscription { taskEvents(taskId: "nope") { cursor } }' }),
    });
    expect(response.status).toBeLessThan(500);
    expect(await response.text()).toContain('"NOT_FOUND"');
  }
});
