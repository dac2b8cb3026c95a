/** The supervisor's handle of a real trainer process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { startTrainer } from '../../src/worker/trainer/trainer.ts';
import { scriptedTrainers } from '../support/scripted-trainers.ts';
import { waitFor } from '../support/wait-for.ts';

const linux = process.platform === 'linux';
if (!linux) console.warn('SKIPPED: this system does not report process states.');

/** Returns the state letter of a process: R, S, T (stopped), ... */
async function stateOf(pid: number): Promise<string> {
  return /\) (\w)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
}

test.skipIf(!linux)('suspends, resumes and kills a trainer process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aias-trainer-'));
  const store = await createFilesystemStore(join(folder, 'artifacts'));
  const trainer = await startTrainer(scriptedTrainers(folder, store, 3600));
  trainer.setSuspended(true);
  await waitFor('it to be stopped', async () => (await stateOf(trainer.pid)) === 'T');
  trainer.setSuspended(false);
  await waitFor('it to continue', async () => (await stateOf(trainer.pid)) !== 'T');
  trainer.setSuspended(true);
  trainer.kill();
  await trainer.exited;
  expect(trainer.isAlive).toBe(false);
  await rm(folder, { recursive: true });
});

test('ends a trainer process that hangs while it starts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aias-trainer-'));
  const store = await createFilesystemStore(join(folder, 'artifacts'));
  const hanging = join(folder, 'hanging.mjs');
  await writeFile(hanging, "process.on('message', () => undefined);");
  const options = scriptedTrainers(folder, store, 3600);
  const program = { ...options.program, modulePath: hanging };
  await expect(startTrainer({ ...options, program, startSeconds: 0.1 })).rejects.toThrow(
    'The trainer process did not start: it was killed by SIGKILL.',
  );
  await rm(folder, { recursive: true });
});
