/** A limit of the time that work takes: what the machine gives to others is not held against it, and nothing lasts for ever. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { limitWork, maxStretch } from '../../src/sandbox/work-limit.ts';

const seconds = 0.5;
let child: ChildProcess;
afterEach(() => void child.kill('SIGKILL'));

/** Resolves with a process that computes for ever. */
async function spinning(): Promise<number> {
  child = spawn(process.execPath, ['-e', 'console.log("spins"); for (;;);'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  if (child.pid === undefined) throw new Error('The child did not start.');
  return child.pid;
}

/** Resolves when the limit is reached, with the seconds that this took. */
function timeOf(pid: number): Promise<number> {
  const began = performance.now();
  return new Promise((resolve) => limitWork(pid, seconds, () => resolve((performance.now() - began) / 1000)));
}

describe.runIf(process.platform === 'linux')('work', () => {
  test('is over when it has computed for as long as it may', async () => {
    expect(await timeOf(await spinning())).toBeGreaterThanOrEqual(seconds);
  });

  test('that gets no processor may take several times as long, and no longer', async () => {
    const pid = await spinning();
    process.kill(pid, 'SIGSTOP');
    expect(await timeOf(pid)).toBeGreaterThanOrEqual(seconds * maxStretch);
  });

  test('that gets a processor again may still compute for its time', async () => {
    const pid = await spinning();
    process.kill(pid, 'SIGSTOP');
    const over = timeOf(pid);
    await new Promise((resolve) => setTimeout(resolve, seconds * 2000));
    process.kill(pid, 'SIGCONT');
    expect(await over).toBeGreaterThanOrEqual(seconds * 3 * 0.9); // /proc counts in hundredths
  });
});

test('a process that the system tells nothing about has the time that its work may take', async () => {
  expect(await timeOf(2 ** 22 + 1)).toBeGreaterThanOrEqual(seconds); // beyond the largest id there is
});

test('an ended watch ends nothing', async () => {
  const pid = await spinning();
  let isOver = false;
  const stop = limitWork(pid, seconds / 5, () => {
    isOver = true;
  });
  stop();
  await timeOf(pid);
  expect(isOver).toBe(false);
});
