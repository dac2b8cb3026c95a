/** Postgres dies during a training, is unavailable for longer than a lease, and comes back; the training is unaffected. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from '../../src/app/platform.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { type ApiClient, createApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { createLog } from '../../src/log.ts';
import { configure, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { kill } from '../support/kill.ts';
import { startForwarder, type TcpForwarder } from '../support/tcp-forwarder.ts';
import { waitFor } from '../support/wait-for.ts';

const leaseSeconds = 5;
const epochs = 60;

let folder: string;
let postgres: EmbeddedPostgres;
let forwarder: TcpForwarder;
let platform: Platform;
let client: ApiClient;

const portOf = (url: string) => Number(new URL(url).port);
const startPostgres = () => startEmbeddedPostgres({ dataDir: folder });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-outage-'));
  postgres = await startPostgres();
  forwarder = await startForwarder(portOf(postgres.url));
  const url = new URL(postgres.url);
  url.port = String(forwarder.port);
  const config = parseConfig({
    AIAS_DATABASE_URL: url.href,
    AIAS_DATA_DIR: folder,
    AIAS_PORT: '0',
    AIAS_WORKERS: '1',
    AIAS_LEASE_SECONDS: String(leaseSeconds),
    AIAS_CHECKPOINT_SECONDS: '1',
    AIAS_BACKEND: 'wasm',
    AIAS_LOG_LEVEL: 'silent',
  });
  platform = await startPlatform(config, createLog({ level: 'silent', name: 'test' }));
  client = createApiClient(platform.url);
  const input = { username: 'ada', password: crypto.randomUUID() };
  const answer = await client.request<{ register: { token: string } }>(operations.register, { input });
  client.useToken(unwrapResult(answer.register).token);
});
afterAll(async () => {
  await client.close();
  await platform.stop();
  forwarder.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Simulates a machine failure with Postgres's "immediate" shutdown: no transaction finishes and no client is notified. */
async function killPostgres(): Promise<void> {
  const pidFile = join(folder, 'postgres', 'postmaster.pid');
  kill(Number.parseInt(await readFile(pidFile, 'utf8'), 10), 'SIGQUIT');
  await waitFor('Postgres to be gone', async () => !existsSync(pidFile));
  forwarder.redirect(null);
}

interface SeenEvent {
  __typename: string;
  seq: number;
  attempt: number;
  at: string;
  to?: string;
  epoch?: number;
}
const watched = `subscription ($taskId: ID!) { taskEvents(taskId: $taskId) {
  __typename seq attempt at ... on TaskStateChanged { to } ... on MetricsReported { epoch } } }`;
const curves = `subscription ($taskId: ID!) { taskMetrics(taskId: $taskId, names: ["loss"], minIntervalMs: 100) {
  keepThroughStep series { points { epoch } } } }`;
interface Curves {
  taskMetrics: { keepThroughStep: number | null; series: { points: { epoch: number }[] }[] };
}

test('keeps the attempt and every report through a database outage', async () => {
  const { id: datasetId } = await uploadDataset(client, separableCsv(1000));
  const training = { epochs, batchSize: 8, earlyStopping: null };
  const configuration = { datasetId, target: 'side', parameters: { mlp: {} }, training };
  const taskId = await launch(client, { train: { configurationId: await configure(client, configuration) } });
  const [events, drawn]: [SeenEvent[], number[]] = [[], []];
  const watching = Promise.all([
    client.subscribe<{ taskEvents: SeenEvent }>(watched, { taskId }, ({ taskEvents }) => events.push(taskEvents)),
    client.subscribe<Curves>(curves, { taskId }, ({ taskMetrics }) => {
      drawn.push(...taskMetrics.series.flatMap(({ points }) => points.map(({ epoch }) => epoch)));
    }),
  ]);
  await waitFor('a checkpoint', async () => events.some(({ __typename }) => __typename === 'CheckpointSaved'));
  const gone = Date.now();
  await killPostgres();
  await waitFor('every lease to have run out', async () => Date.now() > gone + 2 * leaseSeconds * 1000);
  const back = Date.now();
  postgres = await startPostgres();
  forwarder.redirect(portOf(postgres.url));
  await watching;

  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ to }) => to).map(({ to, attempt }) => [to, attempt])).toEqual([
    ['QUEUED', 0],
    ['RUNNING', 1],
    ['SUCCEEDED', 1],
  ]);
  const everyEpoch = Array.from({ length: epochs }, (_, index) => index + 1);
  const reported = events.filter(({ __typename }) => __typename === 'MetricsReported');
  expect(reported.map(({ epoch }) => epoch)).toEqual(everyEpoch);
  expect(drawn).toEqual(everyEpoch);
  // Training continued during the outage, and its reports keep their original time.
  const meanwhile = reported.map(({ at }) => Date.parse(at)).filter((at) => at > gone && at < back);
  expect(meanwhile.length).toBeGreaterThan(0);
});
