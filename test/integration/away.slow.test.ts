/**
 * A subscription that starts during a database outage is served once the outage ends, by the rules of graphql-ws and without
 * extra settings.
 */
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { startForwarder, type TcpForwarder } from '../support/tcp-forwarder.ts';
import { waitFor } from '../support/wait-for.ts';
import { addUnlimitedWorker } from '../support/workers.ts';

let platform: TestPlatform;
let client: ApiClient;
let forwarder: TcpForwarder;
let url: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  client = await platform.signUp();
  await addUnlimitedWorker(platform.database.db);
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

const away = () => forwarder.redirect(null);
const back = () => forwarder.redirect(Number(new URL(platform.database.url).port));
const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { seq } }';
const unshared = 'subscription ($taskId: ID!) { ... on Subscription { taskEvents(taskId: $taskId) { seq } } }';
const event = { data: { taskEvents: { seq: 1 } } };

test.each([query, unshared])('retries a subscription over WebSocket during an outage: %s', async (text) => {
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
  await waitFor('refusals', async () => closed.length >= 3);
  expect(new Set(closed)).toEqual(new Set([1013]));
  back();
  expect((await first).value).toMatchObject(event);
  await socket.dispose();
});

test('retries a subscription over SSE during an outage', async () => {
  const taskId = await launchOne();
  const variables = encodeURIComponent(JSON.stringify({ taskId }));
  const address = `${url}/graphql?query=${encodeURIComponent(query)}&variables=${variables}`;
  const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${platform.tokenOf(client)}` };
  away();
  // Behaves like EventSource: it reconnects after a cut, but not after an error response or completion.
  const cut = await fetch(address, { headers }).then(
    (response) => response.text().then(String, () => 'cut off'),
    () => 'cut off',
  );
  expect(cut).toBe('cut off');
  back();
  await waitFor('an event', async () => {
    const response = await fetch(address, { headers }).catch(() => null);
    const read = await response?.body
      ?.getReader()
      .read()
      .catch(() => null);
    return new TextDecoder().decode(read?.value).includes(JSON.stringify(event));
  });
});

test('answers 503 with Retry-After over HTTP during an outage', async () => {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${platform.tokenOf(client)}` };
  const ask = () =>
    fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: '{ viewer { username } }' }) });
  away();
  const refused = await ask();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE', retryAfter: 1 } }] });
  const upload = await fetch(`${url}/uploads/unknown`, { method: 'PUT', body: 'a,b' });
  expect(upload.status).toBe(503);
  expect(await upload.json()).toMatchObject({ error: { code: 'UNAVAILABLE' } });
  back();
  await waitFor('an answer', async () => (await ask()).ok);
});
