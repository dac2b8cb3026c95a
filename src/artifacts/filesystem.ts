/**
 * Stores artifacts as files below one folder, for a platform on one machine.
 *
 * Writes are durable and atomic: a temporary file is written, fsynced and renamed, and the folder is fsynced. Keys cannot escape
 * the folder: assertKey accepts only plain names, and symbolic links are not followed.
 */
import { randomUUID } from 'node:crypto';
import { chmod, constants, lstat, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { InvalidInput, NotFound } from '../errors.ts';
import { type ArtifactStore, assertKey } from './artifact-store.ts';
import { writeFileFrom } from './write-file.ts';

/** Folder for unfinished writes. It cannot clash with a key, because keys do not start with a dot. */
const unfinishedFolder = '.unfinished';
const staleAfterMs = 24 * 3600_000;

export async function createFilesystemStore(root: string): Promise<ArtifactStore> {
  const unfinished = join(root, unfinishedFolder);
  await mkdir(unfinished, { recursive: true });
  // The files of all organizations are private to this user, whatever the umask, also in a folder that an older version created.
  await chmod(root, 0o700);
  await removeStaleWrites(unfinished);

  /** Returns the file path of a key. @throws InvalidInput when part of the path is a symbolic link */
  async function pathOf(key: string): Promise<string> {
    assertKey(key);
    let path = root;
    for (const name of key.split('/')) {
      path = join(path, name);
      const found = await lstat(path).catch(ifAbsent(null));
      if (!found) break;
      if (found.isSymbolicLink()) throw new InvalidInput('key', `The path of "${key}" contains a symbolic link.`);
    }
    return join(root, ...key.split('/'));
  }

  return {
    async put(key, body) {
      const path = await pathOf(key);
      const temporary = join(unfinished, randomUUID());
      try {
        const source = body instanceof Uint8Array ? Readable.from([body]) : body;
        const bytes = await writeFileFrom(source, temporary, { flush: true });
        await makeFolder(root, dirname(path));
        await rename(temporary, path);
        await syncFolder(dirname(path));
        return { bytes };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },

    async get(key, range) {
      const path = await pathOf(key);
      const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(ifAbsent(null));
      if (!handle || !(await handle.stat()).isFile()) {
        await handle?.close();
        throw new NotFound(`Artifact ${key} not found.`);
      }
      const { start = 0, end = Number.POSITIVE_INFINITY } = range ?? {};
      if (end <= start) {
        await handle.close();
        return Readable.from([]);
      }
      return handle.createReadStream({ start, end: end - 1 });
    },

    async stat(key) {
      const found = await stat(await pathOf(key)).catch(ifAbsent(null));
      return found?.isFile() ? { bytes: found.size } : null;
    },

    async delete(key) {
      const path = await pathOf(key);
      await rm(path, { force: true });
      await syncFolder(dirname(path)).catch(ifAbsent(undefined));
    },

    async *list(prefix) {
      const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
      if (folder) assertKey(folder);
      const entries = await opendir(join(root, folder), { recursive: true }).catch(ifAbsent(null));
      if (!entries) return;
      for await (const entry of entries) {
        const path = join(entry.parentPath, entry.name);
        const key = relative(root, path).split(sep).join('/');
        if (!entry.isFile() || !key.startsWith(prefix) || key.startsWith(unfinishedFolder)) continue;
        // Skips files that were deleted after they were listed.
        const found = await stat(path).catch(ifAbsent(null));
        if (found) yield { key, bytes: found.size };
      }
    },

    async check() {
      const probe = join(unfinished, randomUUID());
      await (await open(probe, 'wx')).close();
      await rm(probe);
    },
  };
}

/** Removes unfinished writes of processes that died. */
async function removeStaleWrites(folder: string): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    const found = await stat(path).catch(ifAbsent(null));
    if (found && Date.now() - found.mtimeMs > staleAfterMs) await rm(path, { force: true });
  }
}

/** Creates a folder durably: fsyncs the parent of each new folder, so that it survives a power loss. */
async function makeFolder(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (!first) return;
  for (let path = folder; path.length >= first.length && path !== root; path = dirname(path)) {
    await syncFolder(dirname(path));
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns a catch() handler that yields `value` if the file does not exist, and rethrows any other error. */
function ifAbsent<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value;
    throw error;
  };
}
