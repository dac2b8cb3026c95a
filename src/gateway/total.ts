/**
 * Listeners that any client can trigger. Node calls a listener from the event loop, so an exception or a rejected promise has no
 * caller to handle it and ends the process. A total listener neither throws nor rejects, whatever arrives.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';

/**
 * Returns a listener that cannot throw and whose promise cannot reject.
 * @param where      name of the listener in the log
 * @param onFailure  ends the work of a failed listener; receives the listener's arguments
 */
export type MakeTotal = <A extends unknown[]>(
  where: string,
  listener: (...args: A) => unknown,
  onFailure?: (...args: A) => void,
) => (...args: A) => void;

/** @param log receives one line per failure, with an id */
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
