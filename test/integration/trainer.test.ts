/** The supervisor's handle of a real process. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { startTrainer } from '../../src/worker/trainer.ts';
import { scriptedTrainers } from '../support/scripted-trainers.ts';
import { until } from '../support/until.ts';

const linux = process.platform === 'linux';
if (!linux) console.warn('SKIPPED: what state a process is in is not told on this system.');

/** R, S, T (stopped), ... */
async function stateOf(pid: number): Promise<string> {
  return /\) (\w)/.exec(await readFile(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '';
}

test.skipIf(!linux)(
  'a trainer that is held stops where it is, goes on when it is let, and dies when it is killed',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aias-trainer-'));
    const store = await createFilesystemStore(join(folder, 'artifacts'));
    const trainer = await startTrainer(scriptedTrainers(folder, store, 3600));
    trainer.hold(true);
    await until('it to be stopped', async () => (await stateOf(trainer.pid)) === 'T');
    trainer.hold(false);
    await until('it to go on', async () => (await stateOf(trainer.pid)) !== 'T');
    trainer.hold(true);
    trainer.kill();
    await trainer.exited;
    expect(trainer.alive).toBe(false);
    await rm(folder, { recursive: true });
  },
);
