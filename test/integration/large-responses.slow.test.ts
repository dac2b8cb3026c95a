/** Callers who request much at once: they do not delay others, and what they do not read takes a limited amount of memory. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { sql } from 'drizzle-orm';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { newId } from '../../src/database/id.ts';
import { describedColumns } from '../../src/database/search.ts';
import { datasets } from '../../src/database/tables/datasets.ts';
import { buildSchema } from '../../src/gateway/schema.ts';
import { openCountedGateway } from '../support/counted-gateway.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { transports } from '../support/transports.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
/** Tokens of a user with 100 datasets of long descriptions, and of another user. */
let [heavy, other] = ['', ''];
beforeAll(async () => {
  platform = await startTestPlatform();
  const client = await platform.signUp();
  const { organizations, viewer } = await client.request<{ organizations: { id: string }[]; viewer: { id: string } }>(
    '{ organizations { id } viewer { id } }',
  );
  const uuidOf = (id = '') => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
  const [organizationId, createdBy] = [uuidOf(organizations[0]?.id), uuidOf(viewer.id)];
  const described = describedColumns({ name: 'text', description: '', tags: [] });
  const rows = Array.from({ length: 100 }, () => ({ id: newId(), organizationId, createdBy, ...described }));
  await platform.database.db.insert(datasets).values(rows);
  await platform.database.db.execute(sql`update datasets set description = repeat('数', 5000)`);
  heavy = platform.tokenOf(client);
  other = platform.tokenOf(await platform.signUp());
});
afterAll(() => platform.stop());

/** An expensive operation; the response has about 1.5 MB for each list. */
const lists = (count: number) =>
  `{ ${Array.from({ length: count }, (_, at) => `l${at}: datasets(first: 100) { nodes { description createdBy { id } } }`).join(' ')} }`;

test('many expensive queries of one user do not delay the queries of another', async () => {
  let pending = 30;
  const sent = Array.from({ length: pending }, async () => {
    const answer = await transports.HTTP(platform.url, { query: lists(4) }, heavy);
    pending--;
    return answer;
  });
  const answers = await Promise.all(
    [1, 2, 3].map(() => transports.HTTP(platform.url, { query: '{ datasets(first: 100) { totalCount } }' }, other)),
  );
  expect(answers).toMatchObject([1, 2, 3].map(() => ({ data: { datasets: { totalCount: 0 } } })));
  expect(pending).toBeGreaterThan(20);
  for (const { errors } of await Promise.all(sent)) expect(errors).toBeUndefined();
});

test('the gateway executes at most two expensive queries of a user at a time', async () => {
  let [running, most] = [0, 0];
  const expensive = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return running--;
  };
  const field = { type: GraphQLInt, extensions: { complexity: 2000 }, resolve: expensive };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { expensive: field } }) });
  const counted = await openCountedGateway();
  try {
    const { url } = await counted.serve(schema, someone());
    const sent = Object.values(transports).flatMap((send) =>
      [1, 2, 3, 4].map(() => send(url, { query: '{ expensive }' }, 'token')),
    );
    for (const { errors } of await Promise.all(sent)) expect(errors).toBeUndefined();
    expect(most).toBe(2);
  } finally {
    await counted.stop();
  }
});

const someone = () => ({
  userId: newId(),
  username: 'one',
  personalOrganizationId: newId(),
  roles: new Map([[newId(), 'OWNER' as const]]),
});

test('queries end when their client disconnects, also those that wait for their turn', async () => {
  const counted = await openCountedGateway();
  try {
    const gateway = await counted.serve(buildSchema(), someone());
    const clients = Array.from({ length: 30 }, () => open(gateway.url, 'token', lists(20)));
    await waitFor('the first query to read', async () => gateway.statements().length > 0);
    for (const client of clients) client.destroy();
    // It would be executed after those before it.
    expect(await transports.HTTP(gateway.url, { query: lists(1) }, 'token')).toMatchObject({ data: { l0: {} } });
    expect(gateway.statements().length).toBeLessThan(4 * 20);
  } finally {
    await counted.stop();
  }
});

/** Sends an operation, and does not read its response. */
function open(url: string, token: string, query: string, accept = 'application/json', onAnswer = pause): ClientRequest {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, accept };
  const sent = request(`${url}/graphql`, { method: 'POST', headers, agent: false }, onAnswer);
  sent.on('error', () => undefined); // it is destroyed at the end
  sent.end(JSON.stringify({ query }));
  return sent;
}
const pause = (answer: IncomingMessage) => void answer.pause();

/** Sends an operation over a connection of its own; resolves with the first status or close code, and a function that ends it. */
const unreadOver: Record<string, () => Promise<[status: number, end: () => void]>> = {
  HTTP: () => unreadResponse('application/json'),
  'server-sent events': () => unreadResponse('text/event-stream'),
  WebSocket: () =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const send = (message: object) => socket.send(JSON.stringify(message));
      const end = () => socket.terminate();
      let bytes = 0;
      socket.on('open', () => {
        send({ type: 'connection_init', payload: { token: heavy } });
        // The response begins, and is not read any further.
        socket.on('message', () => {
          send({ id: '1', type: 'subscribe', payload: { query: lists(9) } });
          const raw = (socket as unknown as { _socket: import('node:net').Socket })._socket;
          raw.on('data', (data: Buffer) => {
            bytes += data.length;
            if (bytes <= 1000) return;
            socket.pause();
            resolve([200, end]);
          });
        });
      });
      socket.on('close', (code) => resolve([code, end]));
    }),
};

function unreadResponse(accept: string): Promise<[number, () => void]> {
  return new Promise((resolve) => {
    const sent = open(platform.url, heavy, lists(9), accept, (answer) => {
      answer.pause();
      resolve([answer.statusCode ?? 0, () => sent.destroy()]);
    });
  });
}

test.each(Object.keys(unreadOver))(
  'responses that clients do not read take a limited memory, over %s',
  async (name) => {
    const opened: [number, () => void][] = [];
    const refused = name === 'WebSocket' ? 4429 : 429;
    try {
      // 13.5 MB each: the tenth exceeds 128 MiB.
      for (let count = 0; count < 12; count++) opened.push((await unreadOver[name]?.()) ?? [0, () => undefined]);
      expect(opened.map(([status]) => status)).toEqual([...Array(9).fill(200), ...Array(3).fill(refused)]);
      // Small responses are still sent.
      const small = await transports.HTTP(platform.url, { query: '{ viewer { username } }' }, heavy);
      expect(small.errors).toBeUndefined();
      const tooMuch = await transports.HTTP(platform.url, { query: lists(9) }, heavy);
      expect(tooMuch.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }]);
    } finally {
      for (const [, end] of opened) end();
    }
    await waitFor('the memory to be released', async () => {
      const { errors } = await transports.HTTP(platform.url, { query: lists(9) }, heavy);
      return errors === undefined;
    });
  },
);
