/**
 * The same question to the whole platform: a task's trainer process gets SIGKILL at a random moment of its training, and the
 * platform itself notices, starts another and resumes. What was stored in the end (the weights in the model's bundle, the
 * history of the metrics) must be what a task that nothing disturbed has stored.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../../src/demo/client.ts';
import { createRandom, hashSeed } from '../../src/learning/random.ts';
import { storedAnswer } from '../answer.ts';
import { noiseImages, zipImages } from '../images.ts';
import { configure, launch, startBenchPlatform, upload, watch } from '../platform.ts';
import { signalProcess, trainersOf, workersOf } from '../worker-processes.ts';
import { taskCase } from './cases.ts';
import { type Tally, tallyTrials } from './tally.ts';

const workers = 2;

interface Run {
  answer: string;
  /** From the first report of progress to the end. */
  milliseconds: number;
  killed: boolean;
  /** There was a checkpoint when it was killed. */
  resumed: boolean;
}

/** Kills `trials` tasks, at moments that `seed` decides. */
export async function killTasks(trials: number, seed: number): Promise<Tally> {
  const platform = await startBenchPlatform({
    AIAS_WORKERS: String(workers),
    AIAS_WORKER_SLOTS: '1', // one trainer for each worker, so that it is known which one runs a task
    AIAS_CHECKPOINT_SECONDS: '1',
    AIAS_MAX_ATTEMPTS: '20',
    AIAS_LOG_LEVEL: 'error', // a death is no news here
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
        return killOnce(client, configurationId, () => random.next() * whole.milliseconds);
      },
    });
  } finally {
    await platform.stop();
  }
}

/** Resolves with the configuration that is trained over and over. */
async function prepare(client: ApiClient): Promise<string> {
  const { samples, edge, epochs } = taskCase;
  return configure(client, {
    datasetId: await upload(client, 'noise', zipImages(noiseImages(samples, edge))),
    parameters: { cnn: {} },
    split: { method: 'RANDOM', validation: 0.2, test: 0.1, seed: 1 },
    training: {
      epochs,
      batchSize: 32,
      learningRate: 0.001,
      optimizer: 'ADAM',
      schedule: 'COSINE',
      earlyStopping: { monitor: 'VAL_LOSS', patience: epochs },
      seed: 7,
    },
  });
}

async function killOnce(client: ApiClient, configurationId: string, moment: () => number): Promise<Run> {
  for (;;) {
    const run = await runTask(client, configurationId, moment());
    if (run.killed) return run;
    // It was faster than the hangman, and is tried again.
  }
}

/** @param killAfter milliseconds of training; null: it is left alone */
async function runTask(client: ApiClient, configurationId: string, killAfter: number | null): Promise<Run> {
  const taskId = await launch(client, configurationId);
  const ended = new AbortController();
  let [began, attempts, resumed] = [0, 0, false];
  let hanging: Promise<void> = Promise.resolve();
  await watch(client, taskId, ({ __typename: type, to }) => {
    if (to === 'RUNNING') attempts++;
    if (type === 'CheckpointSaved' && attempts === 1) resumed = true;
    if (type !== 'TrainingProgressed' || began > 0) return;
    began = performance.now();
    if (killAfter === null) return;
    hanging = hang(client, taskId, killAfter, ended.signal);
    hanging.catch(() => undefined); // thrown where it is waited for
  });
  const milliseconds = performance.now() - began;
  ended.abort();
  await hanging;
  const killed = attempts > 1;
  return { answer: await storedAnswer(client, taskId), milliseconds, killed, resumed: killed && resumed };
}

/** Kills the process that trains a running task, unless the task ends before. */
async function hang(client: ApiClient, taskId: string, milliseconds: number, ended: AbortSignal): Promise<void> {
  const due = performance.now() + milliseconds;
  const worker = (await workersOf(client)).find(({ currentTasks }) => currentTasks.some(({ id }) => id === taskId));
  const [trainer] = worker ? await trainersOf(worker.pid) : [];
  if (trainer === undefined) return; // it has ended
  await delay(Math.max(0, due - performance.now()), undefined, { signal: ended }).catch(() => undefined);
  if (!ended.aborted) signalProcess(trainer.pid, 'SIGKILL');
}
