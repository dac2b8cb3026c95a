/** Uploads that are slow, stall, break off or never arrive. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiClient } from '../../src/demo/client.ts';
import { drawWeights, kerasFiles, zip } from '../support/imports.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { exchange, openTcp } from '../support/raw-http.ts';
import { openDataset } from '../support/tickets.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
let client: ApiClient;
/** The folder for temporary files of this test only. */
let temporary: string;
const usualTemporary = process.env.TMPDIR;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'aias-uploads-'));
  process.env.TMPDIR = temporary;
  platform = await startTestPlatform({ AIAS_UPLOAD_IDLE_SECONDS: '1', AIAS_MAX_UPLOAD_BYTES: '1000000' });
  client = await platform.signUp();
});
afterAll(async () => {
  await platform.stop();
  if (usualTemporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usualTemporary;
  await rm(temporary, { recursive: true, force: true });
});

const openImport = async () => {
  const query = `mutation { importModel(input: { name: "x", objective: CLASSIFICATION, classes: ["a", "b"] }) {
    ... on ImportModelPayload { modelImport { id } upload { url } } } }`;
  const { importModel } = await client.request<{
    importModel: { modelImport: { id: string }; upload: { url: string } };
  }>(query);
  return { id: importModel.modelImport.id, url: importModel.upload.url };
};

const headOf = (url: string, length: number) =>
  `PUT ${new URL(url).pathname} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${length}\r\n\r\n`;

async function stateOf(id: string): Promise<string> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Dataset { latestVersion { datasetState: state } } ... on ModelImport { importState: state } } }`;
  const { node } = await client.request<{ node: { latestVersion?: { datasetState: string }; importState?: string } }>(
    query,
    {
      id,
    },
  );
  return node.latestVersion?.datasetState ?? node.importState ?? '';
}

/** Files below the folder for temporary files, including the store. */
async function files(): Promise<string[]> {
  const entries = await readdir(temporary, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return null; // a folder was removed during the listing
    throw error;
  });
  if (!entries) return files();
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
}

/** Ingestion has temporary files for a moment: existing ones may disappear, but no new one may remain. */
const waitForCleanup = (before: string[]) =>
  waitFor('the files of what broke off to be gone', async () => (await files()).every((file) => before.includes(file)));

test.each([
  ['a dataset', openDataset],
  ['a model', openImport],
])('answers 408 to a stalled upload of %s, leaves nothing and keeps the ticket valid', async (_, open) => {
  const { url } = await open(client);
  const before = await files();
  const { status, text } = await exchange(platform.url, `${headOf(url, 1000)}a,b\n1,`);
  expect([status, text]).toEqual([408, expect.stringMatching(/UploadStalled.*The upload sent no data for 1 s/)]);
  await waitForCleanup(before);
  const again = await fetch(url, { method: 'PUT', body: 'a,b\n1,2\n' });
  expect(again.status).not.toBe(409);
});

test('accepts an upload that takes longer than the idle timeout but keeps sending', async () => {
  const { url } = await openDataset(client);
  const socket = await openTcp(platform.url);
  socket.write(headOf(url, 8));
  for (const byte of 'a,b\n1,2\n') {
    await delay(300); // tests slowness: each byte arrives within the limit, all of them together do not
    socket.write(byte);
  }
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200/);
  socket.destroy();
});

test("accepts an upload on a connection that was idle for longer than Node's default timeout", async () => {
  const { url } = await openDataset(client);
  const socket = await openTcp(platform.url);
  socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  await once(socket, 'data');
  await delay(7000); // tests idleness: Node closes after 5 s by default
  socket.write(`${headOf(url, 8)}a,b\n1,2\n`);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200/);
  socket.destroy();
});

test.each([
  ['a dataset', openDataset, 'dataset_versions'],
  ['a model', openImport, 'model_imports'],
])('an upload of %s that never arrives becomes EXPIRED, and its URL says so', async (_, open, table) => {
  const { id, url } = await open(client);
  const { sql } = platform.database;
  await sql`update ${sql(table)} set upload_expires_at = now() - interval '1 second' where state = 'UPLOADING'`;
  await waitFor('the upload to expire', async () => (await stateOf(id)) === 'EXPIRED');
  const late = await fetch(url, { method: 'PUT', body: 'a,b\n1,2\n' });
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('has expired')]);
});

test('the ticket of a running upload does not expire', async () => {
  const { id, url } = await openDataset(client);
  const { sql } = platform.database;
  await sql`update dataset_versions set upload_expires_at = now() + interval '2 seconds' where state = 'UPLOADING'`;
  const socket = await openTcp(platform.url);
  socket.write(`${headOf(url, 8)}a,b\n`);
  await waitFor('the ticket to be renewed', async () => {
    const [row] =
      await sql`select max(upload_expires_at) > now() + interval '50 minutes' as renewed from dataset_versions where state = 'UPLOADING'`;
    return row?.renewed;
  });
  socket.write('1,2\n');
  await once(socket, 'data');
  socket.destroy();
  expect(await stateOf(id)).not.toBe('EXPIRED');
});

test('2,000 uploads that break off at random moments leave nothing behind', async () => {
  const tickets = await Promise.all([openDataset(client), openDataset(client), openImport()]);
  const body = Buffer.alloc(200_000, 'a,b\n');
  const before = await files();
  async function breakOff(round: number): Promise<void> {
    const socket = await openTcp(platform.url);
    socket.write(headOf(tickets[round % tickets.length]?.url ?? '', body.length));
    if (round % 5 > 0) socket.write(body.subarray(0, (round * 7919) % body.length));
    for (let turn = 0; turn < round % 11; turn++) await nextTurn();
    if (round % 2) socket.resetAndDestroy();
    else socket.destroy();
  }
  for (let round = 0; round < 2000; round += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, index) => breakOff(round + index)));
  }
  await waitForCleanup(before);
  expect((await fetch(`${platform.url}/healthz`)).status).toBe(200);
});

/** Lists the store's artifacts below a prefix. */
async function stored(prefix: string): Promise<string[]> {
  return readdir(join(platform.dataDir, 'artifacts', prefix)).catch(() => []);
}

const put = async (url: string, body: string | Uint8Array<ArrayBuffer>) =>
  (await fetch(url, { method: 'PUT', body })).status;
const conflicts = (count: number) => [200, ...Array.from({ length: count - 1 }, () => 409)];

test('six concurrent uploads with one ticket leave only the recorded artifact', async () => {
  const { url } = await openDataset(client);
  const before = await stored('datasets');
  const bodies = Array.from({ length: 6 }, (_, index) => `a,b\nsix,${index}\n`);
  const statuses = await Promise.all(bodies.map((body) => put(url, body)));
  expect([...statuses].sort()).toEqual(conflicts(6));
  const hash = createHash('sha256').update(bodies[statuses.indexOf(200)] ?? '');
  expect((await stored('datasets')).filter((name) => !before.includes(name))).toEqual([hash.digest('hex')]);
});

test('six concurrent uploads of the same bytes with two tickets keep the artifact', async () => {
  const tickets = await Promise.all([openDataset(client), openDataset(client)]);
  const body = 'a,b\nsame,2\n';
  const statuses = await Promise.all([...tickets, ...tickets, ...tickets].map(({ url }) => put(url, body)));
  expect([...statuses].sort()).toEqual([200, 200, 409, 409, 409, 409]);
  expect(await stored('datasets')).toContain(createHash('sha256').update(body).digest('hex'));
});

test('an empty upload leaves no artifact', async () => {
  const { url } = await openDataset(client);
  expect(await put(url, '')).toBe(400);
  expect(await stored('datasets')).not.toContain(createHash('sha256').digest('hex'));
});

test('three concurrent imports with one ticket create one model', async () => {
  const { url } = await openImport();
  const before = await stored('models');
  const archives = [1, 2, 3].map((seed) => new Uint8Array(zip(kerasFiles(drawWeights(seed)))));
  const statuses = await Promise.all(archives.map((archive) => put(url, archive)));
  expect(statuses.sort()).toEqual(conflicts(3));
  expect(await stored('models')).toHaveLength(before.length + 1);
});

test('removes temporary files of an upload after SIGKILL of the gateway, at the next start', async () => {
  const settings = { TMPDIR: await mkdtemp(join(temporary, 'killed-')) };
  const { url } = await openDataset(client);
  const killed = await platform.startGateway({ settings });
  const socket = await openTcp(killed.url);
  const spooled = async () => (await files()).filter((file) => file.startsWith(settings.TMPDIR));
  socket.write(`${headOf(url, 1000)}a,b\n`);
  await waitFor('the file of the upload', async () => (await spooled()).length === 1);
  killed.process.kill('SIGKILL');
  await killed.exited;
  socket.destroy();
  expect(await spooled()).toHaveLength(1);
  const next = await platform.startGateway({ settings });
  expect(await spooled()).toEqual([]);
  await next.stop();
});

test.each([
  ['a dataset', openDataset],
  ['a model', openImport],
])('an upload of %s to a stopping gateway is answered with 503 and can be repeated at another', async (_, open) => {
  const { url } = await open(client);
  const before = await files();
  const stopped = await platform.startGateway({ settings: { AIAS_UPLOAD_IDLE_SECONDS: '600' } });
  const socket = await openTcp(stopped.url);
  let answer = '';
  socket.on('data', (data) => {
    answer += data;
  });
  socket.write(`${headOf(url, 1000)}a,b\n`);
  await waitFor('its beginning', async () => (await files()).some((file) => !before.includes(file)));
  expect(await stopped.stop()).toBe(0);
  expect(answer).toMatch(
    /^HTTP\/1\.1 503[\s\S]*retry-after: 1\r\n[\s\S]*"UNAVAILABLE".*Send the file to the same URL again/i,
  );
  socket.destroy();
  expect((await fetch(url, { method: 'PUT', body: 'a,b\n1,2\n' })).status).not.toBe(409);
});

describe('a client that sends Expect: 100-continue', () => {
  const expecting = (url: string, length: number) =>
    headOf(url, length).replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n');

  test.each([
    ['a dataset', openDataset],
    ['a model', openImport],
  ])('is rejected immediately when its upload of %s is too large', async (_, open) => {
    const { url } = await open(client);
    const before = await files();
    for (const head of [expecting(url, 1_000_001), headOf(url, 1_000_001)]) {
      const { status, text } = await exchange(platform.url, head);
      expect([status, text]).toEqual([413, expect.stringContaining('larger than 1000000 bytes')]);
    }
    // Uploads of earlier tests are being read meanwhile.
    const made = (await files()).filter((file) => !before.includes(file) && !file.includes('aias-sandbox-'));
    expect(made).toEqual([]);
  });

  test('is rejected immediately when the ticket is unknown', async () => {
    expect((await exchange(platform.url, expecting(`${platform.url}/uploads/unknown`, 8))).status).toBe(404);
  });

  test('receives 100 Continue for a valid upload and for an operation', async () => {
    const { url } = await openDataset(client);
    const operation = '{"query":"{ __typename }"}';
    const post = `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ${operation.length}\r\n\r\n`;
    for (const [head, body] of [
      [expecting(url, 8), 'a,b\n1,2\n'],
      [post, operation],
    ] as const) {
      const socket = await openTcp(platform.url);
      socket.write(head);
      expect(String((await once(socket, 'data'))[0])).toBe('HTTP/1.1 100 Continue\r\n\r\n');
      socket.write(body);
      expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200/);
      socket.destroy();
    }
  });
});

test('reuses a connection for an upload and keeps it alive for 75 s', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (method: string, url: string, body: string) =>
    new Promise<{ status: number | undefined; reused: boolean; keepAlive: string }>((resolve, reject) => {
      const sent = request(url, { method, agent }, (answer) => {
        answer.resume().once('end', () => {
          resolve({
            status: answer.statusCode,
            reused: sent.reusedSocket,
            keepAlive: String(answer.headers['keep-alive']),
          });
        });
      });
      sent.once('error', reject).end(body);
    });
  expect((await ask('GET', `${platform.url}/healthz`, '')).keepAlive).toBe('timeout=75');
  const { url } = await openDataset(client);
  expect(await ask('PUT', url, 'a,b\n1,2\n')).toMatchObject({ status: 200, reused: true });
  agent.destroy();
});
