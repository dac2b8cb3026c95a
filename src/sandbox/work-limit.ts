/** A limit of the time that a piece of work takes which does not hold the load of the machine against it. */
import { readFile } from 'node:fs/promises';

/** However little of a processor the work got, it may take this many times as long as it may compute. */
export const maxStretch = 5;
/** What /proc counts in (USER_HZ), on every architecture that Node runs on. */
const ticksPerSecond = 100;
/** Between two looks at a process that is past the limit. */
const minLookMilliseconds = 100;

/** Seconds for which all threads of the process have computed so far; null where the system does not tell. */
async function processorSeconds(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // gone by now, or hidden
  // proc(5): fields 14 and 15. The second one, in brackets, may hold anything.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return user === undefined || system === undefined ? null : (user + system) / ticksPerSecond;
}

/**
 * Calls `onEnd` once, when the process has worked for this long from now on: when that many seconds have passed and it has computed
 * for as many, or `maxStretch` times as many have passed. Where the system does not tell how long a process computes, all time
 * counts.
 * @returns ends the watch
 */
export function limitWork(pid: number, seconds: number, onEnd: () => void): () => void {
  const began = performance.now();
  const before = processorSeconds(pid);
  let isOver = false;
  let timer = setTimeout(() => void look(), seconds * 1000);

  async function look(): Promise<void> {
    const [first, now] = [await before, await processorSeconds(pid)];
    if (isOver) return;
    const passed = (performance.now() - began) / 1000;
    const left = first === null || now === null ? 0 : Math.min(seconds - (now - first), maxStretch * seconds - passed);
    if (left > 0) {
      timer = setTimeout(() => void look(), Math.max(left * 1000, minLookMilliseconds));
      return;
    }
    isOver = true;
    onEnd();
  }

  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
