/** Time limits of sandboxed work: time in which the machine runs other work does not count, up to a maximum. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { limitWork, maxStretch } from '../../src/sandbox/work-limit.ts';

const seconds = 0.5;
let child: ChildProcess;
afterEach(() => void child.kill('SIGKILL'));

/** Resolves with the pid of a process in an endless loop. */
async function startSpinning(): Promise<number> {
  child = spawn(process.execPath, ['-e', 'console.log("spins"); for (;;);'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  if (child.pid === undefined) throw new Error('The child did not start.');
  return child.pid;
}

/** Resolves with the elapsed seconds when the limit is exceeded. */
function untilLimit(pid: number): Promise<number> {
  const began = performance.now();
  return new Promise((resolve) => limitWork(pid, seconds, () => resolve((performance.now() - began) / 1000)));
}

describe.runIf(process.platform === 'linux')('limitWork', () => {
  test('ends work that has used its CPU time', async () => {
    expect(await untilLimit(await startSpinning())).toBeGreaterThanOrEqual(seconds);
  });

  test('ends work that gets no CPU time after several times its limit', async () => {
    const pid = await startSpinning();
    process.kill(pid, 'SIGSTOP');
    expect(await untilLimit(pid)).toBeGreaterThanOrEqual(seconds * maxStretch);
  });

  test('grants work that was suspended its full CPU time', async () => {
    const pid = await startSpinning();
    process.kill(pid, 'SIGSTOP');
    const over = untilLimit(pid);
    await new Promise((resolve) => setTimeout(resolve, seconds * 2000));
    process.kill(pid, 'SIGCONT');
    expect(await over).toBeGreaterThanOrEqual(seconds * 3 * 0.9); // /proc has a resolution of 10 ms
  });
});

test('counts wall-clock time if the system does not provide CPU times', async () => {
  expect(await untilLimit(2 ** 22 + 1)).toBeGreaterThanOrEqual(seconds); // greater than any pid
});

test('does nothing after it was cancelled', async () => {
  const pid = await startSpinning();
  let isOver = false;
  const stop = limitWork(pid, seconds / 5, () => {
    isOver = true;
  });
  stop();
  await untilLimit(pid);
  expect(isOver).toBe(false);
});
