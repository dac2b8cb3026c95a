/** Callers who request much at once: they do not delay others, and what they do not read takes a limited amount of memory. */
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sql } from 'drizzle-orm';
import { GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { newId } from '../../src/database/id.ts';
import { describedColumns } from '../../src/database/search.ts';
import { datasets } from '../../src/database/tables/datasets.ts';
import { buildSchema } from '../../src/gateway/schema.ts';
import { withBudgets } from '../../src/graphql/cost/budget.ts';
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

/** Returns a schema with an expensive field. */
function expensiveSchema(resolve: () => Promise<number>): GraphQLSchema {
  const field = { type: GraphQLInt, extensions: { complexity: 2000 }, resolve };
  return withBudgets(
    new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { expensive: field } }) }),
  );
}

test('the gateway executes at most two expensive queries of a user at a time', async () => {
  let [running, max] = [0, 0];
  const schema = expensiveSchema(async () => {
    max = Math.max(max, ++running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return running--;
  });
  const counted = await openCountedGateway();
  try {
    const { url } = await counted.serve(schema, someone());
    const sent = Object.values(transports).flatMap((send) =>
      [1, 2, 3, 4].map(() => send(url, { query: '{ expensive }' }, 'token')),
    );
    for (const { errors } of await Promise.all(sent)) expect(errors).toBeUndefined();
    expect(max).toBe(2);
  } finally {
    await counted.stop();
  }
});

test('queries whose clients disconnect keep their places until their work has ended', async () => {
  let begun = 0;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const schema = expensiveSchema(async () => {
    begun++;
    await ended;
    return begun;
  });
  const counted = await openCountedGateway();
  try {
    const { url } = await counted.serve(schema, someone());
    const clients = [1, 2].map(() => open(url, 'token', '{ expensive }'));
    await waitFor('both to begin', async () => begun === 2);
    for (const client of clients) client.destroy();
    const third = transports.HTTP(url, { query: '{ expensive }' }, 'token');
    for (let round = 0; round < 20; round++) await transports.HTTP(url, { query: '{ __typename }' }, 'token');
    expect(begun).toBe(2);
    end();
    expect(await third).toMatchObject({ data: { expensive: 3 } });
  } finally {
    end();
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
  async WebSocket() {
    const [status, socket] = await unreadSocket(platform.url, heavy, lists(9));
    return [status, () => socket.terminate()];
  },
};

/** Resolves when the response has begun, which is not read any further, or with the code with which the socket was closed. */
function unreadSocket(url: string, token: string, query: string): Promise<[status: number, socket: WebSocket]> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const send = (message: object) => socket.send(JSON.stringify(message));
    let bytes = 0;
    socket.on('open', () => {
      send({ type: 'connection_init', payload: { token } });
      socket.once('message', () => {
        send({ id: '1', type: 'subscribe', payload: { query } });
        const raw = (socket as unknown as { _socket: Socket })._socket;
        raw.on('data', (data: Buffer) => {
          bytes += data.length;
          if (bytes <= 1000) return;
          socket.pause();
          resolve([200, socket]);
        });
      });
    });
    socket.on('close', (code) => resolve([code, socket]));
  });
}

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
      // 13.5 MB each: the tenth exceeds the limit of 128 MiB.
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

describe('requests behind another one on the same connection keep nothing when the client disconnects', () => {
  const message = (accept: string, body: object) => {
    const text = JSON.stringify(body);
    return `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${heavy}\r\nAccept: ${accept}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
  };
  const subscribe = (id: string) =>
    message('text/event-stream', {
      query: 'subscription ($id: ID!) { organizationEvents(organizationId: $id) { cursor } }',
      variables: { id },
    });

  test.each([
    ['an event stream', subscribe],
    ['one that is refused before its body', () => 'GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\r\n'],
    ['one of HTTP/1.0', () => 'GET /nope HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'],
    ['one without a host', () => 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['one with an unknown expectation', () => 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: foo\r\n\r\n'],
  ])('behind %s', async (_, first) => {
    const { data } = await transports.HTTP(platform.url, { query: '{ organizations { id } }' }, heavy);
    const id = (data as { organizations: { id: string }[] }).organizations[0]?.id ?? '';
    for (let count = 0; count < 12; count++) {
      const socket = connect(Number(new URL(platform.url).port), '127.0.0.1');
      socket.on('error', () => undefined); // the gateway may close it first
      socket.write(first(id) + message('application/json', { query: lists(9) }) + subscribe(id));
      await once(socket, 'data');
      // What is executed by mistake has begun by then.
      await transports.HTTP(platform.url, { query: lists(2) }, heavy);
      socket.destroy();
    }
    expect((await transports.HTTP(platform.url, { query: lists(9) }, heavy)).errors).toBeUndefined();
    await waitFor('the streams to end', async () => platform.hubSubscribers() === 0);
  });
});

test('answers pipelined requests in order, and closes a connection with too many', async () => {
  const port = Number(new URL(platform.url).port);
  const request = (text: string, connection = 'keep-alive') =>
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: ${connection}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
  const query = (at: number) => JSON.stringify({ query: `{ answer${at}: __typename }` });
  const received = async (...requests: string[]) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('error', () => undefined); // it may be closed while it sends
    socket.write(requests.join(''));
    await once(socket, 'close');
    return [...text.matchAll(/"answer(\d+)"/g)].map(([, at]) => Number(at));
  };
  const numbers = Array.from({ length: 15 }, (_, at) => at);
  expect(await received(...numbers.map((at) => request(query(at), at === 14 ? 'close' : 'keep-alive')))).toEqual(
    numbers,
  );
  const many = await received(...Array.from({ length: 100 }, (_, at) => request(query(at))));
  expect(many.length).toBeLessThan(100);
});

test('a WebSocket that does not read keeps the text of its responses, not their values', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const text = 'x'.repeat(80);
  const Row = new GraphQLObjectType({
    name: 'Row',
    fields: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { type: GraphQLString, resolve: () => text }])),
  });
  const rows = { type: new GraphQLList(Row), resolve: () => Array.from({ length: 45_000 }, () => ({})) };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { rows } }) });
  const counted = await openCountedGateway();
  const sockets: WebSocket[] = [];
  try {
    const { url } = await counted.serve(withBudgets(schema), someone());
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 6; count++) {
      const [, socket] = await unreadSocket(url, 'token', '{ rows { a b c } }');
      sockets.push(socket);
    }
    collect();
    const growth = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    // With the values of the responses it is 50 MB.
    expect(growth).toBeLessThan(25);
  } finally {
    for (const socket of sockets) socket.terminate();
    await counted.stop();
  }
});
