/**
 * Folders for temporary files, one per purpose and user, in the system's temporary folder.
 *
 * The name of an entry identifies the process that created it, so that the next start can remove the entries of processes that
 * have exited. Whether a process has exited is only known on its own machine and container. Elsewhere an entry counts as stale
 * when it has not been modified for a day.
 */
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, mkdtemp, opendir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidConfiguration } from './errors.ts';
import { isAlive, processPlace } from './process.ts';

/** `sandbox`: files exchanged between sandboxed processes and their parents; `files`: artifacts being uploaded or downloaded. */
export type Purpose = 'sandbox' | 'files';

const staleMs = 24 * 3600_000;

/** Distinguishes this process from an earlier one with the same PID, which every start in a container has. */
const instance = randomUUID().slice(0, 8);

const advice = 'Set TMPDIR to an existing directory that this user may write to.';

/**
 * Returns an unused path, in an existing folder, at which this process can create a file or folder.
 * @throws InvalidConfiguration when the folder cannot be created
 */
export async function temporaryPath(purpose: Purpose): Promise<string> {
  return join(await baseFolder(purpose), `${processPlace}-${process.pid}-${instance}-${randomUUID()}`);
}

/** Removes the entries of processes that have exited. @throws InvalidConfiguration when the folder cannot be created */
export async function sweepTemporary(purpose: Purpose): Promise<void> {
  const base = await baseFolder(purpose);
  for await (const entry of await opendir(base)) {
    const path = join(base, entry.name);
    if (await isStale(entry.name, path)) await rm(path, { recursive: true, force: true });
  }
}

async function isStale(name: string, path: string): Promise<boolean> {
  const [, from, pid, owner] = /^([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-/.exec(name) ?? [];
  if (from === processPlace && Number(pid) === process.pid) return owner !== instance;
  if (from === processPlace) return !isAlive(Number(pid));
  const found = await lstat(path).catch(() => null); // another process may remove it at the same time
  return found !== null && Date.now() - found.mtimeMs > staleMs;
}

/**
 * Checks that temporary folders can be created, by creating and removing one.
 * @throws InvalidConfiguration naming TMPDIR
 */
export async function checkTemporary(purpose: Purpose): Promise<void> {
  const base = await baseFolder(purpose);
  try {
    await rmdir(await mkdtemp(join(base, 'check-')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidConfiguration(`TMPDIR: cannot write to ${base} (${code}). ${advice}`);
  }
}

/** Creates the folder of a purpose. Other users may traverse it but not list it. */
async function baseFolder(purpose: Purpose): Promise<string> {
  const uid = process.getuid?.();
  const path = join(tmpdir(), `aias-${purpose}-${uid ?? 'user'}`);
  await mkdir(path, { mode: 0o711 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    throw new InvalidConfiguration(
      `TMPDIR: cannot create a directory for temporary files in ${tmpdir()} (${error.code}). ${advice}`,
    );
  });
  const found = await lstat(path);
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
    throw new InvalidConfiguration(
      `TMPDIR: ${path} belongs to another user. Remove it, or set TMPDIR to a directory of your own.`,
    );
  }
  if ((found.mode & 0o022) !== 0) await chmod(path, 0o711);
  return path;
}
