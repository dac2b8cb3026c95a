/** Limits on the cost of one operation: rejected before execution, in the same way on every transport. */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getIntrospectionQuery, parse } from 'graphql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/demo/client.ts';
import { createDocumentCache } from '../../src/graphql/cost/document-cache.ts';
import type { limits } from '../../src/graphql/cost/limits.ts';
import { parseJson } from '../../src/graphql/cost/variables.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { type RawAnswer, type Sent, transports } from '../support/transports.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
let client: ApiClient;
beforeAll(async () => {
  platform = await startTestPlatform();
  client = await platform.signUp();
});
afterAll(() => platform.stop());

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(' ');
const nested = (depth: number, inner: string) => '{ type { fields '.repeat(depth) + inner + ' } }'.repeat(depth);

const tooMuch: [what: string, limit: keyof typeof limits, sent: () => Sent][] = [
  [
    'a comment of 1 MB behind a small query',
    'documentCharacters',
    () => ({ query: `{ __typename } #${'x'.repeat(10 ** 6 - 100)}` }),
  ],
  [
    'a text of 200 kB inside a query',
    'documentCharacters',
    () => ({ query: `{ node(id: "${'x'.repeat(200_000)}") { id } }` }),
  ],
  ['1,001 fields', 'fields', () => ({ query: `{ ${times(1001, (at) => `f${at}`)} }` })],
  ['a field 21 times', 'repeats', () => ({ query: `{ ${times(21, () => '__typename')} }` })],
  ['a field 21 times, under an alias', 'repeats', () => ({ query: `{ ${times(21, () => 'a: viewer { id }')} }` })],
  [
    '201 fragment spreads',
    'spreads',
    () => ({ query: `{ ${times(201, () => '...F')} } fragment F on Query { __typename }` }),
  ],
  [
    'an introspection query of 16 nested fields',
    'introspectionDepth',
    () => ({ query: `{ __type(name: "Query") ${'{ ofType '.repeat(16)} { name } ${'}'.repeat(16)} }` }),
  ],
  ['6,000 tokens', 'tokens', () => ({ query: `{ ${times(6000, () => 'a')} }` })],
  [
    'a literal of 100 nested lists',
    'nesting',
    () => ({ query: `{ node(id: ${'['.repeat(100)}${']'.repeat(100)}) { id } }` }),
  ],
  [
    '51 operations',
    'operations',
    () => ({ query: times(51, (at) => `query Q${at} { __typename }`), operationName: 'Q0' }),
  ],
  [
    '101 fragments',
    'fragments',
    () => ({
      query: `{ ${times(101, (at) => `...F${at}`)} } ${times(101, (at) => `fragment F${at} on Query { __typename }`)}`,
    }),
  ],
  [
    '500 aliases of one root field',
    'aliasesPerField',
    () => ({ query: `{ ${times(500, (at) => `a${at}: viewer { id }`)} }` }),
  ],
  [
    '30 aliases of one mutation',
    'aliasesPerField',
    () => ({ query: `mutation { ${times(30, (at) => `a${at}: logout`)} }` }),
  ],
  [
    '120 aliases in fragments',
    'aliases',
    () => ({
      query: `{ ${times(10, (at) => `...F${at}`)} } ${times(10, (at) => `fragment F${at} on Query { ${times(12, (index) => `a${at}x${index}: __typename`)} }`)}`,
    }),
  ],
  ['101 directives', 'directives', () => ({ query: `{ ${times(101, (at) => `f${at} @include(if: true)`)} }` })],
  [
    '6 directives on one field',
    'directivesPerNode',
    () => ({ query: `{ __typename ${times(6, () => '@include(if: true)')} }` }),
  ],
  [
    '16 nested fields',
    'depth',
    () => ({ query: `{ node(id: "x") { ... on Task ${'{ organization '.repeat(16)} { id } ${'}'.repeat(16)} } }` }),
  ],
  [
    '13 nested fields through fragments',
    'depth',
    () => ({
      query: `{ models { nodes { ...A } } } fragment A on Model { versions { ...B } } fragment B on ModelVersion { model { versions { model { versions { model { versions { model { versions { model { name } } } } } } } } } }`,
    }),
  ],
  [
    '__schema six times',
    'introspections',
    () => ({
      query: `{ ${times(6, (at) => `...F${at}`)} } ${times(6, (at) => `fragment F${at} on Query { __schema { queryType { name } } }`)}`,
    }),
  ],
  [
    'aliases in an introspection query',
    'introspections',
    () => ({ query: '{ __schema { a: types { name } b: types { name } } }' }),
  ],
  [
    'the schema 500 times',
    'aliasesPerField',
    () => ({ query: `{ ${times(500, (at) => `a${at}: __schema { types { name } }`)} }` }),
  ],
  [
    'a type 300 times',
    'aliasesPerField',
    () => ({ query: `{ ${times(300, (at) => `a${at}: __type(name: "Query") { name }`)} }` }),
  ],
  [
    'deeply nested lists',
    'complexity',
    () => ({
      query:
        '{ datasets(first: 100) { nodes { versions { profile { ... on TableProfile { columns { histogram { count } } } } } } } }',
    }),
  ],
  [
    'fragments of exponential cost',
    'complexity',
    () => ({
      query: `{ ...F0 } ${times(9, (at) => `fragment F${at} on Query { ${times(9, (index) => `a${at}x${index}: node(id: "VGFzazox") { id }`)} ${at < 8 ? `...F${at + 1}` : ''} models(first: 100) { nodes { versions { history { metrics { name value } } } } } }`)}`,
    }),
  ],
  [
    '600,000 values in variables',
    'variableValues',
    () => ({ query: 'query ($ids: [Int]) { __typename }', variables: { ids: Array(600_000).fill(1) } }),
  ],
  [
    'variables of 40 nested lists',
    'variableDepth',
    () => ({
      query:
        'mutation ($rows: [JSON!]) { predict(input: { modelId: "TW9kZWw6MQ==", rows: $rows }) { ... on Error { message } } }',
      variables: { rows: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) },
    }),
  ],
];

describe.each(Object.entries(transports))('over %s', (name, send) => {
  test.each(tooMuch)('rejects %s, naming the limit', async (_, limit, sent) => {
    // A WebSocket message holds at most 1 MiB.
    if (name === 'WebSocket' && JSON.stringify(sent()).length > 2 ** 20) return;
    // Signed in, because anonymous callers would be rate-limited after the previous requests.
    const { data, errors } = await send(platform.url, sent(), platform.tokenOf(client));
    expect(data ?? null).toBeNull();
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/maximum|more than|alias/),
      extensions: { code: 'LIMIT_EXCEEDED', limit },
    });
  });

  test('rejects a response with too many values', async () => {
    const { id } = await wideDataset(10_000);
    const query =
      'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { profile { ... on TableProfile { columns { name type missingCount distinctCount isInteger min max mean histogram { from to count } topValues { value count } } } } } } } }';
    const { data, errors } = await send(platform.url, { query, variables: { id } }, platform.tokenOf(client));
    expect([data ?? null, errors?.[0]?.extensions]).toEqual([
      null,
      expect.objectContaining({ code: 'LIMIT_EXCEEDED', limit: expect.stringMatching(/^response/) }),
    ]);
  });
});

/** Creates a dataset whose profile has many columns, as ingestion would write it. */
async function wideDataset(columns: number): Promise<{ id: string }> {
  const { createDataset } = await client.request<{ createDataset: { dataset: { id: string } } }>(
    'mutation { createDataset(input: { name: "wide" }) { ... on CreateDatasetPayload { dataset { id } } } }',
  );
  const { id } = createDataset.dataset;
  const uuid = Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? '';
  const histogram = Array.from({ length: 20 }, (_, from) => ({ from, to: from + 1, count: 1 }));
  const statistics = {
    missingCount: 0,
    distinctCount: 20,
    isInteger: true,
    min: 0,
    max: 1,
    mean: 0.5,
    standardDeviation: 1,
  };
  const column = (at: number) => ({ name: `column ${at}`, type: 'numeric', ...statistics, topValues: [], histogram });
  const profile = {
    kind: 'table',
    rowCount: 2,
    columns: Array.from({ length: columns }, (_, at) => column(at)),
    preview: [],
  };
  const { sql } = platform.database;
  await sql`update dataset_versions set state = 'READY', profile = ${JSON.stringify(profile)}::text::jsonb where dataset_id = ${uuid}`;
  return { id };
}

test.each([
  ['of GraphiQL', getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true, oneOf: true })],
  [
    'of code generators',
    getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true }),
  ],
])('answers the introspection query %s', async (_, query) => {
  const { data } = await transports.HTTP(platform.url, { query });
  expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
});

test('leaves circular introspection to the rule of graphql-js', async () => {
  const { errors } = await transports.HTTP(platform.url, {
    query: `{ __type(name: "Query") { fields ${nested(4, '{ name }')} } }`,
  });
  expect(errors?.[0]?.message).toMatch(/maximum introspection depth/i);
});

test('rejects several operations in one request', async () => {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
  });
  expect(response.status).toBe(400);
});

test.each([
  [413, { query: `{ __typename } #${'x'.repeat(200_000)}` }],
  [400, { query: `{ ${times(30, (at) => `a${at}: viewer { id }`)} }` }],
])('answers with status %i', async (status, body) => {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(status);
});

describe('disabled introspection', () => {
  let closed: TestPlatform;
  beforeAll(async () => {
    closed = await startTestPlatform({ AIAS_INTROSPECTION: 'off' });
  });
  afterAll(() => closed.stop());

  test.each(Object.entries(transports))('is rejected for every caller over %s', async (_, send) => {
    const member = closed.tokenOf(await closed.signUp());
    for (const query of [
      '{ __schema { types { name } } }',
      '{ ...F } fragment F on Query { t: __type(name: "Task") { name } }',
    ]) {
      for (const token of [undefined, member]) {
        const { data, errors } = await send(closed.url, { query }, token);
        expect(data ?? null).toBeNull();
        expect(errors?.[0]).toMatchObject({
          message: expect.stringContaining('AIAS_INTROSPECTION'),
          extensions: { code: 'INTROSPECTION_DISABLED' },
        });
      }
    }
    expect(await send(closed.url, { query: '{ __typename }' })).toMatchObject({ data: { __typename: 'Query' } });
  });
});

test('yields to the event loop while it writes a large response', async () => {
  const { id } = await wideDataset(2000);
  const query =
    'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { profile { ... on TableProfile { columns { name type missingCount distinctCount isInteger min max mean histogram { from to count } } } } } } } }';
  const delay = monitorEventLoopDelay({ resolution: 5 });
  await client.request(query, { id });
  delay.enable();
  let turns = 0;
  const count = setInterval(() => turns++, 1);
  await client.request(query, { id });
  clearInterval(count);
  delay.disable();
  if (process.env.AIAS_SHOW_FIGURES)
    console.log('event loop delay', { max: delay.max / 1e6, p99: delay.percentile(99) / 1e6, turns });
  // A response written in one go would leave no turns.
  expect(turns).toBeGreaterThan(3);
});

describe('the document cache', () => {
  test('stays within its byte limit', () => {
    const cache = createDocumentCache();
    for (let index = 0; index < 100; index++) {
      const text = `{ a${index} ${'a '.repeat(4900)} }`;
      cache.set(text, 4904, parse(text));
    }
    expect(cache.bytes()).toBeLessThanOrEqual(32 * 2 ** 20);
    expect(cache.bytes()).toBeGreaterThan(2 ** 20);
  });

  test('does not cache large documents', () => {
    const cache = createDocumentCache();
    const text = `{ __typename } #${'x'.repeat(90_000)}`;
    cache.set(text, 3, parse(text));
    expect(cache.get(text)).toBeUndefined();
  });

  test('returns cached documents and evicts the least recently used', () => {
    const cache = createDocumentCache();
    const document = parse('{ __typename }');
    cache.set('{ __typename }', 3, document);
    for (let index = 0; index < 100; index++) {
      cache.set(`{ a${index} }`, 5000, parse(`{ a${index} }`));
      expect(cache.get('{ __typename }')?.document).toBe(document);
    }
    expect(cache.get('{ a0 }')).toBeUndefined();
  });
});

test('parses JSON whose strings contain quotes, brackets and backslashes', () => {
  for (const value of ['"', '\\', '\\"', '[{,}]', 'a\\\\"b', '']) {
    const body = JSON.stringify({ variables: { value, list: [value, [value]] } });
    expect(parseJson(body)).toEqual(JSON.parse(body));
  }
  expect(() => parseJson('{"a": "never ends')).toThrow(SyntaxError);
});

describe('the operation deadline', () => {
  let slow: TestPlatform;
  beforeAll(async () => {
    slow = await startTestPlatform({ AIAS_OPERATION_SECONDS: '2' });
  });
  afterAll(() => slow.stop());

  test.each(Object.entries(transports))('aborts a slow query over %s with DEADLINE_EXCEEDED', async (_, send) => {
    const token = slow.tokenOf(await slow.signUp());
    const { data, errors } = await slow.database.sql.begin(async (sql) => {
      await sql`lock table datasets in access exclusive mode`;
      return send(slow.url, { query: '{ datasets { nodes { id } } }' }, token);
    });
    expect([data ?? null, errors]).toEqual([
      null,
      [expect.objectContaining({ extensions: expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }) })],
    ]);
  });
});

describe('anonymous callers', () => {
  let crowded: TestPlatform;
  beforeEach(async () => {
    crowded = await startTestPlatform();
  });
  afterEach(() => crowded.stop());
  const expensive = { query: '{ modelFamilies { name parameters { name description default choices } } }' };
  const cheap = { query: '{ viewer { id } }' };
  const isRefused = ({ errors }: RawAnswer) => errors?.[0]?.extensions?.code === 'RATE_LIMITED';

  test.each([
    ['the catalogue', expensive],
    ['the schema', { query: '{ __schema { types { name } } }' }],
    ['the schema with changing comments', { query: '{ __schema { types { name } } }' }],
  ])('are rate-limited when they request %s, and members are not', async (what, { query }) => {
    const member = crowded.tokenOf(await crowded.signUp());
    let refusal: Response | null = null;
    for (let number = 0; number < 200 && !refusal; number++) {
      const comment = what.includes('changing comments') ? `#${number}` : '';
      const response = await post(crowded.url, { query: `${query}${comment}` });
      if (isRefused((await response.clone().json()) as RawAnswer)) refusal = response;
    }
    expect(refusal).not.toBeNull();
    expect(refusal?.status).toBe(429);
    expect(Number(refusal?.headers.get('retry-after'))).toBeGreaterThan(0);
    for (const send of Object.values(transports)) {
      await waitFor('a refusal', async () => isRefused(await send(crowded.url, { query })) || null);
      expect(isRefused(await send(crowded.url, expensive, member))).toBe(false);
    }
    expect(await transports.HTTP(crowded.url, cheap, member)).toMatchObject({
      data: { viewer: { id: expect.any(String) } },
    });
  });

  test('receive the same cached introspection result', async () => {
    const query = getIntrospectionQuery();
    const [first, ...later] = await Promise.all([1, 2, 3].map(() => transports.HTTP(crowded.url, { query })));
    expect(first?.data).toHaveProperty('__schema');
    for (const { data } of [...later, await transports.HTTP(crowded.url, { query })]) expect(data).toEqual(first?.data);
    // Each operation of a document has its own cached result.
    const two = 'query A { __type(name: "Task") { name } } query B { __type(name: "Model") { name } }';
    for (const [operationName, name] of [
      ['A', 'Task'],
      ['B', 'Model'],
      ['A', 'Task'],
    ] as const) {
      expect(await transports.HTTP(crowded.url, { query: two, operationName })).toMatchObject({
        data: { __type: { name } },
      });
    }
    const wrong = await transports.HTTP(crowded.url, { query, operationName: 'Missing' });
    expect(wrong).toMatchObject({ errors: [expect.objectContaining({ message: expect.stringMatching(/operation/) })] });
    const named = 'query ($name: String!) { __type(name: $name) { name } }';
    for (const name of ['Task', 'Model']) {
      expect(await transports.HTTP(crowded.url, { query: named, variables: { name } })).toMatchObject({
        data: { __type: { name } },
      });
    }
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const post = (url: string, body: object) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test.each([
  ['of 99,000 characters', (at: number) => `{ __typename } # ${at} ${'x'.repeat(98_900)}`],
  [
    'of 4,000 tokens',
    (at: number) => `{ ${times(900, () => '__typename @skip(if: false)').slice(0, 16_000)} a${at}: __typename }`,
  ],
])('retains no memory for hundreds of different documents %s', async (_, document) => {
  const token = platform.tokenOf(client);
  const ask = (at: number) => transports.HTTP(platform.url, { query: document(at) }, token);
  for (let at = 0; at < 5; at++) await ask(at);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let at = 5; at < 600; at++) await ask(at);
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50e6);
});

test.each([{ toString: 1, valueOf: 1 }, [], 1, null, true])(
  'reports a query that is %j as a client error',
  async (query) => {
    const answer = (await (await post(platform.url, { query })).json()) as RawAnswer;
    expect(answer.errors?.[0]?.message).toMatch(/query/i);
    expect(answer.errors?.[0]?.message).not.toMatch(/Unexpected/);
  },
);

describe('an anonymous caller who sends thousands of errors', () => {
  const texts = 'mutation ($i: [String!]!) { predict(input: { modelId: "x", texts: $i }) { __typename } }';
  const input = 'mutation ($u: PredictInput!) { predict(input: $u) { __typename } }';
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1]));

  test.each([
    ['wrong values', texts, { i: Array.from({ length: 400_000 }, () => 1) }, /String cannot represent/],
    ['unknown fields', input, { u: many(60_000) }, /got invalid value/],
    ['unknown fields with a known one', input, { u: { modelId: 'x', ...many(60_000) } }, /is not defined by type/],
  ])('receives only the first error: %s', async (_, query, variables, message) => {
    for (const send of Object.values(transports)) {
      const { data, errors } = await send(platform.url, { query, variables });
      expect(data ?? null).toBeNull();
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.message).toMatch(message);
      expect(errors?.[0]?.message.length).toBeLessThan(1100);
    }
  });

  test('is rate-limited for ever different documents, and a member is not', async () => {
    const own = await startTestPlatform();
    try {
      const member = own.tokenOf(await own.signUp());
      const fields = times(900, (at) => `field${at}`);
      const document = (at: number) => ({ query: `{ viewer { ${fields} } } # ${at}` });
      let at = 0;
      for (const send of Object.values(transports)) {
        await waitFor('a refusal', async () => {
          const { errors } = await send(own.url, document(at++));
          return errors?.[0]?.extensions?.code === 'RATE_LIMITED' || null;
        });
        const { errors } = await send(own.url, document(at++), member);
        expect(errors?.[0]?.message).toMatch(/Cannot query field/);
      }
    } finally {
      await own.stop();
    }
  });

  test('leaves no memory in use through large connection_init messages', async () => {
    const params = { token: 'x', filler: Array.from({ length: 200_000 }, () => ({})) };
    const before = process.memoryUsage().heapUsed;
    const sockets = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
        await once(socket, 'open');
        socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
        await once(socket, 'message');
        return socket;
      }),
    );
    const after = await waitFor('the memory to be free again', async () => {
      collectGarbage();
      const grown = process.memoryUsage().heapUsed - before;
      return grown < 300e6 ? { grown } : null;
    });
    expect(after.grown).toBeLessThan(300e6);
    for (const socket of sockets) socket.terminate();
  });

  test('is disconnected for more values in one message than the limit', async () => {
    const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(`{"type":"connection_init","payload":{"a":[${'0,'.repeat(520_000)}0]}}`);
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4400, expect.stringContaining('500000 values')]);
  });
});
