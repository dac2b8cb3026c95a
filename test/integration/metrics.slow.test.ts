/** What operators monitor: /metrics in the Prometheus text format, readiness, and the health port of a worker. */

import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/demo/client.ts';
import { createMetrics } from '../../src/gateway/metrics.ts';
import { createLog } from '../../src/log.ts';
import { readQueueLoad } from '../../src/tasks/queue/queue-metrics.ts';
import { configure, eventsOf, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { freePort } from '../support/ports.ts';
import { waitFor } from '../support/wait-for.ts';
import { addUnlimitedWorker } from '../support/workers.ts';

const token = 'a-token-of-some-length';
let platform: TestPlatform;
let client: ApiClient;

beforeAll(async () => {
  platform = await startTestPlatform({ AIAS_METRICS_TOKEN: token });
  client = await platform.signUp();
  await addUnlimitedWorker(platform.database.db);
});
afterAll(() => platform.stop());

/**
 * Reads the Prometheus text format, version 0.0.4: every line is a HELP, a TYPE or a sample of the metric announced last.
 * Returns the samples by "name{labels}". @throws Error at the first line that is none of these
 */
function parseExposition(text: string): Map<string, number> {
  expect(text.endsWith('\n')).toBe(true);
  const samples = new Map<string, number>();
  let announced = '';
  for (const line of text.split('\n').filter(Boolean)) {
    const [, word, name] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) .+$/.exec(line) ?? [];
    if (word === 'TYPE') expect(line).toMatch(/ (counter|gauge|histogram|summary)$/);
    if (word) {
      announced = name ?? '';
      continue;
    }
    const [, key, value] = /^([a-zA-Z_:][\w:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*",?)+\})?) (\S+)$/.exec(line) ?? [];
    if (!key?.startsWith(announced) || samples.has(key)) throw new Error(`Not the text format: ${line}`);
    samples.set(key, value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value));
    if (!/^nan$/i.test(value ?? '')) expect(samples.get(key), line).not.toBeNaN();
  }
  return samples;
}

async function scrape(): Promise<Map<string, number>> {
  const response = await fetch(`${platform.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return parseExposition(await response.text());
}

async function launchOne(): Promise<string> {
  const { id: datasetId } = await uploadDataset(client, separableCsv(20));
  const configurationId = await configure(client, { datasetId, target: 'side', parameters: { mlp: {} } });
  return launch(client, { train: { configurationId } });
}

const cancel = 'mutation ($id: ID!) { cancelTask(id: $id) { ... on Task { state } ... on Error { message } } }';

describe('/metrics', () => {
  test('reports the queue, events, streams and requests', async () => {
    const taskId = await launchOne();
    const queued = await waitFor('the task to be counted', async () => {
      const samples = await scrape();
      return samples.get('aias_queue_depth{pool="default"}') === 1 && samples;
    });
    expect(queued.get('aias_queue_oldest_wait_seconds{pool="default"}')).toBeGreaterThan(0);
    expect(queued.get('aias_tasks_running{pool="default"}')).toBe(0);
    expect(queued.get('aias_samples_per_second{pool="default"}')).toBe(0);
    expect(queued.get('aias_events_appended_total')).toBe(1);
    expect(queued.get('aias_database_up')).toBe(1);
    expect(queued.get('aias_event_delivery_seconds_count')).toBe(0);
    expect(queued.get('aias_http_requests_total{status="200"}')).toBeGreaterThan(0);
    expect(queued.get('process_cpu_seconds_total')).toBeGreaterThan(0);

    const seen = eventsOf(client, taskId);
    const watched = await waitFor('the stream to be open', async () => {
      const samples = await scrape();
      return samples.get('aias_streams_open') === 1 && samples;
    });
    expect(watched.get('aias_sockets_open')).toBe(1);
    await client.request(cancel, { id: taskId });
    await seen;
    const delivered = await scrape();
    expect(delivered.get('aias_event_delivery_seconds_count')).toBe(1); // the replayed event does not count
    expect(delivered.get('aias_event_delivery_seconds_bucket{le="+Inf"}')).toBe(1);
    await waitFor('the queue to be empty', async () => (await scrape()).get('aias_queue_depth{pool="default"}') === 0);
  });

  test('sums the throughput of running tasks', async () => {
    const uuid = uuidOf(await launchOne());
    const { sql } = platform.database;
    await sql`update tasks set state = 'RUNNING', worker_id = (select id from workers limit 1), lease_expires_at = now() + interval '1 hour', progress = '{"samplesPerSecond": 250.5}' where id = ${uuid}`;
    const samples = await waitFor('the task to be counted', async () => {
      const found = await scrape();
      return found.get('aias_tasks_running{pool="default"}') === 1 && found;
    });
    expect(samples.get('aias_samples_per_second{pool="default"}')).toBe(250.5);
    await sql`update tasks set state = 'CANCELLED' where id = ${uuid}`;
  });

  test('counts sockets while they are open', async () => {
    const before = (await scrape()).get('aias_sockets_open') ?? 0;
    const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    expect((await scrape()).get('aias_sockets_open')).toBe(before + 1);
    socket.terminate();
    await waitFor('the socket to be closed', async () => (await scrape()).get('aias_sockets_open') === before);
  });

  test('answers 401 without the token', async () => {
    for (const authorization of ['', 'Bearer nonsense', token]) {
      const response = await fetch(`${platform.url}/metrics`, { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({
        error: { code: 'UNAUTHENTICATED', message: expect.stringMatching(/AIAS_METRICS_TOKEN/) },
      });
    }
  });

  test('needs no token when none is set', async () => {
    const open = await startTestPlatform();
    try {
      const samples = parseExposition(await (await fetch(`${open.url}/metrics`)).text());
      expect(samples.get('aias_queue_depth{pool="default"}')).toBe(0);
    } finally {
      await open.stop();
    }
  });
});

test('omits database metrics during an outage and keeps the others', async () => {
  let away = false;
  const metrics = createMetrics({
    token: undefined,
    readQueue: () => (away ? Promise.reject(new Error('away')) : readQueueLoad(platform.database.db, 15)),
    readIngestions: async () => ({ waiting: 0, running: 0 }),
    socketCount: () => 2,
    streamCount: () => 3,
    log: createLog({ level: 'silent', name: 'test' }),
  });
  const context = { params: {}, viewer: null, log: createLog({ level: 'silent', name: 'test' }) };
  const server = createHttpServer((request, response) => void metrics.route.handle(request, response, context));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const read = async () => parseExposition(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  try {
    expect((await read()).get('aias_database_up')).toBe(1);
    away = true;
    const without = await waitFor('the outage to be noticed', async () => {
      const samples = await read();
      return samples.get('aias_database_up') === 0 && samples;
    });
    expect([without.get('aias_sockets_open'), without.get('aias_streams_open')]).toEqual([2, 3]);
    expect([...without.keys()].filter((key) => /queue|running|samples|appended/.test(key))).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

describe('a database without the latest migration', () => {
  test('makes the gateway not ready but alive, and ends a worker', async () => {
    const { sql } = platform.database;
    const [last] = await sql`
      delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations) returning *`;
    try {
      const response = await fetch(`${platform.url}/readyz`);
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { problem: 'The database of AIAS_DATABASE_URL lacks migrations of this version. Run `aias migrate`.' },
      ]);
      expect((await fetch(`${platform.url}/healthz`)).status).toBe(200);
      await expect(platform.startWorker()).rejects.toThrow(/exited with 2/);
    } finally {
      await sql`insert into drizzle.__drizzle_migrations ${sql(last ?? {})}`;
    }
    expect((await fetch(`${platform.url}/readyz`)).status).toBe(200);
  });
});

test('a worker serves its health port until it ends', async () => {
  const port = await freePort();
  const worker = await platform.startWorker({ AIAS_WORKER_HEALTH_PORT: String(port) });
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect([(await ask('/healthz')).status, await (await ask('/healthz')).json()]).toEqual([200, { status: 'ok' }]);
  expect((await ask('/')).status).toBe(404);
  expect(await worker.stop()).toBe(0);
  await expect(ask('/healthz')).rejects.toThrow();
});

function uuidOf(id: string): string {
  return Buffer.from(id, 'base64').toString('utf8').split(':')[1] ?? '';
}
