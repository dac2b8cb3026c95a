/**
 * Limits a trainer's memory where the operating system supports it (Linux). V8's heap settings and the limits of worker threads
 * do not cover tensors, which lie outside the heap. RLIMIT_DATA does, and an allocation beyond it fails in the trainer only.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MemoryLimit } from './trainer/protocol.ts';

const run = promisify(execFile);

/**
 * Sets the limit on a process's private memory. Null raises the soft limit to the hard one. The soft limit can be raised again
 * for the next task; only a privileged user can raise the hard limit.
 * @returns false where the system has no such limit
 * @throws Error when the system has one but refuses to set it
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

/** Returns the private memory that the process has reserved, in bytes as RLIMIT_DATA counts it, or null where it is unknown. */
export async function readDataSegmentBytes(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''); // the process has exited
  const [, kibibytes] = /^VmData:\s+(\d+) kB$/m.exec(status) ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
