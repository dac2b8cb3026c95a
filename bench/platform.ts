/**
 * A real platform for a benchmark (gateway in this process; database and workers in processes of their own), and what people
 * do with one, through the public API.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partLog, type Running, startIngestionWorker } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { type ApiClient, createApiClient, successOf } from '../src/demo/client.ts';
import * as operations from '../src/demo/operations.ts';
import { type Platform, startPlatform } from '../src/platform.ts';
import { withoutS3 } from './own-stores.ts';

export interface BenchPlatform {
  /** A client with a socket of its own, signed in as the one user there is. */
  connect(): ApiClient;
  stop(): Promise<void>;
}

/** Whatever the environment names: a benchmark leaves nothing behind, and its user is new. */
const ownStores = { ...withoutS3(), AIAS_DATABASE_URL: '', AIAS_PUBLIC_URL: '' };

/** @param settings beside a folder and a port of its own, and the engine that every machine has */
export async function startBenchPlatform(settings: Record<string, string>): Promise<BenchPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const own = { ...ownStores, AIAS_DATA_DIR: folder, AIAS_PORT: '0', AIAS_BACKEND: 'wasm', AIAS_LOG_LEVEL: 'warn' };
  const config = loadConfig({ ...own, ...settings });
  const clients: ApiClient[] = [];
  let platform: Platform | null = null;
  let reader: Running | null = null;
  async function stop(): Promise<void> {
    await Promise.all(clients.map((client) => client.close()));
    await reader?.stop();
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    platform = await startPlatform(config, partLog(config, 'bench'));
    const { databaseUrl, workers } = config;
    // Without a worker nothing else would read what is uploaded.
    if (databaseUrl && workers === 0)
      reader = await startIngestionWorker({ ...config, databaseUrl }, partLog(config, 'reader'));
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

/** The session's secret of a new user. */
async function register(url: string): Promise<string> {
  const answer = await createApiClient(url).request<{ register: { token: string } }>(operations.register, {
    input: { username: 'bench', password: crypto.randomUUID() },
  });
  return successOf(answer.register).token;
}

/** Resolves with the dataset's id when it can be learned from. */
export async function upload(client: ApiClient, name: string, content: string | Uint8Array): Promise<string> {
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name } });
  const { dataset, upload } = successOf(createDataset);
  const folder = await mkdtemp(join(tmpdir(), 'aias-upload-'));
  try {
    const path = join(folder, 'data');
    await writeFile(path, content);
    await client.upload(upload.url, path);
  } finally {
    await rm(folder, { recursive: true });
  }
  for (;;) {
    const { node } = await client.request<{ node: { latest: { state: string; rejection: object | null } } }>(
      operations.datasetState,
      { id: dataset.id },
    );
    const { state, rejection } = node.latest;
    if (state === 'READY') return dataset.id;
    if (rejection) throw new Error(`"${name}" was rejected: ${JSON.stringify(rejection)}`);
  }
}

/** @param input ConfigureModelInput of the API, without a name */
export async function configure(client: ApiClient, input: object): Promise<string> {
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: { name: 'bench', ...input },
  });
  return successOf(configureModel).id;
}

/** Starts a training. Resolves with the task's id. */
export async function launch(client: ApiClient, configurationId: string, priority = 0): Promise<string> {
  const { launchTask } = await client.request<{ launchTask: { id: string } }>(operations.launchTask, {
    input: { train: { configurationId, priority } },
  });
  return successOf(launchTask).id;
}

interface SeenEvent {
  __typename: string;
  /** Of TaskStateChanged. */
  to?: string;
  reason?: string | null;
  /** Of TrainingProgressed. */
  samplesPerSecond?: number;
}

/** Sees every event of a task; resolves when it has succeeded. @throws Error when it ends otherwise */
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
