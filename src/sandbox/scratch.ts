/**
 * The two folders through which a sandboxed process and its parent exchange files.
 *
 *   <base>/<id>/in    written by the parent, read by the process
 *   <base>/<id>/out   written by the process, read by the parent; also the process's folder for temporary files
 *
 * The process owns only `out`. It cannot place a link where the parent is about to write, and the parent opens files in `out`
 * without following links, so a compromised process cannot make its parent read or overwrite another file.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chown, type FileHandle, mkdir, open, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepTemporary, temporaryPath } from '../temporary.ts';

export interface Scratch {
  /** The folder that contains both. */
  readonly path: string;
  readonly in: string;
  readonly out: string;
  /** Creates a file that the process can read. @returns its path, and a handle that the caller must close @throws ScratchLost */
  createInput(): Promise<{ path: string; file: FileHandle }>;
  /** Opens a file that the process wrote. @throws Error when it is a link, a device or otherwise not a regular file */
  openOutput(name: string): Promise<{ file: FileHandle; bytes: number }>;
  /** Marks the folders as in use, so that they are not removed as leftovers. @throws ScratchLost */
  touch(): Promise<void>;
  remove(): Promise<void>;
}

/** The folders were removed while in use. Their process cannot continue and must be replaced. */
export class ScratchLost extends Error {
  constructor(path: string) {
    super(`The scratch folder ${path} was removed while in use. Exclude it from any cleanup of temporary files.`);
  }
}

/** Interval at which folders in use are touched, so that they are not taken for leftovers (temporary.ts). */
export const touchMs = 300_000;

/** The user that the process runs as. Null means the user of this process. */
export type Owner = { uid: number; gid: number } | null;

/** Names of files in `out` that the parent accepts. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export async function createScratch(owner: Owner): Promise<Scratch> {
  const path = await temporaryPath('sandbox');
  const folders = { in: join(path, 'in'), out: join(path, 'out') };
  await mkdir(path, { mode: 0o711 });
  await mkdir(folders.in, { mode: 0o750 });
  await mkdir(folders.out, { mode: 0o700 });
  if (owner) {
    await chown(folders.in, process.getuid?.() ?? 0, owner.gid);
    await chown(folders.out, owner.uid, owner.gid);
  }
  return {
    path,
    ...folders,
    async createInput() {
      const file = join(folders.in, randomUUID());
      const handle = await open(file, 'wx', 0o640).catch(throwIfLost(path));
      if (owner) await handle.chown(process.getuid?.() ?? 0, owner.gid);
      return { path: file, file: handle };
    },
    async openOutput(name) {
      if (!plainName.test(name)) throw new Error('A sandboxed process sent an invalid file name.');
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = await open(join(folders.out, name), flags);
      const found = await file.stat();
      // Rejects hard links, which may name a file outside the folder, and named pipes, which may never end.
      if (found.isFile() && found.nlink === 1) return { file, bytes: found.size };
      await file.close();
      throw new Error('A sandboxed process sent a file that is not a regular file.');
    },
    async touch() {
      const now = new Date();
      await utimes(path, now, now).catch(throwIfLost(path));
    },
    // A process that is being killed may still write while its files are removed.
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

function throwIfLost(path: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw error.code === 'ENOENT' ? new ScratchLost(path) : error;
  };
}

/** Removes the folders of processes whose parents have exited. */
export const sweepScratch = (): Promise<void> => sweepTemporary('sandbox');
