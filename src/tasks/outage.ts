/**
 * Tells a worker that went silent from a database that was away. While nobody can reach the database, no lease can be renewed, and
 * when it is back every one of them has run out: then whoever looks first would take every task from a worker that computes
 * on. So for a grace period after an outage no lease counts as run out. Three signs tell of one: the server began not long ago
 * (which one sees who has just begun, too); this process could not reach it, or only after a long wait; or this process itself
 * stood still, as everything does on a laptop that slept or a machine that had no time for anyone.
 */
import { type SQL, sql } from 'drizzle-orm';
import { isConnectionError } from '../database/client.ts';

const ticksPerGrace = 8;

/** @param graceSeconds how long after an outage a worker may need to be heard of; 0: no grace */
export function createOutageWatch(graceSeconds: number) {
  let graceUntil = Number.NEGATIVE_INFINITY;
  let lastTick = Date.now();
  if (graceSeconds > 0) setInterval(tick, (graceSeconds * 1000) / ticksPerGrace).unref();

  /** By the clock on the wall: the other one stops while a machine sleeps. */
  function tick(): void {
    const now = Date.now();
    if (now - lastTick > (graceSeconds * 1000) / 2) begin();
    lastTick = now;
  }

  function begin(): void {
    graceUntil = performance.now() + graceSeconds * 1000;
  }

  return {
    /** A condition: no outage is too short ago. */
    isOver(): SQL {
      if (graceSeconds > 0) tick();
      const long = sql`now() - pg_postmaster_start_time() >= make_interval(secs => ${graceSeconds})`;
      return performance.now() < graceUntil ? sql`false` : long;
    },

    /** Looks at the database, and at how that went. @throws what the look throws */
    async watch<T>(look: () => Promise<T>): Promise<T> {
      const asked = performance.now();
      try {
        return await look();
      } catch (error) {
        if (isConnectionError(error)) begin();
        throw error;
      } finally {
        if (performance.now() - asked > (graceSeconds * 1000) / 2) begin();
      }
    },
  };
}
