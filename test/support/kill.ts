/** Ends a process that may already have exited. @throws Error when `pid` is undefined */
export function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (!pid) throw new Error('There is no process to kill.'); // kill(0) would signal the whole process group of the test run
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
