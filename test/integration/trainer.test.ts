/** The supervisor's handle of a real process. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { startTrainer } from '../../src/worker/trainer.ts';
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
    const trainer = await startTrainer({
      modulePath: fileURLToPath(new URL('../support/scripted-trainer.ts', import.meta.url)),
      args: [tmpdir()],
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
      env: process.env,
      stallSeconds: 3600,
    });
    trainer.hold(true);
    await until('it to be stopped', async () => (await stateOf(trainer.pid)) === 'T');
    trainer.hold(false);
    await until('it to go on', async () => (await stateOf(trainer.pid)) !== 'T');
    trainer.hold(true);
    trainer.kill();
    await trainer.exited;
    expect(trainer.alive).toBe(false);
  },
);
