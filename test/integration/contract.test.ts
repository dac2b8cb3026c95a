/** What every response promises: the cost of the operation, and errors with a code and a path. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { transports } from '../support/transports.ts';

let platform: TestPlatform;
let client: ApiClient;
let addresses = 0;
/** Returns an address whose budget is full. */
const nextAddress = () => `10.1.0.${++addresses}`;
beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_TRUSTED_PROXIES: '1' });
  client = await platform.signUp();
});
afterAll(() => platform.stop());

const rateLimit = '{ rateLimit { cost limit remaining restoreRate resetAt } }';

describe.each(Object.entries(transports))('over %s', (_, send) => {
  test('reports the cost of an operation and the budget of an anonymous caller', async () => {
    const address = nextAddress();
    const first = await send(platform.url, { query: rateLimit }, undefined, address);
    const second = await send(platform.url, { query: rateLimit }, undefined, address);
    for (const { data, extensions } of [first, second]) {
      expect(data).toEqual({
        rateLimit: { ...asRateLimit(extensions?.cost), resetAt: expect.stringMatching(/^\d{4}-/) },
      });
    }
    expect(first.extensions?.cost).toMatchObject({ requested: 6, limit: 100_000, restoreRate: 2000 });
  });

  test.each([
    ['@defer', '{ ... @defer { modelFamilies { name } } }'],
    ['@stream', '{ modelFamilies @stream { name } }'],
  ])('rejects %s, for which the limits of a response would not hold', async (directive, query) => {
    const { errors } = await send(platform.url, { query }, platform.tokenOf(client));
    expect(errors).toMatchObject([{ message: `Unknown directive "${directive}".` }]);
  });

  test('reports no budget to a signed-in caller', async () => {
    const { data, extensions } = await send(platform.url, { query: rateLimit }, platform.tokenOf(client));
    expect(extensions?.cost).toEqual({ requested: 6, limit: null, remaining: null, restoreRate: null });
    expect(data).toEqual({ rateLimit: { ...asRateLimit(extensions?.cost), resetAt: null } });
  });
});

function asRateLimit(cost: Record<string, unknown> | undefined): Record<string, unknown> {
  const { requested, ...rest } = cost ?? {};
  return { cost: requested, ...rest };
}

test('an anonymous caller uses up its budget, and the refusal reports what is left', async () => {
  const address = nextAddress();
  const query = '{ __schema { types { name } } }';
  let last = await transports.HTTP(platform.url, { query }, undefined, address);
  const remaining = [last.extensions?.cost?.remaining];
  while (!last.errors && remaining.length < 1000) {
    // Another document each time: a known response costs less.
    const document = `{ __schema { types { ${'name '.repeat(remaining.length % 20)} kind } } }`;
    last = await transports.HTTP(platform.url, { query: document }, undefined, address);
    remaining.push(last.extensions?.cost?.remaining);
  }
  expect(last.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } }]);
  expect(remaining[1]).toBeLessThan(Number(remaining[0]));
});

test('an error has a code, and the path of the argument that is invalid', async () => {
  const query = `mutation ($input: CreateDatasetInput!, $id: ID!) {
    invalid: createDataset(input: $input) { ... on Error { message code path } ... on InvalidInput { field } }
    missing: cancelTask(id: $id) { ... on Error { code path } }
  }`;
  const id = Buffer.from('Task:00000000-0000-7000-8000-000000000000').toString('base64');
  expect(await client.request(query, { input: { name: '' }, id })).toMatchObject({
    invalid: { code: 'INVALID_INPUT', path: ['input', 'name'], field: 'input.name', message: expect.any(String) },
    missing: { code: 'NOT_FOUND', path: null },
  });
});
