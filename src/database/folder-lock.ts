/**
 * One platform at a time uses a data folder: its lock is the file aias.pid, which says who has it.
 *
 * From the same container of the same machine it is seen whether that process runs. Two containers that share a folder cannot see each
 * other's processes, and each may be process 1. So the owner touches the lock every second, and a process that cannot see
 * the owner watches for some seconds whether it is touched. An owner that finds another name in its lock has lost it, and must stop.
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { InvalidConfiguration } from '../errors.ts';
import { makeFolder } from '../folders.ts';
import { isRunning, processIdentity, processPlace } from '../process.ts';

const touchMilliseconds = 1000;
/** Longer than any pause of a healthy owner, and than network file systems keep what they know of a file. */
const watchMilliseconds = 10_000;
const lookMilliseconds = 250;

const ownerSchema = z.object({
  /** Another one each time that a lock is taken. */
  lock: z.string(),
  process: z.object({ place: z.string(), pid: z.number().int(), started: z.string().nullable() }),
});
type Owner = z.infer<typeof ownerSchema>;

export interface FolderLock {
  /** Resolves when another platform has taken the folder over: this one has to stop. */
  lost: Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock of a data folder. That of a process that is gone is taken over.
 * @throws InvalidConfiguration naming the process that has it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'aias.pid');
  await makeFolder(resolve(folder));
  const found = await ownerOf(path);
  if (found && (await isInUse(path, found))) {
    const { pid, place } = found.process;
    const where = place === processPlace ? '' : ' of another container or machine';
    throw new InvalidConfiguration(
      `AIAS_DATA_DIR: ${folder} is in use by another \`aias start\` (process ${pid}${where}). Stop it, or set AIAS_DATA_DIR to another folder.`,
    );
  }
  const own: Owner = { lock: randomUUID(), process: await processIdentity() };
  await write(path, own);
  await delay(lookMilliseconds); // who looked before this was written may write too, and the last one has it
  if ((await ownerOf(path))?.lock !== own.lock) {
    throw new InvalidConfiguration(
      `AIAS_DATA_DIR: another \`aias start\` took ${folder} at the same moment. Stop one, or set AIAS_DATA_DIR to another folder.`,
    );
  }
  return hold(path, own);
}

function hold(path: string, own: Owner): FolderLock {
  let tellLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve;
  });
  async function touch(): Promise<void> {
    const owner = await ownerOf(path);
    const now = new Date();
    if (owner === null) await write(path, own);
    else if (owner.lock === own.lock) await utimes(path, now, now);
    else tellLost();
  }
  // A disk that is away for a moment takes no lock away.
  const touching = setInterval(() => void touch().catch(() => undefined), touchMilliseconds).unref();
  return {
    lost,
    async release() {
      clearInterval(touching);
      if ((await ownerOf(path))?.lock === own.lock) await rm(path, { force: true });
    },
  };
}

async function isInUse(path: string, owner: Owner): Promise<boolean> {
  const seen = await isRunning(owner.process);
  if (seen !== null) return seen;
  const first = await touchedAt(path);
  for (const end = performance.now() + watchMilliseconds; performance.now() < end; await delay(lookMilliseconds)) {
    const last = await touchedAt(path);
    if (last === null) return false;
    if (last !== first) return true;
  }
  return false;
}

/** Opened each time, so that a network file system asks its server. Null when there is none. */
async function touchedAt(path: string): Promise<number | null> {
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
  }
}

/** In one step, so that half of it is never read. */
async function write(path: string, owner: Owner): Promise<void> {
  const whole = `${path}.${owner.lock}`;
  await writeFile(whole, JSON.stringify(owner));
  await rename(whole, path);
}

/** Null when there is no lock, or the file holds something else. @throws Error when the disk fails */
async function ownerOf(path: string): Promise<Owner | null> {
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
