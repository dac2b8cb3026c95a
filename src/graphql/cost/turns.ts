/**
 * Limits how much work runs at a time, with round-robin turns for callers. Paced work (budget.ts) yields to the event loop after each
 * slice, but many such operations at once would still occupy it with one slice after another, and fill memory with their responses.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RateLimited } from '../../errors.ts';

export interface Turns {
  /**
   * Runs `work` when it is the turn of `caller`. Its place becomes free once the work has ended, and what it passed to `holdUntil`.
   * @throws RateLimited if too much work of the caller waits
   * @throws the reason of `signal` if it aborts while the work waits
   */
  take<T>(caller: string, work: (holdUntil: HoldUntil) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Keeps the place of work that has ended until the promise settles, such as that of a statement that nothing waits for. */
export type HoldUntil = (settled: Promise<unknown>) => void;

export interface TurnLimits {
  /** Maximum number of concurrent executions. */
  places: number;
  /** Maximum number of concurrent executions of one caller. Default: all places. */
  placesPerCaller?: number;
  /** Maximum number of executions of one caller that wait. Default: unlimited. */
  maxWaitingPerCaller?: number;
}

const retrySeconds = 1;

export function createTurns({
  places,
  placesPerCaller = places,
  maxWaitingPerCaller = Number.POSITIVE_INFINITY,
}: TurnLimits): Turns {
  /** Queues by caller; the first caller with a free place is served next. */
  const waiting = new Map<string, Set<() => void>>();
  const takenBy = new Map<string, number>();
  let taken = 0;

  const hasPlace = (caller: string) => taken < places && (takenBy.get(caller) ?? 0) < placesPerCaller;

  function occupy(caller: string, change: 1 | -1): void {
    taken += change;
    const count = (takenBy.get(caller) ?? 0) + change;
    if (count > 0) takenBy.set(caller, count);
    else takenBy.delete(caller);
  }

  function wait(caller: string, signal: AbortSignal | undefined): Promise<void> {
    const queue = waiting.get(caller) ?? new Set();
    if (queue.size >= maxWaitingPerCaller) {
      throw new RateLimited(retrySeconds, `You have too many operations at once: ${maxWaitingPerCaller} wait already.`);
    }
    waiting.set(caller, queue);
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        queue.delete(begin);
        if (queue.size === 0 && waiting.get(caller) === queue) waiting.delete(caller);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      queue.add(begin);
    });
  }

  /** Frees a place, and passes it to the next waiting execution. */
  function leave(caller: string): void {
    occupy(caller, -1);
    for (const [next, queue] of waiting) {
      if (!hasPlace(next)) continue;
      const [begin] = queue;
      if (!begin) throw new Error('A caller without waiting executions is still queued.');
      queue.delete(begin);
      waiting.delete(next);
      if (queue.size > 0) waiting.set(next, queue); // behind the others
      occupy(next, 1);
      begin();
      return;
    }
  }

  return {
    async take(caller, work, signal) {
      signal?.throwIfAborted();
      if (hasPlace(caller)) occupy(caller, 1);
      else await wait(caller, signal);
      const held: Promise<unknown>[] = [];
      try {
        return await work((settled) => void held.push(settled));
      } finally {
        // Events that arrived meanwhile are handled first.
        void Promise.allSettled(held)
          .then(() => nextTurn())
          .then(() => leave(caller));
      }
    },
  };
}
