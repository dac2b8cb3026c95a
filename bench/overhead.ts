/**
 * What the platform costs: the same training, on the same data, by the bare loop in this process and as a task of a real
 * platform (gateway, database, worker process, one live subscriber). Both are measured in turns, medians are compared.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { partLog } from '../src/app.ts';
import { familyByName } from '../src/catalogue/registry.ts';
import { loadConfig } from '../src/config.ts';
import { type ApiClient, createApiClient, successOf } from '../src/demo/client.ts';
import * as operations from '../src/demo/operations.ts';
import type { LabelledData, TrainingOptions } from '../src/learning/data.ts';
import { startBackend } from '../src/learning/engine/backend.ts';
import { createRandom } from '../src/learning/random.ts';
import { splitSamples } from '../src/learning/split.ts';
import { train } from '../src/learning/train.ts';
import { startPlatform } from '../src/platform.ts';
import { median, type Row } from './report.ts';

const rounds = 3;
const [count, edge, classes] = [8192, 28, 10];
const split = { method: 'RANDOM', validation: 0, test: 0, seed: 0 } as const;
const training = {
  epochs: 2,
  batchSize: 64,
  learningRate: 0.001,
  optimizer: 'adam',
  schedule: 'constant',
  earlyStopping: null,
  replicas: 1,
  seed: 0,
} as const satisfies TrainingOptions;

export async function overhead(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const config = loadConfig({
    AIAS_DATA_DIR: folder,
    AIAS_PORT: '0',
    AIAS_WORKERS: '1',
    AIAS_BACKEND: 'wasm',
    AIAS_LOG_LEVEL: 'warn',
  });
  const platform = await startPlatform(config, partLog(config, 'bench'));
  const client = createApiClient(platform.url);
  try {
    await startBackend('wasm');
    const { pixels, labels } = samples();
    const configurationId = await prepare(client, join(folder, 'data.zip'), pixels, labels);
    const [bare, loop, task]: [number[], number[], number[]] = [[], [], []];
    await runBare(pixels, labels, 1); // warm: compiled and cached, as the worker is after its first task
    await runTask(client, configurationId);
    for (let round = 0; round < rounds; round++) {
      bare.push(await runBare(pixels, labels, training.epochs));
      const rates = await runTask(client, configurationId);
      loop.push(rates.loop);
      task.push(rates.task);
    }
    const against = median(bare);
    const row = (name: string, value: number): Row => ({
      name,
      value,
      unit: 'samples/s',
      against,
      ratio: value / against,
    });
    return [
      { name: 'cnn.bare', value: against, unit: 'samples/s', against: null, ratio: null },
      row('cnn.loop', median(loop)),
      row('cnn.platform', median(task)),
    ];
  } finally {
    await client.close();
    await platform.stop();
    await rm(folder, { recursive: true });
  }
}

function samples(): { pixels: Uint8Array; labels: Uint8Array } {
  const random = createRandom(1);
  return {
    pixels: Uint8Array.from({ length: count * edge * edge }, () => random.integer(256)),
    labels: Uint8Array.from({ length: count }, (_, index) => index % classes),
  };
}

/** Samples a second of the training loop alone. */
async function runBare(pixels: Uint8Array, labels: Uint8Array, epochs: number): Promise<number> {
  const family = familyByName('cnn');
  if (!family) throw new Error('The catalogue has no cnn.');
  const data: LabelledData = {
    features: { values: pixels, sampleShape: [edge, edge, 1], count },
    targets: { values: Int32Array.from(labels), classes: Array.from({ length: classes }, (_, index) => String(index)) },
  };
  const shape = {
    inputShape: [edge, edge, 1],
    outputs: classes,
    objective: 'CLASSIFICATION',
    trainSamples: count,
    replicas: 1,
    seed: 0,
  } as const;
  const model = family.build({ ...shape, inputShape: [...shape.inputShape] }, family.parameters.parse({}));
  const started = performance.now();
  const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
  await train({ model, data, split: splitSamples(count, split, null), training: { ...training, epochs }, context });
  const seconds = (performance.now() - started) / 1000;
  model.dispose();
  return (count * epochs) / seconds;
}

async function prepare(client: ApiClient, path: string, pixels: Uint8Array, labels: Uint8Array): Promise<string> {
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
  const { register } = await client.request<{ register: { token: string } }>(operations.register, {
    input: { username: 'bench', password: crypto.randomUUID() },
  });
  client.useToken(successOf(register).token);
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
  const optimizer = training.optimizer.toUpperCase();
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: {
      name: 'bench',
      datasetId: dataset.id,
      parameters: { cnn: {} },
      split,
      training: { ...training, optimizer, schedule: 'CONSTANT' },
    },
  });
  return successOf(configureModel).id;
}

/** `loop`: as the task itself reports at its end. `task`: from the launch to the end of its event stream. */
async function runTask(client: ApiClient, configurationId: string): Promise<{ loop: number; task: number }> {
  const started = performance.now();
  const { launchTask } = await client.request<{ launchTask: { id: string } }>(operations.launchTask, {
    input: { train: { configurationId } },
  });
  let loop = Number.NaN;
  await client.subscribe<{ taskEvents: { samplesPerSecond?: number } }>(
    operations.taskEvents,
    { taskId: successOf(launchTask).id },
    ({ taskEvents: { samplesPerSecond } }) => {
      if (samplesPerSecond !== undefined) loop = samplesPerSecond;
    },
  );
  return { loop, task: (count * training.epochs) / ((performance.now() - started) / 1000) };
}
