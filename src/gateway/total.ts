/**
 * Listeners that strangers reach. Node calls a listener from the event loop: what it throws, and a promise of it that rejects, has no
 * caller to go to and ends the process. A total listener does neither, whatever arrives.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';

/**
 * Returns a listener that cannot throw and whose promise cannot reject.
 * @param where      names the listener in the log
 * @param onFailure  ends what the listener was working on, with the listener's arguments
 */
export type MakeTotal = <A extends unknown[]>(
  where: string,
  listener: (...args: A) => unknown,
  onFailure?: (...args: A) => void,
) => (...args: A) => void;

/** @param log gets one line for each failure, with an id */
export function createTotal(log: Logger): MakeTotal {
  return (where, listener, onFailure) => {
    const report = (error: unknown) => log.error({ err: error, errorId: randomUUID(), where }, 'a listener failed');
    return (...args) => {
      const fail = (error: unknown) => {
        report(error);
        try {
          onFailure?.(...args);
        } catch (second) {
          report(second);
        }
      };
      try {
        const outcome = listener(...args);
        if (isThenable(outcome)) outcome.then(undefined, fail);
      } catch (error) {
        fail(error);
      }
    };
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
