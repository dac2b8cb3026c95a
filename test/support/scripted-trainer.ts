/**
 * A trainer process that computes nothing and does what its task says, in the name of the model that it would ask or of the
 * family that it would train:
 *
 *   done          ends at once
 *   hold          ends when a file with the task's id is in the folder that is this process's argument
 *   keep <bytes>  takes that much memory, keeps it, and ends
 *
 * What it answers carries its process id as the number of samples.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { TaskSpec } from '../../src/tasks/task-spec.ts';
import type { FromTrainer, Job, ToTrainer } from '../../src/worker/protocol.ts';
import { until } from './until.ts';

const [, , folder = ''] = process.argv;
const kept: Uint8Array[] = [];

const actions: Record<string, (job: Job, bytes: number) => Promise<unknown>> = {
  done: async () => undefined,
  hold: ({ taskId }) =>
    until('the word to end', () =>
      access(join(folder, taskId)).then(
        () => true,
        () => false,
      ),
    ),
  keep: async (_, bytes) => kept.push(new Uint8Array(bytes).fill(1)),
};

function lineOf(spec: TaskSpec): string {
  return spec.kind === 'TRAIN' || spec.kind === 'TUNE' ? spec.recipe.family : spec.model.artifactKey;
}

async function run(job: Job): Promise<void> {
  const [action = '', bytes] = lineOf(job.spec).split(' ');
  await actions[action]?.(job, Number(bytes));
  const result = { kind: 'PREDICT', artifactKey: '', sha256: '', bytes: 0, samples: process.pid } as const;
  send({ type: 'done', outcome: { kind: 'finished', result } });
}

function send(message: FromTrainer): void {
  process.send?.(message);
}

process.once('disconnect', () => process.exit(0));
process.on('message', (message: ToTrainer) => {
  if (message.type === 'run') void run(message.job);
});
send({ type: 'ready', backend: 'none', device: 'a test' });
