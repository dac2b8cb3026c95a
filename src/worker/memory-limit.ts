/**
 * Bounds on a trainer's memory, where the system has them (Linux). Neither V8's settings nor a worker thread's limit tensors,
 * which lie outside its heap; RLIMIT_DATA does, and an allocation beyond it fails in the trainer alone.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MemoryLimit } from './protocol.ts';

const run = promisify(execFile);

/**
 * From now on the process may have at most this much private memory; null: as much as its hard limit allows. The soft limit can be
 * raised again for the next task; the hard one never can, unless by the system's administrator.
 * @returns false where the system cannot
 * @throws Error when it can and refuses
 */
export async function limitMemory(pid: number, limit: MemoryLimit | null): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const data = limit ? `${Math.ceil(limit.soft)}:${Math.ceil(limit.hard)}` : 'unlimited:';
  try {
    await run('prlimit', ['--pid', String(pid), `--data=${data}`]);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // util-linux is not installed
    throw error;
  }
}

/** Private memory that the process has reserved, as the limit counts it; null where the system does not tell. */
export async function privateMemory(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''); // gone by now
  const [, kibibytes] = /^VmData:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
