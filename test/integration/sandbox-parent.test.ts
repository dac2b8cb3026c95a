/** A sandboxed process ends with the one that started it, and computes at a lower priority. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { getPriority } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { isAlive } from '../../src/process.ts';
import { sessionOf } from '../../src/sandbox/priority.ts';
import { kill } from '../support/kill.ts';
import { until } from '../support/until.ts';

let parent: ChildProcess;
let child: number;

afterEach(() => {
  for (const pid of [parent.pid, child]) if (pid && isAlive(pid)) kill(pid);
});

async function start(what: string, mode = 'auto'): Promise<void> {
  parent = fork(fileURLToPath(new URL('../support/parent-of-sandbox.ts', import.meta.url)), [what, mode], {
    execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
  });
  [child] = (await once(parent, 'message')) as [number];
}

// Elsewhere the kernel has nothing of the kind.
test.runIf(process.platform === 'linux').each([
  ['loop', 'auto'],
  ['stop', 'auto'],
  ['loop', 'off'],
])('a child that cannot hear ends with its parent, though that was killed (%s, sandbox %s)', async (what, mode) => {
  await start(what, mode);
  expect(isAlive(child)).toBe(true);
  parent.kill('SIGKILL');
  await until('the end of the child', async () => !isAlive(child) || null);
});

/** The nice values of a process's threads, where the system tells them apart. */
async function nicenessesOf(pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return [getPriority(pid)];
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(threads.map((id) => readFile(`/proc/${pid}/task/${id}/stat`, 'utf8')));
  return stats.map((stat) => Number(stat.split(') ').at(-1)?.split(' ')[16]));
}

test('a process that computes has a lower priority than its parent, in every thread', async () => {
  await start('loop');
  const own = Math.max(...(await nicenessesOf(parent.pid ?? 0)));
  for (const niceness of await nicenessesOf(child)) expect(niceness).toBeGreaterThan(own);
});

// Linux weighs sessions before processes: without this, a nice process of another session takes as much as all of ours.
test.runIf(await sessionOf('self'))('and so has its session, if it has one of its own', async () => {
  await start('loop');
  await until('a lower priority', async () => {
    const [own, its] = await Promise.all([sessionOf(parent.pid ?? 0), sessionOf(child)]);
    return own && its && (its.name === own.name || its.niceness > own.niceness);
  });
});
