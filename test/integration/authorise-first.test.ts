/** Anonymous callers are rejected before their arguments are processed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { buildSchema } from '../../src/gateway/schema.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { rootOperations } from '../support/selections.ts';
import { transports } from '../support/transports.ts';

let platform: TestPlatform;
let client: ApiClient;
beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_TRUSTED_PROXIES: '1' });
  client = await platform.signUp();
});
afterAll(() => platform.stop());

/** Requests are limited per address, and there are more operations here than that. */
let addresses = 0;
const otherAddress = () => `10.0.${++addresses >> 8}.${addresses & 255}`;

const schema = buildSchema();
const open = ['viewer', 'organizations', 'modelFamilies', 'workers', 'rateLimit', 'register', 'login', 'logout'];
const fields = (['query', 'mutation', 'subscription'] as const).flatMap((kind) => {
  const type = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[kind];
  return Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field }));
});

test('only these fields are public', () => {
  expect(
    fields
      .filter(({ field }) => field.extensions.public)
      .map(({ field }) => field.name)
      .sort(),
  ).toEqual([...open].sort());
});

describe('rejects anonymous callers before reading the arguments', () => {
  const closed = fields.filter(({ field }) => !open.includes(field.name));
  test.each(closed.map((one) => [one.field.name, one] as const))('%s', async (_, { kind, field }) => {
    // The id is malformed, so reading the arguments would give another error.
    for (const query of rootOperations(schema, kind, field, () => 'VGFzazpub25zZW5zZQ==')) {
      const send = kind === 'subscription' ? transports.WebSocket : transports.HTTP;
      const { data, errors } = await send(platform.url, { query }, undefined, otherAddress());
      const answer = Object.values((data as Record<string, { __typename?: string } | null>) ?? {})[0];
      expect(answer?.__typename ?? errors?.[0]?.extensions?.code).toMatch(/^(Unauthenticated|UNAUTHENTICATED)$/);
    }
  });
});

const importing = `mutation ($input: ImportModelInput!) { importModel(input: $input) { __typename ... on Error { message } } }`;
const names = (count: number) => Array.from({ length: count }, (_, at) => `name ${at}`);

test('rejects an anonymous import with 10,000 names as Unauthenticated, not as InvalidInput', async () => {
  const input = { name: '', objective: 'CLASSIFICATION', classes: [...names(10_000), 'name 0'] };
  const { data } = await transports.HTTP(
    platform.url,
    { query: importing, variables: { input } },
    undefined,
    otherAddress(),
  );
  expect(data).toMatchObject({ importModel: { __typename: 'Unauthenticated' } });
});

test('finds a duplicate among 10,000 class names', async () => {
  const input = { name: 'wide', objective: 'CLASSIFICATION', classes: [...names(9_999), 'name 0'] };
  const { importModel } = await client.request<{ importModel: object }>(importing, { input });
  expect(importModel).toMatchObject({ __typename: 'InvalidInput', message: 'The name "name 0" appears twice.' });
});

test("answers NotFound to a prediction with another user's model before decoding the image", async () => {
  const query = 'mutation ($input: PredictInput!) { predict(input: $input) { __typename } }';
  const modelId = Buffer.from('Model:01890000-0000-7000-8000-000000000000').toString('base64');
  const input = { modelId, images: ['this is no base64!'] };
  expect(await client.request(query, { input })).toMatchObject({ predict: { __typename: 'NotFound' } });
});

test('creates no dataset when its version cannot be inserted', async () => {
  const { sql } = platform.database;
  await sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create trigger refuse before insert on dataset_versions execute function refuse()`);
  const create = 'mutation { createDataset(input: { name: "half" }) { __typename } }';
  const look = '{ datasets(first: 100) { nodes { name latestVersion { version } } } }';
  try {
    await expect(client.request(create)).rejects.toThrow(/Unexpected error/);
  } finally {
    await sql.unsafe('drop trigger refuse on dataset_versions; drop function refuse()');
  }
  const { datasets } = await client.request<{ datasets: { nodes: { name: string }[] } }>(look);
  expect(datasets.nodes.map(({ name }) => name)).not.toContain('half');
});

test('never exposes a dataset without a version during creation', async () => {
  const create = 'mutation { createDataset(input: { name: "made" }) { __typename } }';
  const look = '{ datasets(first: 5) { nodes { latestVersion { version } } } }';
  const making = Promise.all(Array.from({ length: 40 }, () => client.request(create)));
  let isMade = false;
  const done = making.finally(() => {
    isMade = true;
  });
  while (!isMade) await client.request(look); // fails with "Unexpected error." on a dataset without a version
  await done;
});
