/**
 * Finds the program behind bubblewrap, as this process sees it:
 *
 *   this process ─ bwrap ─ bwrap, the first process of the namespace ─ the program
 *
 * The kernel ends everything in a namespace with its first process, whichever user it runs as. A program that were itself the first
 * could only be sent a signal, which bwrap, without capabilities, may not send to another user's process.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const toldPid = z.object({ 'child-pid': z.number().int().positive() });
const pollMilliseconds = 5;

/**
 * @param told  where bwrap tells the first process of its namespace, as JSON
 * @param isGone whether bwrap has ended
 * @returns -1 when it ended before the program began
 */
export async function programPid(told: Readable, isGone: () => boolean): Promise<number> {
  const json = await text(told);
  if (json === '') return -1;
  const first = toldPid.parse(JSON.parse(json))['child-pid'];
  for (; !isGone(); await delay(pollMilliseconds)) {
    const [program] = await childrenOf(first);
    if (program !== undefined) return program;
  }
  return -1;
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => null);
  if (list !== null) return list.split(' ').filter(Boolean).map(Number);
  // It has ended, or this kernel keeps no such lists (CONFIG_PROC_CHILDREN).
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(all.map(parentOf));
  return all.filter((_, index) => parents[index] === pid);
}

/** Null: there is no such process any more. */
async function parentOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, parent] = /\) \w (\d+)/.exec(stat) ?? [];
  return parent === undefined ? null : Number(parent);
}
