/**
 * Distinguishes a dead worker from a database outage. During an outage no lease can be renewed, so when the database returns,
 * every lease has expired, and the first process to check would requeue tasks that are still running. Leases therefore do not
 * count as expired during a grace period after an outage. An outage is assumed when the server started recently (new processes
 * see that too), when this process could not reach it or waited long for it, or when this process itself was suspended, as on a
 * laptop that slept or an overloaded machine.
 */
import { type SQL, sql } from 'drizzle-orm';
import { isConnectionError } from '../../database/client.ts';

const ticksPerGrace = 8;

/** @param graceSeconds time that workers get after an outage to send a heartbeat. 0 disables the grace period */
export function createOutageGrace(graceSeconds: number) {
  let graceUntil = Number.NEGATIVE_INFINITY;
  let lastTick = Date.now();
  if (graceSeconds > 0) setInterval(tick, (graceSeconds * 1000) / ticksPerGrace).unref();

  /** Uses the wall clock, because the monotonic clock stops while a machine sleeps. */
  function tick(): void {
    const now = Date.now();
    if (now - lastTick > (graceSeconds * 1000) / 2) startGrace();
    lastTick = now;
  }

  function startGrace(): void {
    graceUntil = performance.now() + graceSeconds * 1000;
  }

  return {
    /** Returns an SQL condition that is true when no grace period is in effect. */
    graceEnded(): SQL {
      if (graceSeconds > 0) tick();
      const serverIsSettled = sql`now() - pg_postmaster_start_time() >= make_interval(secs => ${graceSeconds})`;
      return performance.now() < graceUntil ? sql`false` : serverIsSettled;
    },

    /** Runs a query, and starts a grace period if it fails to connect or takes long. @throws the errors of the query */
    async observe<T>(query: () => Promise<T>): Promise<T> {
      const startedAt = performance.now();
      try {
        return await query();
      } catch (error) {
        if (isConnectionError(error)) startGrace();
        throw error;
      } finally {
        if (performance.now() - startedAt > (graceSeconds * 1000) / 2) startGrace();
      }
    },
  };
}
