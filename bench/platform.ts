/**
 * A real platform for benchmarks: the gateway runs in this process, the database and workers in their own. Includes the calls
 * of the public API that benchmarks make as a user.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIngestionWorker } from '../src/app/ingestion-worker.ts';
import { type Platform, startPlatform } from '../src/app/platform.ts';
import { createPartLog } from '../src/app/wiring/part-log.ts';
import type { Stoppable } from '../src/app/wiring/stoppable.ts';
import { loadConfig } from '../src/config/config.ts';
import { type ApiClient, createApiClient, unwrapResult } from '../src/demo/client.ts';
import * as operations from '../src/demo/operations.ts';
import { withoutS3 } from './own-stores.ts';

export interface BenchPlatform {
  /** Creates a client with its own socket, signed in as the only user. */
  connect(): ApiClient;
  stop(): Promise<void>;
}

/** Overrides the environment's settings: a benchmark uses its own stores and its own database. */
const ownStores = { ...withoutS3(), AIAS_DATABASE_URL: '', AIAS_PUBLIC_URL: '' };

/** @param settings in addition to its own folder and port, and the wasm engine, which runs on every machine */
export async function startBenchPlatform(settings: Record<string, string>): Promise<BenchPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const own = { ...ownStores, AIAS_DATA_DIR: folder, AIAS_PORT: '0', AIAS_BACKEND: 'wasm', AIAS_LOG_LEVEL: 'warn' };
  const config = loadConfig({ ...own, ...settings });
  const clients: ApiClient[] = [];
  let platform: Platform | null = null;
  let reader: Stoppable | null = null;
  async function stop(): Promise<void> {
    await Promise.all(clients.map((client) => client.close()));
    await reader?.stop();
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    platform = await startPlatform(config, createPartLog(config, 'bench'));
    const { databaseUrl, workers } = config;
    // Without a worker, the gateway's own ingester must read uploads.
    if (databaseUrl && workers === 0)
      reader = await startIngestionWorker({ ...config, databaseUrl }, createPartLog(config, 'reader'));
    const { url } = platform;
    const token = await register(url);
    const connect = () => {
      const client = createApiClient(url);
      client.useToken(token);
      clients.push(client);
      return client;
    };
    return { connect, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Signs up a new user, and returns the session's token. */
async function register(url: string): Promise<string> {
  const answer = await createApiClient(url).request<{ register: { token: string } }>(operations.register, {
    input: { username: 'bench', password: crypto.randomUUID() },
  });
  return unwrapResult(answer.register).token;
}

/** Resolves with the dataset's id once the dataset is ready. */
export async function upload(client: ApiClient, name: string, content: string | Uint8Array): Promise<string> {
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name } });
  const { dataset, upload } = unwrapResult(createDataset);
  const folder = await mkdtemp(join(tmpdir(), 'aias-upload-'));
  try {
    const path = join(folder, 'data');
    await writeFile(path, content);
    await client.upload(upload.url, path);
  } finally {
    await rm(folder, { recursive: true });
  }
  for (;;) {
    const { node } = await client.request<{ node: { latestVersion: { state: string; rejection: object | null } } }>(
      operations.datasetState,
      { id: dataset.id },
    );
    const { state, rejection } = node.latestVersion;
    if (state === 'READY') return dataset.id;
    if (rejection) throw new Error(`"${name}" was rejected: ${JSON.stringify(rejection)}`);
  }
}

/** @param input ConfigureModelInput of the API, without the name */
export async function configure(client: ApiClient, input: object): Promise<string> {
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: { name: 'bench', ...input },
  });
  return unwrapResult(configureModel).id;
}

/** Launches a training. Resolves with the task's id. */
export async function launch(client: ApiClient, configurationId: string, priority = 0): Promise<string> {
  const { launchTask } = await client.request<{ launchTask: { id: string } }>(operations.launchTask, {
    input: { train: { configurationId, priority } },
  });
  return unwrapResult(launchTask).id;
}

interface SeenEvent {
  __typename: string;
  /** Present in TaskStateChanged. */
  to?: string;
  reason?: string | null;
  /** Present in TrainingProgressed. */
  samplesPerSecond?: number;
}

/** Subscribes to all events of a task; resolves when it has succeeded. @throws Error when it ends in another state */
export async function watch(
  client: ApiClient,
  taskId: string,
  onEvent: (event: SeenEvent) => void = () => undefined,
): Promise<void> {
  let last: SeenEvent | undefined;
  await client.subscribe<{ taskEvents: SeenEvent }>(operations.taskEvents, { taskId }, ({ taskEvents: event }) => {
    last = event;
    onEvent(event);
  });
  if (last?.to !== 'SUCCEEDED') throw new Error(`The task did not succeed; its last event: ${JSON.stringify(last)}`);
}
