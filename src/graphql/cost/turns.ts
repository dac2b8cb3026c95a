/**
 * Limits how much work runs at a time, with round-robin turns for addresses. Paced work (budget.ts) yields to the event loop
 * after each slice, but many such operations at once would still occupy it with one slice after another.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Turns {
  /** Runs `work` when it is the turn of `address`. */
  take<T>(address: string, work: () => Promise<T>): Promise<T>;
}

/** @param places maximum number of concurrent executions */
export function createTurns(places: number): Turns {
  /** Queues by address; the first address is served next. */
  const waiting = new Map<string, (() => void)[]>();
  let taken = 0;

  function enter(address: string): Promise<void> | undefined {
    if (taken < places) {
      taken++;
      return;
    }
    const queue = waiting.get(address) ?? [];
    waiting.set(address, queue);
    return new Promise((resolve) => queue.push(resolve));
  }

  /** Passes the place to the next waiting execution. */
  function leave(): void {
    const [first] = waiting;
    if (!first) {
      taken--;
      return;
    }
    const [address, queue] = first;
    const next = queue.shift();
    waiting.delete(address);
    if (queue.length > 0) waiting.set(address, queue); // behind the others
    next?.();
  }

  return {
    async take(address, work) {
      await enter(address);
      try {
        return await work();
      } finally {
        // Events that arrived meanwhile are handled first.
        void nextTurn().then(leave);
      }
    },
  };
}
