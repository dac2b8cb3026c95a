import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back what a task left behind. V8 by itself lets garbage lie until it needs the room: a trainer that waits for its next task
 * would hold hundreds of MiB that other tasks of the machine could use.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
