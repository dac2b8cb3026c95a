import { setTimeout as delay } from 'node:timers/promises';
import { patienceMs } from './patience.ts';

/** Waits until `look` returns something. @throws Error naming `what` when the time is up */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  milliseconds = patienceMs,
): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await delay(20)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Timed out after ${milliseconds} ms waiting for: ${what}`);
  }
}
