/**
 * A trainer process that does what its task's dataset is named after, instead of computing:
 *
 *   done           ends at once
 *   vanish         ends at once; what the first attempt wrote is not in the store any more
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
import { join } from 'node:path';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import type { FromTrainer, Job, Outcome, ToTrainer } from '../../src/worker/protocol.ts';
import { until } from './until.ts';

const [, , folder = ''] = process.argv;
const kept: unknown[] = [];
const result = {
  kind: 'PREDICT',
  artifactKey: 'predictions/scripted',
  sha256: '',
  bytes: 0,
  samples: process.pid,
} as const;
const finished: Outcome = { kind: 'finished', result };

const actions: Record<string, (job: Job, argument: string) => Promise<Outcome>> = {
  done: async () => finished,
  vanish: async ({ attempt }) =>
    attempt > 1 ? finished : { kind: 'finished', result: { ...result, artifactKey: 'predictions/purged' } },
  async hold({ taskId }) {
    await until('the word to end', async () => existsSync(join(folder, taskId)));
    return finished;
  },
  async keep(_, bytes) {
    kept.push(new Uint8Array(Number(bytes)).fill(1));
    return finished;
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
  const { createFilesystemStore } = await import('../../src/artifacts/filesystem.ts');
  const tf = await import('@tensorflow/tfjs-core');
  const engine = await startBackend('wasm');
  const side = 1024;
  const take = {
    buffers: () => new Float32Array(side * side).fill(1),
    engine: () => tf.fill([side, side], 1),
  }[where];
  const store: ArtifactStore = {
    ...(await createFilesystemStore(folder)),
    async get() {
      for (;;) kept.push(take?.());
    },
  };
  const { signal } = new AbortController();
  const report = () => undefined;
  return runJob(spec, { taskId, store, engine, version: 'test', signal, report, checkpoint: async () => undefined });
}

async function run(job: Job): Promise<void> {
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
send({ type: 'ready', backend: 'none', device: 'a test', gpu: false });
