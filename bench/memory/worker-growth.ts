/**
 * Whether a worker grows: many short trainings, one after the other, in one worker process of a real platform. What the
 * worker's processes (supervisor, trainer, and what these have started) have resident is read after each, when the worker is
 * idle.
 *
 *   tasks     how many were run
 *   growth    the median after the last five tasks against the median after the sixth to the tenth. The first five do not
 *             count: until all code is loaded and compiled, WebAssembly's memory is as large as the largest task needs it, and
 *             V8 has found the size of its heap, a process grows that loses nothing. Garbage comes and goes in waves of dozens
 *             of tasks, so the largest in between says nothing by itself: it is in the note
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';
import { createRandom } from '../../src/learning/random.ts';
import { noiseImages, zipImages } from '../images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { alone, compared, median, type Row } from '../report.ts';
import { residentBytesBelow, trainersOf, workersOf } from '../worker-processes.ts';

const tasks = 50;
const [coldTasks, comparedTasks] = [5, 5];
const mebibyte = 2 ** 20;
/** In which a trainer gives back what its task left behind. */
const restMilliseconds = 500;

export async function workerGrowth(): Promise<Row[]> {
  if (process.platform !== 'linux') {
    console.error(`NOT MEASURED: tasks, growth. What is resident means the same for every process only on Linux.`);
    return [];
  }
  const { resident, trainers } = await runTasks();
  const warm = median(resident.slice(coldTasks, coldTasks + comparedTasks));
  const last = median(resident.slice(-comparedTasks));
  const [first, largest] = [resident[0] ?? 0, Math.max(...resident)].map((bytes) => (bytes / mebibyte).toFixed(0));
  return [
    alone('tasks', tasks, 'runs', `in one worker, by ${trainers} trainer process${trainers === 1 ? '' : 'es'}`),
    compared({
      name: 'growth',
      value: last / mebibyte,
      unit: 'MiB',
      against: `tasks ${coldTasks + 1} to ${coldTasks + comparedTasks}`,
      reference: warm / mebibyte,
      note: `${first} MiB after the first, ${largest} MiB at most`,
    }),
  ];
}

/** `resident`: bytes after each task. `trainers`: a worker that replaces its trainer hides what the old one lost. */
async function runTasks(): Promise<{ resident: number[]; trainers: number }> {
  const platform = await startBenchPlatform({ AIAS_WORKERS: '1', AIAS_WORKER_SLOTS: '1' });
  try {
    const client = platform.connect();
    // Taken in turns. Two, so that either five that are compared end with the same one.
    const [table, images] = [await configureTable(client), await configureImages(client)];
    const resident: number[] = [];
    const trainers = new Set<number>();
    for (let task = 0; task < tasks; task++) {
      await watch(client, await launch(client, task % 2 === 0 ? table : images));
      const worker = await untilIdle(client);
      await delay(restMilliseconds);
      resident.push(await residentBytesBelow(worker));
      for (const { pid } of await trainersOf(worker)) trainers.add(pid);
    }
    return { resident, trainers: trainers.size };
  } finally {
    await platform.stop();
  }
}

/** Training that ends within two seconds. */
const split = { method: 'RANDOM', validation: 0.2, test: 0.1, seed: 1 };
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

/** Resolves with the process of the one worker when that has nothing to do any more. */
async function untilIdle(client: ApiClient): Promise<number> {
  for (;;) {
    const [worker] = await workersOf(client);
    if (worker?.state === 'IDLE') return worker.pid;
  }
}
