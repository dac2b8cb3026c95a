/** The gateway as a server: the GraphQL-over-HTTP specification, limits, masked errors, misbehaving sockets. */
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/demo/client.ts';
import { eventsOf, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';
import { addUnlimitedWorker } from '../support/workers.ts';

let platform: TestPlatform;
let client: ApiClient;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_MAX_UPLOAD_BYTES: '1000000' });
  client = await platform.signUp();
  await addUnlimitedWorker(platform.database.db);
});
afterAll(() => platform.stop());

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

async function signIn(): Promise<{ token: string; cookie: string }> {
  const username = `cookie-${Math.random().toString(36).slice(2, 10)}`;
  const query = 'mutation ($input: RegisterInput!) { register(input: $input) { ... on RegisterPayload { token } } }';
  const response = await post({ query, variables: { input: { username, password: 'correct horse battery' } } });
  const cookie = response.headers.get('set-cookie') ?? '';
  const { data } = (await response.json()) as { data: { register: { token: string } } };
  return { token: data.register.token, cookie };
}

describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${platform.url}/graphql` });
  test('has 61 audits', () => expect(audits).toHaveLength(61));
  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
    const result = await audit.fn();
    expect(result).toMatchObject({ status: 'ok' });
  });
});

describe('a session', () => {
  test('sets an HttpOnly cookie that counts only for trusted origins', async () => {
    const { cookie, token } = await signIn();
    expect(cookie).toMatch(/^aias_session=[^;]+;.*HttpOnly.*SameSite=Lax/);
    const session = cookie.split(';')[0] ?? '';
    const viewer = async (headers: Record<string, string>) => {
      const response = await post({ query: '{ viewer { username } }' }, headers);
      return ((await response.json()) as { data: { viewer: unknown } }).data.viewer;
    };
    expect(await viewer({ cookie: session })).toMatchObject({ username: expect.stringMatching(/^cookie-/) });
    expect(await viewer({ cookie: session, origin: platform.url })).not.toBeNull();
    expect(await viewer({ cookie: session, origin: 'https://evil.example' })).toBeNull();
    expect(await viewer({ authorization: `Bearer ${token}` })).not.toBeNull();
    expect(await viewer({ authorization: 'Bearer nonsense' })).toBeNull();
    const [stored] = await platform.database.sql`select count(*)::int as n from sessions where id = ${token}`;
    expect(stored?.n).toBe(0); // the database stores only its hash
    await post({ query: 'mutation { logout }' }, { cookie: session });
    expect(await viewer({ cookie: session })).toBeNull();
  });
});

describe('limits', () => {
  test('rejects a request body of 17 MiB', async () => {
    const response = await post({ query: `{ viewer { username } } #${'x'.repeat(17 * 2 ** 20)}` });
    expect(response.status).toBe(413);
  });

  test('rejects an upload over its limit and keeps the ticket valid', async () => {
    const { createDataset } = await client.request<{ createDataset: { upload: { url: string; maxBytes: number } } }>(
      'mutation { createDataset(input: { name: "x" }) { ... on CreateDatasetPayload { upload { url maxBytes } } } }',
    );
    expect(createDataset.upload.maxBytes).toBe(1_000_000);
    const put = async (body: string) => (await fetch(createDataset.upload.url, { method: 'PUT', body })).status;
    expect(await put('x'.repeat(20_000_000))).toBe(413);
    expect(await put('a,b\n1,2\n')).toBe(200);
  });

  test('rejects a compressed request body', async () => {
    const { createDataset } = await client.request<{ createDataset: { upload: { url: string } } }>(
      'mutation { createDataset(input: { name: "packed" }) { ... on CreateDatasetPayload { upload { url } } } }',
    );
    const put = (body: string | Uint8Array<ArrayBuffer>, encoding: string) =>
      fetch(createDataset.upload.url, { method: 'PUT', body, headers: { 'Content-Encoding': encoding } });
    const refused = await put(new Uint8Array(gzipSync('a,b\n1,2\n')), 'gzip');
    expect([refused.status, refused.headers.get('accept-encoding')]).toEqual([415, 'identity']);
    expect(await refused.json()).toMatchObject({ error: { message: /Content-Encoding: gzip/ } });
    expect((await post({ query: '{ viewer { username } }' }, { 'content-encoding': 'br' })).status).toBe(415);
    expect((await put('a,b\n1,2\n', 'identity')).status).toBe(200);
  });

  test('rejects a query of 10,000 tokens', async () => {
    const response = await post({ query: `{ ${'id '.repeat(10_000)} }` });
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringMatching(/more (than|that) 5000 tokens/i) }],
    });
  });

  const wide = Array.from({ length: 20 }, (_, index) => `a${index}: versions { version state }`).join(' ');
  test.each([
    ['expensive', `query { datasets(first: 100) { nodes { ${wide} } } }`],
    ['deep', `query { models { nodes ${'{ versions { model '.repeat(8)} { id } ${'} }'.repeat(8)} } }`],
  ])('rejects a query that is too %s, over HTTP and WebSocket', async (_, query) => {
    await expect(client.request(query)).rejects.toThrow(/max/i);
    await expect(client.subscribe(query, {}, () => undefined)).rejects.toThrow(/max/i);
  });

  test('rejects a page of 1000 entries', async () => {
    await expect(client.request('{ datasets(first: 1000) { nodes { id } } }')).rejects.toThrow(/0 to 100/);
    await expect(client.request('{ datasets(after: "nonsense") { nodes { id } } }')).rejects.toThrow(
      /not a valid cursor/,
    );
  });
});

test('masks an internal error behind "Unexpected error."', async () => {
  // Resolvers trust only the database, so this stores a profile that no version of Aias wrote.
  const { createDataset } = await client.request<{ createDataset: { dataset: { id: string } } }>(
    'mutation { createDataset(input: { name: "data" }) { ... on CreateDatasetPayload { dataset { id } } } }',
  );
  const { id } = createDataset.dataset;
  const uuid = Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? '';
  const { sql } = platform.database;
  await sql`update dataset_versions set state = 'READY', profile = '{"kind":"unknown"}' where dataset_id = ${uuid}`;
  const query = 'query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { profile { __typename } } } } }';
  await expect(client.request(query, { id })).rejects.toThrow(/^Unexpected error\.$/);
});

test('answers 404 for an unknown path and 405 for a wrong method, both as JSON', async () => {
  const missing = await fetch(`${platform.url}/nowhere`);
  expect([missing.status, await missing.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
  const wrong = await fetch(`${platform.url}/healthz`, { method: 'PUT' });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
  expect((await fetch(`${platform.url}/healthz`)).headers.get('x-request-id')).toMatch(/.{8,}/);
});

test('serves GraphiQL as one compressed page with an ETag', async () => {
  const page = await fetch(`${platform.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
  expect(await page.text()).toMatch(/<!doctype html>/i);
  const etag = page.headers.get('etag') ?? '';
  const again = await fetch(`${platform.url}/graphql`, { headers: { accept: 'text/html', 'if-none-match': etag } });
  expect(again.status).toBe(304);
});

describe('a WebSocket', () => {
  const open = (headers: Record<string, string> = {}) =>
    new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });

  test('is rejected when it comes from an untrusted origin', async () => {
    const socket = open({ origin: 'https://evil.example' });
    const [error] = await once(socket, 'error');
    expect(error.message).toMatch(/403/);
  });

  test('is closed with 1009 on a message over the limit', async () => {
    const socket = open();
    await once(socket, 'open');
    socket.send('x'.repeat(2 * 2 ** 20));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });

  test.each([
    { type: 'connection_ack' },
    { type: 'next', id: 'a', payload: { data: null } },
    { type: 'error', id: 'a', payload: [{ message: 'x' }] },
    { type: 'nonsense' },
  ])('is closed with 4400 on a message that only servers send: %o', async (message) => {
    const socket = open();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { token: platform.tokenOf(client) } }));
    await once(socket, 'message');
    socket.send(JSON.stringify(message));
    const [code] = await once(socket, 'close');
    expect(code).toBe(4400);
  });

  test('does not delay other clients when it never reads', async () => {
    const taskId = await manyEvents(20_000);
    const socket = open();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { token: platform.tokenOf(client) } }));
    await once(socket, 'message');
    socket.pause();
    const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { cursor seq taskId at } }';
    socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query, variables: { taskId } } }));
    const before = process.memoryUsage().rss;
    // Meanwhile another client reads everything, in order.
    const seen = await eventsOf(client, taskId);
    expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
    expect(seen).toHaveLength(20_002);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    socket.terminate();
    await waitFor('the stream to be released', async () => platform.hubSubscribers() === 0);
  });

  test('stays open after a subscription fails with NotFound', async () => {
    await expect(eventsOf(client, 'nonsense')).rejects.toThrow(/No Task/);
    await expect(client.subscribe('subscription { nonsense }', {}, () => undefined)).rejects.toThrow(/nonsense/);
    expect(await client.request('{ viewer { username } }')).toBeTruthy();
  });
});

test('streams subscriptions over SSE', async () => {
  const taskId = await manyEvents(3);
  const token = platform.tokenOf(client);
  const response = await post(
    { query: 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { seq } }', variables: { taskId } },
    { accept: 'text/event-stream', authorization: `Bearer ${token}` },
  );
  expect(response.headers.get('content-type')).toMatch(/text\/event-stream/);
  const text = await response.text();
  expect([...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq))).toEqual([1, 2, 3, 4, 5]);
  expect(text).toMatch(/event: complete/);
});

test('streams all events of an organization from any cursor', async () => {
  const first = await manyEvents(3);
  const [launched] = await eventsOf(client, first);
  const { organizations } = await client.request<{ organizations: { id: string }[] }>('{ organizations { id } }');
  const abort = new AbortController();
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    signal: abort.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${platform.tokenOf(client)}`,
    },
    body: JSON.stringify({
      query:
        'subscription ($organizationId: ID!, $after: String) { organizationEvents(organizationId: $organizationId, after: $after) { taskId seq } }',
      variables: { organizationId: organizations[0]?.id, after: launched?.cursor },
    }),
  });
  const second = await manyEvents(2);
  let text = '';
  const seen = () =>
    [...text.matchAll(/"taskId":"([^"]+)","seq":(\d+)/g)].map(([, taskId, seq]) => [taskId, Number(seq)]);
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (seen().length >= 8) break;
  }
  abort.abort();
  expect(seen()).toEqual([...[2, 3, 4, 5].map((seq) => [first, seq]), ...[1, 2, 3, 4].map((seq) => [second, seq])]);
  await waitFor('the stream to be released', async () => platform.hubSubscribers() === 0);
});

/** Creates a finished task with `count` log lines between its first and its last event. */
async function manyEvents(count: number): Promise<string> {
  const { sql } = platform.database;
  const { id } = await uploadDataset(client, separableCsv(20));
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(
    'mutation ($input: ConfigureModelInput!) { configureModel(input: $input) { ... on Node { id } } }',
    { input: { name: 'x', datasetId: id, target: 'side', parameters: { mlp: {} } } },
  );
  const { launchTask } = await client.request<{ launchTask: { id: string } }>(
    'mutation ($input: LaunchTaskInput!) { launchTask(input: $input) { ... on Node { id } } }',
    { input: { train: { configurationId: configureModel.id } } },
  );
  const task = Buffer.from(launchTask.id, 'base64').toString('utf8').split(':')[1] ?? '';
  await sql`
    with o as (update organizations set event_seq = event_seq + ${count + 1}
               where id = (select organization_id from tasks where id = ${task}) returning id, event_seq)
    insert into task_events (task_id, seq, organization_id, organization_seq, attempt, type, payload)
    select ${task}, 1 + n, o.id, o.event_seq - ${count + 1} + n, 1,
           case when n <= ${count} then 'LogWritten' else 'TaskStateChanged' end,
           case when n <= ${count} then '{"level":"info","message":"hello"}'::jsonb
                else '{"from":"RUNNING","to":"SUCCEEDED","reason":null}'::jsonb end
    from o, generate_series(1, ${count + 1}::int) n`;
  await sql`update tasks set last_seq = ${count + 2}, state = 'SUCCEEDED' where id = ${task}`;
  return launchTask.id;
}
