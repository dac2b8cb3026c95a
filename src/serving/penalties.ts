/**
 * Temporarily blocks an organization whose requests are repeatedly stopped (for time, memory, or a crash): each costs a process
 * and makes others wait.
 */

/** Stopped requests within the window after which an organization is blocked. */
const maxEnded = 3;
const windowMs = 10 * 60_000;
/** Duration of the first block. It doubles with each further stopped request. */
const firstHoldSeconds = 30;
const maxHoldSeconds = 600;

export interface Penalties {
  /** Counts one stopped request. */
  add(organizationId: string): void;
  /** Returns the remaining seconds of the block. 0 when the organization is not blocked. */
  secondsLeft(organizationId: string): number;
}

/** @param now clock in milliseconds. Default: `Date.now` */
export function createPenalties(now: () => number = Date.now): Penalties {
  /** Times of stopped requests by organization, oldest first. */
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
      for (const other of ended.keys()) recent(other); // removes organizations without recent entries
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
