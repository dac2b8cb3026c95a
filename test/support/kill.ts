/** Ends a process that may have ended by itself, or with another that was ended before it. Fails when there is none to name. */
export function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (!pid) throw new Error('There is no process to end.'); // 0 would be our own and all that are with it
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
