/**
 * Points at which a part of the platform can be made to die or to fail, once. The parts know nothing of it: a module that is loaded
 * before them (failpoints-preload.ts) wraps the system calls, messages and packets that the points lie between.
 *
 * A point is armed by a file of its name; the process that reaches it first removes the file and does what it says. A confined
 * trainer could neither see nor remove it, so these clusters run with AIAS_SANDBOX=off: the same messages and the same scratch
 * folder, without the guards.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../../test/support/until.ts';
import { modulePath } from '../runner-process.ts';

/** Steps at which the trainer writes the file that it hands over. */
const handover = ['file', 'part'] as const;
/** Steps at which the worker stores that file. */
const storing = ['put', 'write', 'rename', 'renamed'] as const;

/** The steps of one artifact and its record, in order. */
const steps = [
  // in the trainer
  'file', // before it makes the file in its scratch folder
  'part', // half of the bytes are in it
  'ask', // before the worker is asked to store it
  'asked',
  // in the worker
  'put', // before the store's file is made
  'write', // some of its bytes are written
  'rename', // all are written, under another name
  'renamed', // it is there, and no other process knows
  'reply', // before the trainer hears that it is stored
  'replied',
  // in the trainer
  'announce', // before the worker is told to make it count
  'announced',
  // in the worker
  'record', // before the worker's write leaves for Postgres
  'transaction', // written, and not committed
  'committed', // committed, and the worker does not know
] as const;
/** What follows when a checkpoint counts: the oldest goes, and the trainer hears that it may go on. */
const afterwards = ['discard', 'discarded', 'answer', 'answered'] as const;

export const checkpointSteps = [...steps, ...afterwards].map((step) => `checkpoint.${step}`);
export const finishSteps = steps.map((step) => `finish.${step}`);
/** Steps that write to a disk. */
export const diskSteps = [...handover, ...storing].flatMap((step) => [`checkpoint.${step}`, `finish.${step}`]);

const folderOf = (clusterFolder: string) => join(clusterFolder, 'failpoints');

/** The variables that load the points into a process and all that it starts. */
export async function failpointEnvironment(clusterFolder: string): Promise<Record<string, string>> {
  await mkdir(folderOf(clusterFolder));
  return {
    FAILPOINTS: folderOf(clusterFolder),
    AIAS_SANDBOX: 'off',
    AIAS_SANDBOX_ENVIRONMENT: 'FAILPOINTS',
    ...preload('./failpoints-preload.ts'),
  };
}

/** The variables that load poison-preload.ts into confined trainers. */
export function poisonEnvironment(): Record<string, string> {
  const path = modulePath(import.meta.url, './poison-preload.ts');
  return { AIAS_SANDBOX_READABLE: path, ...preload('./poison-preload.ts') };
}

/** Loads a module of this folder before any other into a process and all that it starts, confined ones included. */
function preload(name: string): Record<string, string> {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const modules = [tsx, modulePath(import.meta.url, name)].map((path) => pathToFileURL(path).href);
  return { NODE_OPTIONS: modules.map((module) => `--import ${module}`).join(' ') };
}

/** The death of the process that reaches the point, or of the one that it works with, or the code of the error that it meets. */
export type FailpointAction = 'kill' | 'kill partner' | 'EIO' | 'ENOSPC';

/** Arms a point. Resolves with a promise of its being reached, which rejects when it is not in time. */
export async function arm(
  clusterFolder: string,
  point: string,
  action: FailpointAction,
): Promise<{ reached: Promise<unknown> }> {
  const path = join(folderOf(clusterFolder), point);
  await writeFile(`${path}.new`, action);
  // Whole or not at all: a half-written file would say something else.
  await rename(`${path}.new`, path);
  const reached = until(`"${point}" to be reached`, async () => !existsSync(path), 300_000).catch(async (error) => {
    await rm(path, { force: true });
    throw error;
  });
  return { reached };
}
