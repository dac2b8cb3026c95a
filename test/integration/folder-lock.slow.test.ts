/** One platform at a time uses a data folder, whichever container each of them runs in. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FolderLock, lockFolder } from '../../src/database/folder-lock.ts';
import { processIdentity } from '../../src/process.ts';
import { until } from '../support/until.ts';

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

test('the second of one place is refused, and has it when the first is gone', async () => {
  const first = await take();
  await expect(take()).rejects.toThrow(
    new RegExp(`^AIAS_DATA_DIR: .* in use by another .aias start. \\(process ${process.pid}\\)`),
  );
  await first.release();
  expect(existsSync(path)).toBe(false);
  await take();
});

test('one that is held in another container is not taken', async () => {
  await write(elsewhere);
  const touching = setInterval(() => void utimes(path, new Date(), new Date()), 500);
  await expect(take()).rejects.toThrow(/process 1 of another container or machine/);
  clearInterval(touching);
});

test('one that was left in another container is taken', async () => {
  await write(elsewhere);
  await take();
});

test.each<[what: string, left: () => Promise<unknown>]>([
  ['of an earlier process of the own number', async () => write({ ...(await processIdentity()), started: 'before' })],
  [
    'of a number that another process has now',
    async () => write({ ...(await processIdentity()), pid: 1, started: 'x' }),
  ],
  ['of a number that no process has', async () => write({ ...(await processIdentity()), pid: 2 ** 30 })],
  ['that is no lock', () => writeFile(path, '12')],
  ['that is empty', () => writeFile(path, '')],
])('one %s is taken at once', async (_, left) => {
  await left();
  await take();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ process: await processIdentity() });
});

test('of two that begin at the same moment one has it', async () => {
  const outcomes = await Promise.allSettled([take(), take()]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('one that is taken over is lost to its owner, who leaves it to the other', async () => {
  const lock = await take();
  await write(elsewhere);
  await lock.lost;
  await lock.release();
  expect(await readFile(path, 'utf8')).toContain('elsewhere');
});

test('one that was removed by hand is there again', async () => {
  await take();
  await rm(path);
  await until('the lock', async () => existsSync(path));
});
