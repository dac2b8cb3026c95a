/**
 * A trainer process that performs the action named by its task's dataset, instead of computing:
 *
 *   done                  finishes immediately
 *   loseArtifact          finishes immediately; the first attempt then removes its artifact from the store
 *   steal                 reports another organization's artifact as its own
 *   waitForFile           finishes when a file named after the task's id exists in the folder passed as argument
 *   retainMemory <bytes>  allocates and keeps that much memory, and finishes
 *   heap                  allocates V8 heap memory until the process dies
 *   abort                 aborts, as after a defect
 *   loop                  computes forever and reads no messages
 *   load <where>          starts the real task with a store that allocates memory without end, in `buffers` or in the `engine`
 *
 * Its result carries its process id as the number of samples.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactAccess } from '../../src/artifacts/artifact-store.ts';
import { putBytes } from '../../src/artifacts/content.ts';
import { createArtifactClient } from '../../src/sandbox/artifact-client.ts';
import { limitMemory } from '../../src/worker/memory-limit.ts';
import type { Job, Outcome, TrainerCommandMessage, TrainerEventMessage } from '../../src/worker/trainer/protocol.ts';
import { waitFor } from './wait-for.ts';

const [, , folder = '', scratch = ''] = process.argv;
const kept: unknown[] = [];
const artifacts = createArtifactClient(scratch);

async function finish(): Promise<Extract<Outcome, { kind: 'finished' }> & { key: string }> {
  const { key, sha256, bytes } = await putBytes(artifacts, 'predictions', Buffer.from(`by ${process.pid}`));
  return { kind: 'finished', key, result: { kind: 'PREDICT', artifactKey: key, sha256, bytes, samples: process.pid } };
}

const actions: Record<string, (job: Job, argument: string) => Promise<Outcome>> = {
  done: finish,
  async loseArtifact({ attempt }) {
    const outcome = await finish();
    if (attempt === 1) await rm(join(folder, 'artifacts', outcome.key));
    return outcome;
  },
  async steal() {
    const outcome = await finish();
    return { ...outcome, result: { ...outcome.result, artifactKey: 'predictions/foreign' } };
  },
  async waitForFile({ taskId }) {
    await waitFor('the file', async () => existsSync(join(folder, taskId)));
    return finish();
  },
  async retainMemory(_, bytes) {
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
  const { runJob } = await import('../../src/worker/trainer/job.ts');
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
  return runJob(spec, { taskId, store, engine, aiasVersion: 'test', log, signal, report, checkpoint });
}

async function run(job: Job): Promise<void> {
  if (job.memory) await limitMemory(process.pid, job.memory);
  const { dataset } = 'recipe' in job.spec ? job.spec.recipe : job.spec;
  const [action = '', argument = ''] = dataset.artifactKey.split(' ');
  const outcome = await actions[action]?.(job, argument);
  if (outcome) send({ type: 'done', outcome });
}

function send(message: TrainerEventMessage): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit(0));
process.on('message', (message: TrainerCommandMessage) => {
  if (message.type === 'run') void run(message.job);
});
send({ type: 'ready', backend: 'none', device: 'a test', hasGpu: false, limitsMemory: process.platform === 'linux' });
