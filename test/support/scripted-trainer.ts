/**
 * A trainer process that does what its task's dataset is named after, instead of computing:
 *
 *   done           ends at once
 *   vanish         ends at once; the first attempt removes from the store what it had written
 *   steal          says that it wrote what another organisation wrote
 *   hold           ends when a file with the task's id is in the folder that is this process's argument
 *   keep <bytes>   takes that much memory, keeps it, and ends
 *   heap           takes memory in V8's heap until the process dies of it
 *   abort          dies as if of a defect
 *   loop           computes for ever, and hears nothing
 *   load <where>   really begins the task, with a store that takes memory without end, in `buffers` or in the `engine`
 *
 * What it answers carries its process id as the number of samples.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactAccess } from '../../src/artifacts/artifact-store.ts';
import { putBytes } from '../../src/artifacts/content.ts';
import { createArtifactClient } from '../../src/sandbox/artifact-client.ts';
import { limitMemory } from '../../src/worker/memory-limit.ts';
import type { FromTrainer, Job, Outcome, ToTrainer } from '../../src/worker/protocol.ts';
import { until } from './until.ts';

const [, , folder = '', scratch = ''] = process.argv;
const kept: unknown[] = [];
const artifacts = createArtifactClient(scratch);

async function finish(): Promise<Extract<Outcome, { kind: 'finished' }> & { key: string }> {
  const { key, sha256, bytes } = await putBytes(artifacts, 'predictions', Buffer.from(`by ${process.pid}`));
  return { kind: 'finished', key, result: { kind: 'PREDICT', artifactKey: key, sha256, bytes, samples: process.pid } };
}

const actions: Record<string, (job: Job, argument: string) => Promise<Outcome>> = {
  done: finish,
  async vanish({ attempt }) {
    const outcome = await finish();
    if (attempt === 1) await rm(join(folder, 'artifacts', outcome.key));
    return outcome;
  },
  async steal() {
    const outcome = await finish();
    return { ...outcome, result: { ...outcome.result, artifactKey: 'predictions/foreign' } };
  },
  async hold({ taskId }) {
    await until('the word to end', async () => existsSync(join(folder, taskId)));
    return finish();
  },
  async keep(_, bytes) {
    kept.push(new Uint8Array(Number(bytes)).fill(1));
    return finish();
  },
  async heap() {
    for (;;) kept.push({ some: Math.random(), thing: [kept.length] });
  },
  abort: async () => process.abort(),
  async loop() {
    for (;;) kept.length = 0;
  },
  load,
};

async function load({ taskId, spec }: Job, where: string): Promise<Outcome> {
  const { runJob } = await import('../../src/worker/job.ts');
  const { startBackend } = await import('../../src/learning/engine/backend.ts');
  const tf = await import('@tensorflow/tfjs-core');
  const engine = await startBackend('wasm');
  const side = 1024;
  const take = {
    buffers: () => new Float32Array(side * side).fill(1),
    engine: () => tf.fill([side, side], 1),
  }[where];
  const store: ArtifactAccess = {
    put: artifacts.put,
    stat: artifacts.stat,
    async get() {
      for (;;) kept.push(take?.());
    },
  };
  const { signal } = new AbortController();
  const report = () => undefined;
  const log = { error: () => undefined };
  const checkpoint = async () => undefined;
  return runJob(spec, { taskId, store, engine, version: 'test', log, signal, report, checkpoint });
}

async function run(job: Job): Promise<void> {
  if (job.memory) await limitMemory(process.pid, job.memory);
  const { dataset } = 'recipe' in job.spec ? job.spec.recipe : job.spec;
  const [action = '', argument = ''] = dataset.artifactKey.split(' ');
  const outcome = await actions[action]?.(job, argument);
  if (outcome) send({ type: 'done', outcome });
}

function send(message: FromTrainer): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit(0));
process.on('message', (message: ToTrainer) => {
  if (message.type === 'run') void run(message.job);
});
send({ type: 'ready', backend: 'none', device: 'a test', gpu: false, limitsMemory: process.platform === 'linux' });
