/**
 * Finds the process ID of the program that bubblewrap started, as seen from this process:
 *
 *   this process ─ bwrap ─ bwrap, the first process of the namespace ─ the program
 *
 * When the first process of a PID namespace exits, the kernel kills all others, whichever user they run as. If the program were
 * itself the first process, it could only be ended by a signal, and bwrap, which has no capabilities, may not send signals to
 * another user's process.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const infoSchema = z.object({ 'child-pid': z.number().int().positive() });
const pollMs = 5;

/**
 * @param info stream on which bwrap writes the first process of its namespace as JSON
 * @param isGone returns true once bwrap has exited
 * @returns the process ID, or -1 if bwrap exited before the program started
 */
export async function programPid(info: Readable, isGone: () => boolean): Promise<number> {
  const json = await text(info);
  if (json === '') return -1;
  const first = infoSchema.parse(JSON.parse(json))['child-pid'];
  for (; !isGone(); await delay(pollMs)) {
    const [program] = await childrenOf(first);
    if (program !== undefined) return program;
  }
  return -1;
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => null);
  if (list !== null) return list.split(' ').filter(Boolean).map(Number);
  // The process has exited, or the kernel was built without these lists (CONFIG_PROC_CHILDREN).
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(parentOf));
  return all.filter((_, index) => parents[index] === pid);
}

/** Returns the parent of a process, or null if the process has exited. */
async function parentOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, parent] = /\) \w (\d+)/.exec(stat) ?? [];
  return parent === undefined ? null : Number(parent);
}
