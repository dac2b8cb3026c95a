import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Forces a garbage collection after a task. V8 alone collects only under memory pressure, so an idle trainer would hold hundreds
 * of MiB that other tasks could use.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
