/**
 * Failpoints at which a part of the platform dies or fails, once. The platform's code is unchanged: a preloaded module
 * (failpoints-preload.ts) wraps the system calls, messages and packets between which the points are.
 *
 * A point is armed by a file of its name; the process that reaches it first removes the file and performs the action. A sandboxed
 * trainer could neither see nor remove the file, so these clusters run with AIAS_SANDBOX=off: with the same messages and the same
 * scratch folder, but without the confinement.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitFor } from '../../test/support/wait-for.ts';
import { modulePath } from '../runner-process.ts';

/** Steps in which the trainer writes the file that it hands over. */
const handover = ['file', 'part'] as const;
/** Steps in which the worker stores that file. */
const storing = ['put', 'write', 'rename', 'renamed'] as const;

/** The steps of storing and recording one artifact, in order. */
const steps = [
  // in the trainer
  'file', // before it creates the file in its scratch folder
  'part', // half of the bytes are written
  'ask', // before the worker is asked to store it
  'asked',
  // in the worker
  'put', // before the store's file is created
  'write', // some of its bytes are written
  'rename', // all bytes are written, under a temporary name
  'renamed', // the artifact exists, but no other process knows
  'reply', // before the worker confirms that it is stored
  'replied',
  // in the trainer
  'announce', // before the worker is asked to record it
  'announced',
  // in the worker
  'record', // before the worker's statement is sent to Postgres
  'transaction', // written, but not committed
  'committed', // committed, but the worker does not know
] as const;
/** Steps after a checkpoint is recorded: the oldest one is deleted, and the trainer may continue. */
const afterwards = ['discard', 'discarded', 'answer', 'answered'] as const;

export const checkpointSteps = [...steps, ...afterwards].map((step) => `checkpoint.${step}`);
export const finishSteps = steps.map((step) => `finish.${step}`);
/** Steps that write to a disk. */
export const diskSteps = [...handover, ...storing].flatMap((step) => [`checkpoint.${step}`, `finish.${step}`]);

const folderOf = (clusterFolder: string) => join(clusterFolder, 'failpoints');

/** Returns the environment that loads the failpoints into a process and its children. */
export async function failpointEnvironment(clusterFolder: string): Promise<Record<string, string>> {
  await mkdir(folderOf(clusterFolder));
  return {
    FAILPOINTS: folderOf(clusterFolder),
    AIAS_SANDBOX: 'off',
    AIAS_SANDBOX_ENVIRONMENT: 'FAILPOINTS',
    ...preload('./failpoints-preload.ts'),
  };
}

/** Returns the environment that loads poison-preload.ts into sandboxed trainers. */
export function poisonEnvironment(): Record<string, string> {
  const path = modulePath(import.meta.url, './poison-preload.ts');
  return { AIAS_SANDBOX_READABLE: path, ...preload('./poison-preload.ts') };
}

/** Preloads a module of this folder into a process and all its children, sandboxed ones included. */
function preload(name: string): Record<string, string> {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const modules = [tsx, modulePath(import.meta.url, name)].map((path) => pathToFileURL(path).href);
  return { NODE_OPTIONS: modules.map((module) => `--import ${module}`).join(' ') };
}

/** Kills the process that reaches the point, or the process that it works with, or fails the call with this error code. */
export type FailpointAction = 'kill' | 'kill partner' | 'EIO' | 'ENOSPC';

/** Arms a point. Resolves with a promise that resolves when the point is reached, and rejects if that takes too long. */
export async function arm(
  clusterFolder: string,
  point: string,
  action: FailpointAction,
): Promise<{ reached: Promise<unknown> }> {
  const path = join(folderOf(clusterFolder), point);
  await writeFile(`${path}.new`, action);
  // Written atomically, because a partial file would name another action.
  await rename(`${path}.new`, path);
  const reached = waitFor(`"${point}" to be reached`, async () => !existsSync(path), 300_000).catch(async (error) => {
    await rm(path, { force: true });
    throw error;
  });
  return { reached };
}
