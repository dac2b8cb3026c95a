/** A small tmpfs that can be filled. Requires root on Linux. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Mounts an empty tmpfs over a folder. Resolves with a function that unmounts it. */
export async function mountTmpfs(path: string, bytes: number): Promise<() => Promise<unknown>> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path]);
  return () => run('umount', ['--lazy', path]);
}

/** Returns why a tmpfs is unavailable, or null if it is available. */
export function tmpfsUnavailableReason(): string | null {
  return process.platform === 'linux' && process.getuid?.() === 0 ? null : 'needs root on Linux for a tmpfs';
}
