/**
 * Points at which a part of the platform can be made to die or to fail, once. The parts know nothing of it: a module that is loaded
 * before them (failpoints-preload.ts) wraps the system calls, messages and packets that the points lie between.
 *
 * A point is armed by a file of its name; whoever reaches it first removes the file and does what it says.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../../test/support/until.ts';
import { modulePath } from '../runner-process.ts';

/** The steps of one artifact and its record, in order: the trainer stores and announces it, the worker makes it count. */
const steps = [
  'put', // before its file is made
  'write', // half of its bytes are written
  'rename', // all are written, under another name
  'renamed', // it is there, and nobody knows
  'announce', // before the worker is told
  'announced',
  'record', // before the worker's write leaves for Postgres
  'transaction', // written, and not committed
  'committed', // committed, and the worker does not know
] as const;
/** What follows when a checkpoint counts: the oldest goes, and the trainer hears that it may go on. */
const afterwards = ['discard', 'discarded', 'answer', 'answered'] as const;

export const checkpointSteps = [...steps, ...afterwards].map((step) => `checkpoint.${step}`);
export const finishSteps = steps.map((step) => `finish.${step}`);

const folderOf = (clusterFolder: string) => join(clusterFolder, 'failpoints');

/** The variables that load the points into a process and all that it starts. */
export async function failpointEnvironment(clusterFolder: string): Promise<Record<string, string>> {
  await mkdir(folderOf(clusterFolder));
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const modules = ['./failpoints-preload.ts', './poison-preload.ts'].map(
    (name) => pathToFileURL(modulePath(import.meta.url, name)).href,
  );
  return {
    FAILPOINTS: folderOf(clusterFolder),
    NODE_OPTIONS: [tsx, ...modules].map((module) => `--import ${module}`).join(' '),
  };
}

/** `kill`, or the code of the error that the system call fails with. */
export type FailpointAction = 'kill' | 'EIO' | 'ENOSPC';

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
  const reached = until(`"${point}" to be reached`, async () => !existsSync(path), 60_000).catch(async (error) => {
    await rm(path, { force: true });
    throw error;
  });
  return { reached };
}
