/**
 * Shared live streams over real sockets: every subscriber receives each event once, at any reading rate, until it loses
 * access.
 */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, eventsOf, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';
import { addUnlimitedWorker } from '../support/workers.ts';

let platform: TestPlatform;
let client: ApiClient;
let configurationId: string;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_MAX_CONNECTIONS_PER_ADDRESS: '40' });
  client = await platform.signUp();
  await addUnlimitedWorker(platform.database.db);
  const { id: datasetId } = await uploadDataset(client, separableCsv(20));
  configurationId = await configure(client, { datasetId, target: 'side', parameters: { mlp: {} } });
});
afterAll(() => platform.stop());

const uuidOf = (globalId: string) => Buffer.from(globalId, 'base64').toString('utf8').split(':')[1] ?? '';
const launchOne = () => launch(client, { train: { configurationId } });
const cancel = (id: string) =>
  client.request('mutation ($id: ID!) { cancelTask(id: $id) { ... on Task { id } } }', { id });

/** Appends log lines to a task's log, as a worker would, and sends the hint. */
async function append(taskId: string, count: number): Promise<void> {
  await platform.database.sql`
    with t as (update tasks set last_seq = last_seq + ${count} where id = ${uuidOf(taskId)} returning id, organization_id, last_seq),
         o as (update organizations o set event_seq = event_seq + ${count} from t where o.id = t.organization_id returning event_seq),
         e as (insert into task_events (task_id, seq, organization_id, organization_seq, attempt, type, payload)
               select t.id, t.last_seq - ${count} + n, t.organization_id, o.event_seq - ${count} + n, 1, 'LogWritten',
                      '{"level":"info","message":"hello"}'::jsonb
               from t, o, generate_series(1, ${count}::int) n)
    select pg_notify('aias_events', json_build_object('taskId', t.id, 'seq', t.last_seq, 'organizationId', t.organization_id,
                     'organizationSeq', o.event_seq)::text) from t, o`;
}

const query =
  'subscription ($taskId: ID!, $after: String) { taskEvents(taskId: $taskId, after: $after) { seq cursor } }';

interface Watching {
  socket: WebSocket;
  seen: number[];
  cursors: string[];
  closed: Promise<number>;
  completed: Promise<unknown>;
}

async function watch(
  taskId: string,
  token: string,
  { id = 'a', after = null as string | null } = {},
): Promise<Watching> {
  const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const [seen, cursors]: [number[], string[]] = [[], []];
  const closed = once(socket, 'close').then(([code]) => Number(code));
  let complete: (value: unknown) => void = () => undefined;
  const completed = new Promise((resolve) => {
    complete = resolve;
  });
  let acknowledge: (value: unknown) => void = () => undefined;
  const acknowledged = new Promise((resolve) => {
    acknowledge = resolve;
  });
  socket.on('message', (data) => {
    const message = JSON.parse(String(data));
    if (message.type === 'connection_ack') acknowledge(null);
    if (message.type === 'next') {
      expect(message.id).toBe(id);
      seen.push(message.payload.data.taskEvents.seq);
      cursors.push(message.payload.data.taskEvents.cursor);
    } else if (message.type === 'complete') complete(null);
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { token } }));
  await acknowledged;
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables: { taskId, after } } }));
  return { socket, seen, cursors, closed, completed };
}

const upTo = (end: number, after = 0) => Array.from({ length: end - after }, (_, index) => after + index + 1);

describe('members of a group', () => {
  test('receive the same events under their own subscription ids, from any cursor', async () => {
    const taskId = await launchOne();
    await append(taskId, 150);
    const token = platform.tokenOf(client);
    const first = await watch(taskId, token);
    await waitFor('the past', async () => first.seen.length >= 151);
    const ids = ['b', 'a rather long "name" of it', 'ü'];
    const others = await Promise.all(
      ids.map((id, at) => watch(taskId, token, { id, after: first.cursors[at * 60 + 9] ?? null })),
    );
    await append(taskId, 300);
    await cancel(taskId);
    await Promise.all([first, ...others].map(({ completed }) => completed));
    const end = first.seen.length;
    expect(end).toBe(452);
    expect(first.seen).toEqual(upTo(end));
    for (const [at, { seen }] of others.entries()) expect(seen).toEqual(upTo(end, at * 60 + 10));
    for (const { socket } of [first, ...others]) socket.close();
    await waitFor('the streams to be released', async () => platform.hubSubscribers() === 0);
  });

  test('catch up after a stall without delaying the others', async () => {
    const taskId = await launchOne();
    const token = platform.tokenOf(client);
    const slow = await watch(taskId, token);
    const healthy = await watch(taskId, token);
    await waitFor('both to be subscribed', async () => slow.seen.length > 0 && healthy.seen.length > 0);
    slow.socket.pause();
    await append(taskId, 60_000);
    await cancel(taskId);
    await healthy.completed;
    expect(healthy.seen).toEqual(upTo(60_002));
    expect(slow.seen.length).toBeLessThan(60_002);
    slow.socket.resume();
    await slow.completed;
    expect(slow.seen).toEqual(upTo(60_002));
    for (const { socket } of [slow, healthy]) socket.close();
  });

  test('exclude a caller without access to the task', async () => {
    const taskId = await launchOne();
    const watching = await watch(taskId, platform.tokenOf(client));
    await waitFor('the first event', async () => watching.seen.length > 0);
    const stranger = await platform.signUp();
    await expect(eventsOf(stranger, taskId)).rejects.toThrow(/Task not found/);
    watching.socket.close();
  });
});

describe('revoked access closes streams', () => {
  const expectSilence = async (watching: Watching, taskId: string) => {
    const before = watching.seen.length;
    await append(taskId, 5);
    await waitFor('the stream to be released', async () => platform.hubSubscribers() === 0);
    expect(watching.seen).toHaveLength(before);
  };

  test('with 4401 on logout, over SSE too', async () => {
    const user = await platform.signUp();
    const { id: datasetId } = await uploadDataset(user, separableCsv(20));
    const own = await configure(user, { datasetId, target: 'side', parameters: { mlp: {} } });
    const taskId = await launch(user, { train: { configurationId: own } });
    const token = platform.tokenOf(user);
    const watching = await watch(taskId, token);
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { taskId } }),
    });
    const cut = expect(response.text()).rejects.toThrow(/terminated/);
    await waitFor('the first event', async () => watching.seen.length > 0);
    await user.request('mutation { logout }');
    expect(await watching.closed).toBe(4401);
    await cut;
    await expectSilence(watching, taskId);
  });

  test('with 4403 on a lost membership', async () => {
    const member = await platform.signUp();
    const { viewer } = await member.request<{ viewer: { id: string; username: string } }>('{ viewer { id username } }');
    const { createOrganization } = await client.request<{ createOrganization: { id: string } }>(
      'mutation { createOrganization(input: { name: "shared" }) { ... on Organization { id } } }',
    );
    const organizationId = createOrganization.id;
    const add = 'mutation ($input: AddMemberInput!) { addMember(input: $input) { __typename } }';
    await client.request(add, { input: { organizationId, username: viewer.username, role: 'VIEWER' } });
    const taskId = await launchOne();
    const { sql } = platform.database;
    const organization = uuidOf(organizationId);
    await sql`update task_events set organization_id = ${organization} where task_id = ${uuidOf(taskId)}`;
    await sql`update tasks set organization_id = ${organization} where id = ${uuidOf(taskId)}`;
    await sql`update organizations set event_seq = 1000 where id = ${organization}`;
    const watching = await watch(taskId, platform.tokenOf(member));
    await waitFor('the first event', async () => watching.seen.length > 0);
    const remove = 'mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { __typename } }';
    await client.request(remove, { input: { organizationId, userId: viewer.id } });
    expect(await watching.closed).toBe(4403);
    await expectSilence(watching, taskId);
  });
});

test('an event stream resumes after Last-Event-ID', async () => {
  const taskId = await launchOne();
  await append(taskId, 9);
  await cancel(taskId);
  const read = async (headers: Record<string, string>) => {
    const url = `${platform.url}/graphql?${new URLSearchParams({ query, variables: JSON.stringify({ taskId }) })}`;
    const authorization = `Bearer ${platform.tokenOf(client)}`;
    const text = await (
      await fetch(url, { headers: { accept: 'text/event-stream', authorization, ...headers } })
    ).text();
    expect(text).toMatch(/event: complete\ndata:\n\n$/);
    const seen = [...text.matchAll(/^id: (\S+)\nevent: next\ndata: .*"seq":(\d+)/gm)];
    return { ids: seen.map(([, id]) => id ?? ''), seqs: seen.map(([, , seq]) => Number(seq)) };
  };
  const whole = await read({});
  expect(whole.seqs).toEqual(upTo(11));
  expect((await read({ 'last-event-id': whole.ids[4] ?? '' })).seqs).toEqual(upTo(11, 5));
});

test('releases an event stream whose client disconnects at any stage', async () => {
  const taskId = await launchOne();
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: `Bearer ${platform.tokenOf(client)}`,
  };
  const body = JSON.stringify({ query, variables: { taskId } });
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const abort = new AbortController();
      const asked = fetch(`${platform.url}/graphql`, { method: 'POST', headers, body, signal: abort.signal });
      setTimeout(() => abort.abort(), index);
      await asked.then((response) => response.text()).catch((error) => expect(error.name).toBe('AbortError'));
    }),
  );
  await waitFor('the streams to be released', async () => platform.hubSubscribers() === 0);
});

test('counts every stream, shared or not', async () => {
  const taskId = await launchOne();
  const token = platform.tokenOf(client);
  const watching = await Promise.all([1, 2, 3].map(() => watch(taskId, token)));
  await waitFor('all to be subscribed', async () => platform.hubSubscribers() === 3);
  for (const { socket } of watching) socket.close();
  await waitFor('the streams to be released', async () => platform.hubSubscribers() === 0);
});

test('a registration over SSE sets the session cookie', async () => {
  const register =
    'mutation ($input: RegisterInput!) { register(input: $input) { ... on RegisterPayload { token } ... on Error { message } } }';
  const input = { username: `sse-${Date.now() % 1e6}`, password: 'correct horse battery' };
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: register, variables: { input } }),
  });
  expect(response.headers.get('set-cookie')).toMatch(/^aias_session=[^;]+;.*HttpOnly/);
  expect(await response.text()).toMatch(/^event: next\ndata: .*"token":"/);
});

test('rejects mutations over GET', async () => {
  const url = `${platform.url}/graphql?${new URLSearchParams({ query: 'mutation { logout }' })}`;
  const text = await (await fetch(url, { headers: { accept: 'text/event-stream' } })).text();
  expect(text).toMatch(/Mutations require POST/);
});

test('limits connections per address', async () => {
  const open: WebSocket[] = [];
  const attempt = () => new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  try {
    for (;;) {
      const socket = attempt();
      const refused = await new Promise<Error | null>((resolve) => {
        socket.once('open', () => resolve(null));
        socket.once('error', resolve);
      });
      if (refused) {
        expect(String(refused)).toMatch(/429/);
        break;
      }
      open.push(socket);
      expect(open.length).toBeLessThanOrEqual(40);
    }
    expect(open.length).toBeGreaterThan(20);
  } finally {
    for (const socket of open) socket.terminate();
  }
});
