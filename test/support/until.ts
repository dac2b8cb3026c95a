import { setTimeout as delay } from 'node:timers/promises';
import { patienceMilliseconds } from './patience.ts';

/** Waits until `look` gives something; fails with what was waited for when it does not in time. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  milliseconds = patienceMilliseconds,
): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await delay(20)) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited ${milliseconds} ms in vain for: ${what}`);
  }
}
