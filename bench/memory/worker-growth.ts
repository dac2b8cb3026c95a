/**
 * Whether a worker grows: many short trainings, one after the other, in one worker of a real platform. The resident memory of the
 * worker's processes (supervisor, trainer, and their children) is read after each task, when the worker is idle.
 *
 *   tasks     number of tasks that were run
 *   growth    the median after the last five tasks compared with the median after tasks six to ten. The first five do not count:
 *             a process without leaks grows until all code is loaded and compiled, WebAssembly's memory fits the largest task,
 *             and V8 has settled on a heap size. Garbage accumulates over dozens of tasks before it is collected, so the largest
 *             value alone means little: it is in the note
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';
import { createRandom } from '../../src/learning/random.ts';
import { noiseImages, zipImages } from '../noise-images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { comparison, measurement, median, type Row } from '../report.ts';
import { processTreeResidentBytes, trainersOf, workersOf } from '../worker-processes.ts';

const tasks = 50;
const [coldTasks, comparedTasks] = [5, 5];
const mebibyte = 2 ** 20;
/** Time in which a trainer frees what its task left behind. */
const restMs = 500;

export async function workerGrowth(): Promise<Row[]> {
  if (process.platform !== 'linux') {
    console.error(`NOT MEASURED: tasks, growth. Resident memory is comparable between processes only on Linux.`);
    return [];
  }
  const { resident, trainers } = await runTasks();
  const warm = median(resident.slice(coldTasks, coldTasks + comparedTasks));
  const last = median(resident.slice(-comparedTasks));
  const [first, largest] = [resident[0] ?? 0, Math.max(...resident)].map((bytes) => (bytes / mebibyte).toFixed(0));
  return [
    measurement('tasks', tasks, 'runs', `in one worker, by ${trainers} trainer process${trainers === 1 ? '' : 'es'}`),
    comparison({
      name: 'growth',
      value: last / mebibyte,
      unit: 'MiB',
      baseline: `tasks ${coldTasks + 1} to ${coldTasks + comparedTasks}`,
      reference: warm / mebibyte,
      note: `${first} MiB after the first, maximum ${largest} MiB`,
    }),
  ];
}

/** `resident`: bytes after each task. `trainers`: how many ran, because a replaced trainer hides leaks of the old one. */
async function runTasks(): Promise<{ resident: number[]; trainers: number }> {
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1', AIAS_WORKER_SLOTS: '1' });
  try {
    const client = platform.connect();
    // The two alternate. With two, both groups of five that are compared end with the same one.
    const [table, images] = [await configureTable(client), await configureImages(client)];
    const resident: number[] = [];
    const trainers = new Set<number>();
    for (let task = 0; task < tasks; task++) {
      await watch(client, await launch(client, task % 2 === 0 ? table : images));
      const worker = await untilIdle(client);
      await delay(restMs);
      resident.push(await processTreeResidentBytes(worker));
      for (const { pid } of await trainersOf(worker)) trainers.add(pid);
    }
    return { resident, trainers: trainers.size };
  } finally {
    await platform.stop();
  }
}

/** A training that ends within two seconds. */
const split = { method: 'RANDOM', validationFraction: 0.2, testFraction: 0.1, seed: 1 };
const training = { epochs: 4, batchSize: 32, optimizer: 'ADAM', earlyStopping: { patience: 4 } };

async function configureTable(client: ApiClient): Promise<string> {
  const [rows, columns] = [1000, 8];
  const random = createRandom(1);
  const lines = Array.from({ length: rows }, () => {
    const values = Array.from({ length: columns }, () => random.normal());
    return [...values, values.reduce((sum, value) => sum + value, 0) > 0 ? 'above' : 'below'].join();
  });
  const header = [...Array.from({ length: columns }, (_, column) => `x${column}`), 'side'].join();
  const datasetId = await upload(client, 'table', [header, ...lines].join('\n'));
  return configure(client, { datasetId, target: 'side', parameters: { mlp: {} }, split, training });
}

async function configureImages(client: ApiClient): Promise<string> {
  const datasetId = await upload(client, 'noise', zipImages(noiseImages(1024, 28)));
  return configure(client, { datasetId, parameters: { cnn: {} }, split, training });
}

/** Resolves with the process id of the only worker once it is idle. */
async function untilIdle(client: ApiClient): Promise<number> {
  for (;;) {
    const [worker] = await workersOf(client);
    if (worker?.state === 'IDLE') return worker.pid;
  }
}
