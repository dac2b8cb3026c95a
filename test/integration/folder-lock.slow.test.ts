/** Only one platform at a time uses a data folder, even across containers. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from '../../src/database/folder-lock.ts';
import { processIdentity } from '../../src/process.ts';
import { waitFor } from '../support/wait-for.ts';

let folder: string;
let path: string;
const held: FolderLock[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-lock-'));
  path = join(folder, 'aias.pid');
});
afterEach(async () => {
  for (const lock of held.splice(0)) await lock.release();
  await rm(folder, { recursive: true });
});

async function take(): Promise<FolderLock> {
  const lock = await lockFolder(folder);
  held.push(lock);
  return lock;
}

const elsewhere = { place: 'elsewhere', pid: 1, started: '0190b6c4 1' };
const write = (process: object, lock = 'another') => writeFile(path, JSON.stringify({ lock, process }));

test('rejects a second holder until the first one releases', async () => {
  const first = await take();
  await expect(take()).rejects.toThrow(
    new RegExp(`^AIAS_DATA_DIR: .* in use by another .aias start. \\(process ${process.pid}\\)`),
  );
  await first.release();
  expect(existsSync(path)).toBe(false);
  await take();
});

test('rejects a folder that is locked in another container', async () => {
  await write(elsewhere);
  const touching = setInterval(() => void utimes(path, new Date(), new Date()), 500);
  await expect(take()).rejects.toThrow(/process 1 in another container or on another machine/);
  clearInterval(touching);
});

test('takes over a stale lock from another container', async () => {
  await write(elsewhere);
  await take();
});

test.each<[what: string, left: () => Promise<unknown>]>([
  ['of an earlier process with its own pid', async () => write({ ...(await processIdentity()), started: 'before' })],
  ['of a pid that another process has now', async () => write({ ...(await processIdentity()), pid: 1, started: 'x' })],
  ['of a pid that no process has', async () => write({ ...(await processIdentity()), pid: 2 ** 30 })],
  ['with invalid content', () => writeFile(path, '12')],
  ['that is empty', () => writeFile(path, '')],
])('takes over immediately a lock %s', async (_, left) => {
  await left();
  await take();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ process: await processIdentity() });
});

test('grants the lock to exactly one of two concurrent starts', async () => {
  const outcomes = await Promise.allSettled([take(), take()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('reports a lock that was taken over and leaves it in place', async () => {
  const lock = await take();
  await write(elsewhere);
  await lock.lost;
  await lock.release();
  expect(await readFile(path, 'utf8')).toContain('elsewhere');
});

test('restores a lock file that was deleted', async () => {
  await take();
  await rm(path);
  await waitFor('the lock', async () => existsSync(path));
});
