/**
 * The same for the whole platform: a task's trainer process gets SIGKILL at a random moment of its training, and the platform
 * must notice, start another trainer and resume. The stored result (the weights in the model's bundle, the history of the
 * metrics) must equal that of an undisturbed task.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import { noiseImages, zipImages } from '../noise-images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { readStoredResult } from '../stored-result.ts';
import { signalProcess, trainersOf, workersOf } from '../worker-processes.ts';
import { taskCase } from './cases.ts';
import { type Tally, tallyTrials } from './tally.ts';

const workers = 2;

interface Run {
  answer: string;
  /** Milliseconds from the first progress report to the end. */
  ms: number;
  killed: boolean;
  /** Whether a checkpoint existed when it was killed. */
  resumed: boolean;
}

/** Kills `trials` tasks, at moments derived from `seed`. */
export async function killTasks(trials: number, seed: number): Promise<Tally> {
  const platform = await startBenchPlatform({
    AIAS_WORKERS: String(workers),
    AIAS_WORKER_SLOTS: '1', // one trainer per worker, so that a task's trainer is known
    AIAS_CHECKPOINT_SECONDS: '1',
    AIAS_MAX_ATTEMPTS: '20',
    AIAS_LOG_LEVEL: 'error', // killed trainers are expected here
  });
  try {
    const client = platform.connect();
    const configurationId = await prepare(client);
    const whole = await runTask(client, configurationId, null);
    return await tallyTrials({
      name: 'task',
      trials,
      sideBySide: workers,
      wanted: whole.answer,
      run(trial) {
        const random = createRandom(hashSeed(seed, 'task', trial));
        return killOnce(client, configurationId, () => random.next() * whole.ms);
      },
    });
  } finally {
    await platform.stop();
  }
}

/** Resolves with the id of the configuration that every trial trains. */
async function prepare(client: ApiClient): Promise<string> {
  const { samples, edge, epochs } = taskCase;
  return configure(client, {
    datasetId: await upload(client, 'noise', zipImages(noiseImages(samples, edge))),
    parameters: { cnn: {} },
    split: { method: 'RANDOM', validationFraction: 0.2, testFraction: 0.1, seed: 1 },
    training: {
      epochs,
      batchSize: 32,
      learningRate: 0.001,
      optimizer: 'ADAM',
      learningRateSchedule: 'COSINE',
      earlyStopping: { monitor: 'VAL_LOSS', patience: epochs },
      seed: 7,
    },
  });
}

async function killOnce(client: ApiClient, configurationId: string, moment: () => number): Promise<Run> {
  for (;;) {
    const run = await runTask(client, configurationId, moment());
    if (run.killed) return run;
    // The task finished before the kill; try again.
  }
}

/** @param killAfter milliseconds of training after which to kill the trainer; null to let it finish */
async function runTask(client: ApiClient, configurationId: string, killAfter: number | null): Promise<Run> {
  const taskId = await launch(client, configurationId);
  const ended = new AbortController();
  let [startedAt, attempts, resumed] = [0, 0, false];
  let pendingKill: Promise<void> = Promise.resolve();
  await watch(client, taskId, ({ __typename: type, to }) => {
    if (to === 'RUNNING') attempts++;
    if (type === 'CheckpointSaved' && attempts === 1) resumed = true;
    if (type !== 'TrainingProgressed' || startedAt > 0) return;
    startedAt = performance.now();
    if (killAfter === null) return;
    pendingKill = killTrainerAfter(client, taskId, killAfter, ended.signal);
    pendingKill.catch(() => undefined); // the error surfaces where it is awaited
  });
  const ms = performance.now() - startedAt;
  ended.abort();
  await pendingKill;
  const killed = attempts > 1;
  return { answer: await readStoredResult(client, taskId), ms: ms, killed, resumed: killed && resumed };
}

/** Kills the process that trains a running task, unless the task ends first. */
async function killTrainerAfter(
  client: ApiClient,
  taskId: string,
  milliseconds: number,
  ended: AbortSignal,
): Promise<void> {
  const due = performance.now() + milliseconds;
  const worker = (await workersOf(client)).find(({ currentTasks }) => currentTasks.some(({ id }) => id === taskId));
  const [trainer] = worker ? await trainersOf(worker.pid) : [];
  if (trainer === undefined) return; // the task has ended
  await delay(Math.max(0, due - performance.now()), undefined, { signal: ended }).catch(() => undefined);
  if (!ended.aborted) signalProcess(trainer.pid, 'SIGKILL');
}
