/** Performs the action of a failpoint (failpoints.ts), in the process that reaches it. */
import fs from 'node:fs';
import { join } from 'node:path';

const folder = process.env.FAILPOINTS ?? '';
const { readFileSync, unlinkSync } = fs; // the originals, before they are wrapped

/** The path of an artifact: `checkpoint` or `finish`. Null stands for neither. */
export type Kind = 'checkpoint' | 'finish';

export function kindOfKey(key: unknown): Kind | null {
  const [, name] = /^(checkpoints|models)\//.exec(String(key)) ?? [];
  return name ? kindOfFolder(name) : null;
}

export function kindOfFolder(name: string): Kind {
  return name === 'models' ? 'finish' : 'checkpoint';
}

/** Returns the pid of the process at the other end: a trainer's worker, or a worker's trainer. */
let partner: () => number | undefined = () => undefined;

export function setPartner(pid: () => number | undefined): void {
  partner = pid;
}

/** Performs the action that the point is armed with, if any. @throws a system error for an error code */
export function reach(point: string): void {
  const code = act(point);
  if (code) throw failure(code, point);
}

/**
 * Performs the action that the point is armed with, if any.
 * @param before runs before the action
 * @returns the error code to fail with, or null
 */
export function act(point: string, before: () => void = () => undefined): string | null {
  const action = disarm(join(folder, point));
  if (action === null) return null;
  before();
  if (action === 'kill') process.kill(process.pid, 'SIGKILL');
  if (action === 'kill partner') {
    process.kill(partner() ?? process.pid, 'SIGKILL');
    return null;
  }
  return action;
}

export function failure(code: string, point: string): Error {
  return Object.assign(new Error(`${code}: injected at ${point}`), { code });
}

/** Returns the point's action and disarms it. If several processes arrive at once, only one of them gets it. */
function disarm(path: string): string | null {
  try {
    const action = readFileSync(path, 'utf8');
    unlinkSync(path);
    return action;
  } catch {
    return null; // not armed, or another process was first
  }
}

/** Calls `deliver` between two points. */
export function between<T>(kind: Kind | null, [before, after]: readonly [string, string], deliver: () => T): T {
  if (!kind) return deliver();
  reach(`${kind}.${before}`);
  const result = deliver();
  setImmediate(() => reach(`${kind}.${after}`));
  return result;
}
