/** A sandboxed process dies with its parent and runs at a lower priority. */
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
import { waitFor } from '../support/wait-for.ts';

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

// Only Linux supports this.
test.runIf(process.platform === 'linux').each([
  ['loop', 'auto'],
  ['stop', 'auto'],
  ['loop', 'off'],
])('a child that cannot react dies with its killed parent (%s, sandbox %s)', async (what, mode) => {
  await start(what, mode);
  expect(isAlive(child)).toBe(true);
  parent.kill('SIGKILL');
  await waitFor('the end of the child', async () => !isAlive(child) || null);
});

/** Returns the nice values of a process's threads, where the system has one per thread. */
async function nicenessesOf(pid: number): Promise<number[]> {
  if (process.platform !== 'linux') return [getPriority(pid)];
  const threads = await readdir(`/proc/${pid}/task`);
  const stats = await Promise.all(threads.map((id) => readFile(`/proc/${pid}/task/${id}/stat`, 'utf8')));
  return stats.map((stat) => Number(stat.split(') ').at(-1)?.split(' ')[16]));
}

test('every thread of a sandboxed process has a lower priority than its parent', async () => {
  await start('loop');
  const own = Math.max(...(await nicenessesOf(parent.pid ?? 0)));
  for (const niceness of await nicenessesOf(child)) expect(niceness).toBeGreaterThan(own);
});

// Linux weighs sessions before processes: without this, a nice process in another session gets as much CPU time as all of ours.
test.runIf(await sessionOf('self'))('the session of a sandboxed process has a lower priority too', async () => {
  await start('loop');
  await waitFor('a lower priority', async () => {
    const [own, its] = await Promise.all([sessionOf(parent.pid ?? 0), sessionOf(child)]);
    return own && its && (its.name === own.name || its.niceness > own.niceness);
  });
});
