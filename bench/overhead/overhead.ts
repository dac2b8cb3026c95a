/**
 * What the platform costs: a training of about a minute by the bare loop in a process of its own, and the same as a task of a
 * real platform (gateway, database, worker process), from its launch to the end of its event stream, while 100 subscribers
 * watch, each on a socket of its own. They take turns; medians are compared.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { partLog } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { type ApiClient, createApiClient, successOf } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { startPlatform } from '../../src/platform.ts';
import { compared, median, type Row } from '../report.ts';
import { modulePath, startRunner } from '../runner-process.ts';
import { count, edge, samples, split, training } from './bare.ts';

const rounds = 3;
const seconds = 60;
const subscribers = 100;
const unit = 'samples/s';

export async function overhead(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const config = loadConfig({
    AIAS_DATA_DIR: folder,
    AIAS_PORT: '0',
    AIAS_WORKERS: '1',
    AIAS_BACKEND: 'wasm',
    AIAS_LOG_LEVEL: 'warn',
  });
  const bare = startRunner(process.execPath, ['--import', 'tsx', modulePath(import.meta.url, './bare-runner.ts')]);
  const platform = await startPlatform(config, partLog(config, 'bench'));
  const clients = Array.from({ length: subscribers }, () => createApiClient(platform.url));
  try {
    const client = await signUp(clients);
    const datasetId = await upload(client, join(folder, 'data.zip'));
    const warm = await bare.measure('2'); // compiled and cached, as the worker is after its first task
    await runTask(clients, await configure(client, datasetId, 1), 1);
    const epochs = Math.max(1, Math.round((warm.samplesPerSecond * seconds) / count));
    const configurationId = await configure(client, datasetId, epochs);
    const [alone, task, loop]: [number[], number[], number[]] = [[], [], []];
    let events = 0;
    for (let round = 0; round < rounds; round++) {
      alone.push((await bare.measure(String(epochs))).samplesPerSecond);
      const run = await runTask(clients, configurationId, epochs);
      task.push(run.task);
      loop.push(run.loop);
      events += run.events;
    }
    const reference = median(alone);
    const note = `${epochs} epochs, ${subscribers} subscribers, ${Math.round(events / rounds / subscribers)} events each`;
    const against = { unit, against: 'engine', reference };
    return [
      compared({ name: 'cnn.platform', value: median(task), ...against, note }),
      compared({ name: 'cnn.loop', value: median(loop), ...against, note: 'the same task by its own account' }),
    ];
  } finally {
    bare.end();
    await Promise.all(clients.map((client) => client.close()));
    await platform.stop();
    await rm(folder, { recursive: true });
  }
}

/** All of them as one user. Returns the first. */
async function signUp(clients: ApiClient[]): Promise<ApiClient> {
  const [first] = clients;
  if (!first) throw new Error('There are no clients.');
  const { register } = await first.request<{ register: { token: string } }>(operations.register, {
    input: { username: 'bench', password: crypto.randomUUID() },
  });
  for (const client of clients) client.useToken(successOf(register).token);
  return first;
}

async function upload(client: ApiClient, path: string): Promise<string> {
  const { pixels, labels } = samples();
  const idx = (magic: number, sizes: number[], body: Uint8Array) => {
    const header = Buffer.alloc(4 + sizes.length * 4);
    for (const [index, value] of [magic, ...sizes].entries()) header.writeUInt32BE(value, index * 4);
    return Buffer.concat([header, body]);
  };
  const files = {
    'train-images-idx3-ubyte': idx(0x0803, [count, edge, edge], pixels),
    'train-labels-idx1-ubyte': idx(0x0801, [count], labels),
  };
  await writeFile(path, zipSync(files, { level: 0 }));
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: 'bench' } });
  const { dataset, upload } = successOf(createDataset);
  await client.upload(upload.url, path);
  for (let state = ''; state !== 'READY'; ) {
    const { node } = await client.request<{ node: { latest: { state: string } } }>(operations.datasetState, {
      id: dataset.id,
    });
    state = node.latest.state;
  }
  return dataset.id;
}

async function configure(client: ApiClient, datasetId: string, epochs: number): Promise<string> {
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: {
      name: 'bench',
      datasetId,
      parameters: { cnn: {} },
      split,
      training: { ...training, epochs, optimizer: training.optimizer.toUpperCase(), schedule: 'CONSTANT' },
    },
  });
  return successOf(configureModel).id;
}

/** `task`: from the launch to the end of every event stream. `loop`: as the task itself reports at its end. */
async function runTask(
  clients: ApiClient[],
  configurationId: string,
  epochs: number,
): Promise<{ task: number; loop: number; events: number }> {
  const [first] = clients;
  if (!first) throw new Error('There are no clients.');
  const started = performance.now();
  const { launchTask } = await first.request<{ launchTask: { id: string } }>(operations.launchTask, {
    input: { train: { configurationId } },
  });
  const taskId = successOf(launchTask).id;
  let [loop, events, state] = [Number.NaN, 0, ''];
  const watch = (client: ApiClient) =>
    client.subscribe<{ taskEvents: { samplesPerSecond?: number; to?: string } }>(
      operations.taskEvents,
      { taskId },
      ({ taskEvents: { samplesPerSecond, to } }) => {
        loop = samplesPerSecond ?? loop;
        state = to ?? state;
        events++;
      },
    );
  await Promise.all(clients.map(watch));
  if (state !== 'SUCCEEDED') throw new Error(`The task ended ${state}.`);
  return { task: (count * epochs * 1000) / (performance.now() - started), loop, events };
}
