/**
 * Folders for temporary files, one for each purpose and user, below the system's own.
 *
 * The name of an entry says which process made it, so that the next start can remove what was left by processes that are gone.
 * Whether a process is gone can be seen only from its own machine and container. Elsewhere an entry is left over when it has not
 * been touched for a day.
 */
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, opendir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidConfiguration } from './errors.ts';
import { isAlive, processPlace } from './process.ts';

/** `sandbox`: what sandboxed processes and their parents exchange; `files`: bytes on their way into or out of the store. */
export type Purpose = 'sandbox' | 'files';

const leftOverMilliseconds = 24 * 3600_000;

/** Tells this process from an earlier one of the same number: in a container each start has the same. */
const instance = randomUUID().slice(0, 8);

const advice = 'Set TMPDIR to a folder that exists and that this user may write to.';

/**
 * Returns a path at which this process can make a file or folder. Its folder is there, and the path is not taken.
 * @throws InvalidConfiguration when there can be no such folder
 */
export async function temporaryPath(purpose: Purpose): Promise<string> {
  return join(await baseFolder(purpose), `${processPlace}-${process.pid}-${instance}-${randomUUID()}`);
}

/** Removes what processes that are gone have left. @throws InvalidConfiguration when there can be no such folder */
export async function sweepTemporary(purpose: Purpose): Promise<void> {
  const base = await baseFolder(purpose);
  for await (const entry of await opendir(base)) {
    const path = join(base, entry.name);
    if (await isLeftOver(entry.name, path)) await rm(path, { recursive: true, force: true });
  }
}

async function isLeftOver(name: string, path: string): Promise<boolean> {
  const [, from, pid, owner] = /^([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-/.exec(name) ?? [];
  if (from === processPlace && Number(pid) === process.pid) return owner !== instance;
  if (from === processPlace) return !isAlive(Number(pid));
  const found = await lstat(path).catch(() => null); // another one may remove it at the same time
  return found !== null && Date.now() - found.mtimeMs > leftOverMilliseconds;
}

/**
 * Makes sure that there can be such folders: one is made, and removed.
 * @throws InvalidConfiguration naming TMPDIR
 */
export async function checkTemporary(purpose: Purpose): Promise<void> {
  const base = await baseFolder(purpose);
  try {
    await rmdir(await mkdtemp(join(base, 'check-')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidConfiguration(`TMPDIR: nothing can be written to ${base} (${code}). ${advice}`);
  }
}

/** Other users may pass through it and not look around. */
async function baseFolder(purpose: Purpose): Promise<string> {
  const uid = process.getuid?.();
  const path = join(tmpdir(), `aias-${purpose}-${uid ?? 'user'}`);
  await mkdir(path, { mode: 0o711 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    throw new InvalidConfiguration(
      `TMPDIR: no folder for temporary files can be made below ${tmpdir()} (${error.code}). ${advice}`,
    );
  });
  const found = await lstat(path);
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
    throw new InvalidConfiguration(
      `TMPDIR: ${path} belongs to another user. Remove it, or set TMPDIR to a folder of your own.`,
    );
  }
  if ((found.mode & 0o022) !== 0) await chmod(path, 0o711);
  return path;
}
