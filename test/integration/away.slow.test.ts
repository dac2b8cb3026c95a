/** Who subscribes while the database is away is served when it is back, by the rules of graphql-ws and no setting of its own. */
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/demo/client.ts';
import { type Forwarder, startForwarder } from '../support/forwarder.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/learn.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { until } from '../support/until.ts';
import { addLastingWorker } from '../support/workers.ts';

let platform: TestPlatform;
let client: ApiClient;
let forwarder: Forwarder;
let url: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  client = await platform.signUp();
  await addLastingWorker(platform.database.db);
  const database = new URL(platform.database.url);
  forwarder = await startForwarder(Number(database.port));
  database.port = String(forwarder.port);
  ({ url } = await platform.startGateway({ settings: { AIAS_DATABASE_URL: database.href } }));
});
afterAll(async () => {
  await platform.stop();
  forwarder.close();
});

async function launchOne(): Promise<string> {
  const { id: datasetId } = await uploadDataset(client, separableCsv(20));
  const configurationId = await configure(client, { datasetId, target: 'side', parameters: { mlp: {} } });
  return launch(client, { train: { configurationId } });
}

const away = () => forwarder.lead(null);
const back = () => forwarder.lead(Number(new URL(platform.database.url).port));
const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { seq } }';
const unshared = 'subscription ($taskId: ID!) { ... on Subscription { taskEvents(taskId: $taskId) { seq } } }';
const event = { data: { taskEvents: { seq: 1 } } };

test.each([query, unshared])('over WebSocket: %s', async (text) => {
  const taskId = await launchOne();
  const closed: number[] = [];
  const socket = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { token: platform.tokenOf(client) },
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
    on: { closed: (event) => void closed.push((event as { code: number }).code) }, // a socket's close event
  });
  away();
  const events = socket.iterate({ query: text, variables: { taskId } });
  const first = events.next();
  await until('refusals', async () => closed.length >= 3);
  expect(new Set(closed)).toEqual(new Set([1013]));
  back();
  expect((await first).value).toMatchObject(event);
  await socket.dispose();
});

test('over server-sent events', async () => {
  const taskId = await launchOne();
  const variables = encodeURIComponent(JSON.stringify({ taskId }));
  const address = `${url}/graphql?query=${encodeURIComponent(query)}&variables=${variables}`;
  const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${platform.tokenOf(client)}` };
  away();
  // As an EventSource: what is cut off comes back, what is answered with an error or completed does not.
  const cut = await fetch(address, { headers }).then(
    (response) => response.text().then(String, () => 'cut off'),
    () => 'cut off',
  );
  expect(cut).toBe('cut off');
  back();
  await until('an event', async () => {
    const response = await fetch(address, { headers }).catch(() => null);
    const read = await response?.body
      ?.getReader()
      .read()
      .catch(() => null);
    return new TextDecoder().decode(read?.value).includes(JSON.stringify(event));
  });
});

test('over HTTP it is told that the database is away, and that one may ask again', async () => {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${platform.tokenOf(client)}` };
  const ask = () =>
    fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: '{ viewer { username } }' }) });
  away();
  const refused = await ask();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'Unavailable', retryAfter: 1 } }] });
  const upload = await fetch(`${url}/uploads/unknown`, { method: 'PUT', body: 'a,b' });
  expect(upload.status).toBe(503);
  expect(await upload.json()).toMatchObject({ error: { code: 'Unavailable' } });
  back();
  await until('an answer', async () => (await ask()).ok);
});
