import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { isAlive } from '../../src/process.ts';
import { until } from '../support/until.ts';

let parent: ChildProcess;
let child: number;

afterEach(() => {
  for (const pid of [parent.pid, child]) if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
});

// Elsewhere the kernel has nothing of the kind.
test.runIf(process.platform === 'linux').each(['loop', 'stop'])(
  'a child that cannot hear ends with its parent, though that was killed (%s)',
  async (what) => {
    parent = fork(fileURLToPath(new URL('../support/parent-of-loop.ts', import.meta.url)), [what], {
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    });
    [child] = (await once(parent, 'message')) as [number];
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await until('the end of the child', async () => !isAlive(child) || null);
  },
);
