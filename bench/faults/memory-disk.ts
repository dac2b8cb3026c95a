/** A small disk in memory that can be filled. Linux, and root only. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Puts an empty disk over a folder. Resolves with how to take it away. */
export async function mountMemory(path: string, bytes: number): Promise<() => Promise<unknown>> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path]);
  return () => run('umount', ['--lazy', path]);
}

/** Why no such disk can be had here; null: it can. */
export function withoutMemoryDisk(): string | null {
  return process.platform === 'linux' && process.getuid?.() === 0 ? null : 'needs root on Linux for a tmpfs';
}
