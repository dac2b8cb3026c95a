/**
 * Keeps an organisation whose requests keep being ended (for time, memory, or a crash) from starting more of them: each one costs a
 * process, and the time that others wait for it.
 */

/** Requests ended within the window before an organisation is held off. */
const maxEnded = 3;
const windowMs = 10 * 60_000;
/** The hold-off after the last request that was allowed; it doubles with each further one. */
const firstHoldSeconds = 30;
const maxHoldSeconds = 600;

export interface Penalties {
  /** Counts one ended request. */
  add(organizationId: string): void;
  /** Seconds for which the organisation is held off; 0 when it is not. */
  secondsLeft(organizationId: string): number;
}

/** @param now the time in milliseconds */
export function createPenalties(now: () => number = Date.now): Penalties {
  /** Times of ended requests, oldest first. */
  const ended = new Map<string, number[]>();

  function recent(organizationId: string): number[] {
    const times = (ended.get(organizationId) ?? []).filter((time) => now() - time < windowMs);
    if (times.length === 0) ended.delete(organizationId);
    else ended.set(organizationId, times);
    return times;
  }

  return {
    add(organizationId) {
      ended.set(organizationId, [...recent(organizationId), now()]);
      for (const other of ended.keys()) recent(other); // forgets the organisations whose time is over
    },
    secondsLeft(organizationId) {
      const times = recent(organizationId);
      const last = times.at(-1);
      if (last === undefined || times.length < maxEnded) return 0;
      const hold = Math.min(maxHoldSeconds, firstHoldSeconds * 2 ** (times.length - maxEnded));
      return Math.max(0, Math.ceil((last - now()) / 1000 + hold));
    },
  };
}
