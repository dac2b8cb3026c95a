/** Ingestion on a real platform: workers that die or freeze while they read, and clients that subscribe. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { datasetVersions } from '../../src/database/tables/datasets.ts';
import { type ApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { decodeId } from '../../src/graphql/connection.ts';
import { configure, eventsOf, launch, separableCsv, uploadDataset } from '../support/api.ts';
import { longCsv } from '../support/ingestions.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const readerOnly = { AIAS_WORKER_INGESTIONS: '1' };
const watch = `subscription ($datasetId: ID!) { datasetEvents(datasetId: $datasetId) {
  version state sizeBytes ingestion { phase attempt rowsRead bytesRead bytesTotal } rejection { reason } profile { __typename }
} }`;

interface Event {
  datasetEvents: {
    state: string;
    sizeBytes: number | null;
    ingestion: { phase: string; attempt: number; rowsRead: string | null } | null;
    profile: object | null;
  };
}

let platform: TestPlatform;
let client: ApiClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-ingestion-'));
  // Only the workers that a test starts read uploads.
  platform = await startTestPlatform({ AIAS_WORKER_INGESTIONS: '0' });
  client = await platform.signUp();
});

afterAll(async () => {
  await platform?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Uploads a file; resolves when the bytes have been received. */
async function upload(content: string): Promise<string> {
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: 'data' } });
  const { dataset, upload: ticket } = unwrapResult(createDataset);
  const path = join(folder, 'file');
  await writeFile(path, content);
  await client.upload(ticket.url, path);
  return dataset.id;
}

async function versionOf(datasetId: string): Promise<typeof datasetVersions.$inferSelect> {
  const id = decodeId(datasetId, 'Dataset', 'id');
  const [version] = await platform.database.db.select().from(datasetVersions).where(eq(datasetVersions.datasetId, id));
  if (!version) throw new Error('There is no version.');
  return version;
}

const waitForProgress = (id: string) => waitFor('progress', async () => (await versionOf(id)).ingestion !== null);
const waitForState = (id: string, state: string) =>
  waitFor(state, async () => {
    const version = await versionOf(id);
    return version.state === state && version;
  });

test('reads an upload again after SIGKILL of its worker', async () => {
  const first = await platform.startWorker(readerOnly, '--only-ingest');
  const id = await upload(longCsv(300_000));
  await waitForProgress(id);
  first.process.kill('SIGKILL');
  await first.exited;
  const second = await platform.startWorker(readerOnly, '--only-ingest');
  expect(await waitForState(id, 'READY')).toMatchObject({ ingestAttempts: 2, ingestReleases: 0 });
  await second.stop();
});

test('rejects writes of a frozen worker after another has taken over its upload', async () => {
  const frozen = await platform.startWorker(readerOnly, '--only-ingest');
  const id = await upload(longCsv(300_000));
  await waitForProgress(id);
  frozen.process.kill('SIGSTOP');
  const second = await platform.startWorker(readerOnly, '--only-ingest');
  const { readyAt } = await waitForState(id, 'READY');
  frozen.process.kill('SIGCONT');
  // Once the resumed worker has read another upload, it has finished with its own.
  await second.stop();
  await waitForState(await upload('a,b\n1,2\n'), 'READY');
  expect(await versionOf(id)).toMatchObject({ state: 'READY', ingestAttempts: 2, readyAt });
  expect(await frozen.stop()).toBe(0);
});

test('datasetEvents reports progress and completes when the upload is ready', async () => {
  const content = longCsv(300_000);
  const id = await upload(content);
  const seen: Event['datasetEvents'][] = [];
  const completed = client.subscribe<Event>(watch, { datasetId: id }, ({ datasetEvents }) => seen.push(datasetEvents));
  await waitFor('the first state', async () => seen.length > 0);
  expect(seen[0]).toMatchObject({ state: 'INGESTING', ingestion: { phase: 'WAITING', attempt: 0 }, profile: null });
  const worker = await platform.startWorker(readerOnly, '--only-ingest');
  await completed;
  const phases = new Set(seen.map(({ ingestion }) => ingestion?.phase));
  expect(phases).toContain('READING');
  const rows = seen.flatMap(({ ingestion }) => (ingestion?.rowsRead ? [Number(ingestion.rowsRead)] : []));
  expect(rows).toEqual([...rows].sort((a, b) => a - b));
  expect(seen.map(({ sizeBytes }) => sizeBytes)).toEqual(seen.map(() => content.length));
  expect(seen.at(-1)).toMatchObject({ state: 'READY', ingestion: null, profile: { __typename: 'TableProfile' } });

  // A late subscriber receives the final state immediately.
  const late: Event['datasetEvents'][] = [];
  await client.subscribe<Event>(watch, { datasetId: id }, ({ datasetEvents }) => late.push(datasetEvents));
  expect(late.map(({ state }) => state)).toEqual(['READY']);
  await worker.stop();
});

// Stopping the platform fails on warnings, such as those of listeners that leak with every chunk.
test('reads and trains on a table of many chunks without a warning', async () => {
  const worker = await platform.startWorker({ AIAS_WORKER_INGESTIONS: '1' });
  const { id: datasetId } = await uploadDataset(client, separableCsv(60_000));
  const training = { target: 'side', parameters: { logisticRegression: {} }, training: { epochs: 1 } };
  const taskId = await launch(client, {
    train: { configurationId: await configure(client, { datasetId, ...training }) },
  });
  const events = await eventsOf(client, taskId);
  expect(events.at(-1)?.to).toBe('SUCCEEDED');
  expect(await worker.stop()).toBe(0);
});

test('datasetEvents answers NotFound to other users', async () => {
  const id = await upload('a,b\n1,2\n');
  const stranger = await platform.signUp();
  await expect(stranger.subscribe(watch, { datasetId: id }, () => undefined)).rejects.toThrow(/Dataset not found/);
});
