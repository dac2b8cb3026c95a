/**
 * Ensures that only one platform at a time uses a data folder. The lock is the file aias.pid, which identifies its owner.
 *
 * Within the same container or machine, a process checks whether the owner is running. Containers that share a folder cannot see
 * each other's processes, and each may have process id 1. Therefore the owner touches the lock every second, and a process that
 * cannot see the owner watches for several seconds whether the lock is touched. An owner that finds another owner in the lock has
 * lost it and must stop.
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';
import { isRunning, processIdentity, processPlace } from '../process.ts';
import { makeFolder } from './make-folder.ts';

const touchMs = 1000;
/** Longer than any pause of a healthy owner, and longer than network file systems cache file attributes. */
const watchMs = 10_000;
const pollMs = 250;

const ownerSchema = z.object({
  /** Unique id of this acquisition. */
  lock: z.string(),
  process: z.object({ place: z.string(), pid: z.number().int(), started: z.string().nullable() }),
});
type Owner = z.infer<typeof ownerSchema>;

export interface FolderLock {
  /** Resolves when another platform has taken over the folder: this one must stop. */
  lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Acquires the lock of a data folder, or takes it over if its owner no longer runs.
 * @throws InvalidConfiguration naming the owner's process
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'aias.pid');
  await makeFolder(resolve(folder));
  const found = await readOwner(path);
  if (found && (await isInUse(path, found))) {
    const { pid, place } = found.process;
    const where = place === processPlace ? '' : ' in another container or on another machine';
    throw new InvalidConfiguration(
      `AIAS_DATA_DIR: ${folder} is in use by another \`aias start\` (process ${pid}${where}). Stop it, or set AIAS_DATA_DIR to another folder.`,
    );
  }
  const own: Owner = { lock: randomUUID(), process: await processIdentity() };
  await write(path, own);
  await delay(pollMs); // a process that checked before this write may write too; the last writer owns the lock
  if ((await readOwner(path))?.lock !== own.lock) {
    throw new InvalidConfiguration(
      `AIAS_DATA_DIR: another \`aias start\` took ${folder} at the same moment. Stop one of them, or set AIAS_DATA_DIR to another folder.`,
    );
  }
  return startHolding(path, own);
}

function startHolding(path: string, own: Owner): FolderLock {
  let resolveLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    resolveLost = resolve;
  });
  async function touch(): Promise<void> {
    const owner = await readOwner(path);
    const now = new Date();
    if (owner === null) await write(path, own);
    else if (owner.lock === own.lock) await utimes(path, now, now);
    else resolveLost();
  }
  // A brief disk failure does not lose the lock.
  const touching = setInterval(() => void touch().catch(() => undefined), touchMs).unref();
  return {
    lost,
    async release() {
      clearInterval(touching);
      if ((await readOwner(path))?.lock === own.lock) await rm(path, { force: true });
    },
  };
}

async function isInUse(path: string, owner: Owner): Promise<boolean> {
  const seen = await isRunning(owner.process);
  if (seen !== null) return seen;
  const first = await readTouchTime(path);
  for (const end = performance.now() + watchMs; performance.now() < end; await delay(pollMs)) {
    const last = await readTouchTime(path);
    if (last === null) return false;
    if (last !== first) return true;
  }
  return false;
}

/**
 * Returns the modification time of the lock, or null if there is none. Opening the file makes a network file system refresh it.
 */
async function readTouchTime(path: string): Promise<number | null> {
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
  }
}

/** Writes the lock atomically. */
async function write(path: string, owner: Owner): Promise<void> {
  const temporary = `${path}.${owner.lock}`;
  await writeFile(temporary, JSON.stringify(owner));
  await rename(temporary, path);
}

/** Returns the owner in the lock, or null if there is no valid lock. @throws Error when the disk fails */
async function readOwner(path: string): Promise<Owner | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
