import { type ChildProcess, type ForkOptions, fork, spawnSync } from 'node:child_process';

/** Whether there is a process of this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // there, and somebody else's
  }
}

/** util-linux's setpriv, which has the kernel end a process with its parent; busybox has one that cannot. */
const setpriv = ['setpriv', '--pdeathsig', 'KILL', '--'] as const;
let bindable: boolean | undefined;

/**
 * Like fork(), and on Linux the process ends with this one, however this one ends: a loop without an end never sees that its
 * channel is closed, and a stopped process sees nothing. Elsewhere it has to look for `disconnect`.
 */
export function forkBound(modulePath: string, args: readonly string[], options: ForkOptions): ChildProcess {
  const [file, ...before] = setpriv;
  bindable ??= process.platform === 'linux' && spawnSync(file, [...before, 'true']).status === 0;
  if (!bindable) return fork(modulePath, args, options);
  const execArgv = [...before, process.execPath, ...(options.execArgv ?? process.execArgv)];
  return fork(modulePath, args, { ...options, execPath: file, execArgv });
}
