/** Time limits for work in sandboxed processes that do not count the time in which the machine runs other work. */
import { readFile } from 'node:fs/promises';

/** Maximum ratio of the wall-clock time of a work item to its time limit, even if it gets no CPU time. */
export const maxStretch = 5;
/** Unit of the times in /proc (USER_HZ); 100 on all architectures that Node.js supports. */
const ticksPerSecond = 100;
/** Minimum interval between two checks of a process after its limit has passed. */
const minCheckMilliseconds = 100;

/** CPU seconds of all threads of the process so far; null if the system does not provide them. */
async function readCpuSeconds(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // exited, or hidden
  // proc(5): fields 14 and 15. Field 2, in parentheses, can contain anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = fields.slice(11, 13).map(Number);
  return user === undefined || system === undefined ? null : (user + system) / ticksPerSecond;
}

/**
 * Calls `onLimit` once when the process exceeds its time limit, counted from this call: when `seconds` of wall-clock time have passed
 * and it has used as many CPU seconds, or when `maxStretch * seconds` have passed. If the system does not provide CPU times, the
 * wall-clock time alone counts.
 * @returns cancels the limit
 */
export function limitWork(pid: number, seconds: number, onLimit: () => void): () => void {
  const start = performance.now();
  const cpuAtStart = readCpuSeconds(pid);
  let isOver = false;
  let timer = setTimeout(() => void check(), seconds * 1000);

  async function check(): Promise<void> {
    const [first, now] = [await cpuAtStart, await readCpuSeconds(pid)];
    if (isOver) return;
    const elapsed = (performance.now() - start) / 1000;
    const left = first === null || now === null ? 0 : Math.min(seconds - (now - first), maxStretch * seconds - elapsed);
    if (left > 0) {
      timer = setTimeout(() => void check(), Math.max(left * 1000, minCheckMilliseconds));
      return;
    }
    isOver = true;
    onLimit();
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
