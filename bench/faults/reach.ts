/** What happens at a point of failpoints.ts, in the process that reaches it. */
import fs from 'node:fs';
import { join } from 'node:path';

const folder = process.env.FAILPOINTS ?? '';
const { readFileSync, unlinkSync } = fs; // as they are before anything is wrapped

/** Of an artifact: which of the two paths it is on its way along. Null: neither. */
export type Kind = 'checkpoint' | 'finish';

export function kindOfKey(key: unknown): Kind | null {
  const [, name] = /^(checkpoints|models)\//.exec(String(key)) ?? [];
  return name ? kindOfFolder(name) : null;
}

export function kindOfFolder(name: string): Kind {
  return name === 'models' ? 'finish' : 'checkpoint';
}

/** The process at the other end: a trainer's worker, a worker's trainer. */
let partner: () => number | undefined = () => undefined;

export function setPartner(pid: () => number | undefined): void {
  partner = pid;
}

/** Does what the point is armed with, if it is. @throws the system's error, when it is to fail */
export function reach(point: string): void {
  const code = act(point);
  if (code) throw failure(code, point);
}

/**
 * Does what the point is armed with, if it is.
 * @param before what is done first
 * @returns the code of the error that is to be met; null: none
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

/** What the point is armed with. Of several processes that arrive together one gets it. */
function disarm(path: string): string | null {
  try {
    const action = readFileSync(path, 'utf8');
    unlinkSync(path);
    return action;
  } catch {
    return null; // not armed, or another process was faster
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
