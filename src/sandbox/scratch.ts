/**
 * The two folders through which a sandboxed process and its parent exchange files.
 *
 *   <base>/<id>/in    written by the parent, read by the process
 *   <base>/<id>/out   written by the process, read by the parent; also its folder for temporary files
 *
 * The process owns `out` alone. It cannot put a link where the parent is about to write, and what it puts into `out` is opened
 * without following links: a process that has been taken over must not have its parent read or overwrite another file.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chown, type FileHandle, mkdir, open, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sweepTemporary, temporaryPath } from '../temporary.ts';

export interface Scratch {
  /** The folder that holds both. */
  readonly path: string;
  readonly in: string;
  readonly out: string;
  /** Opens a new file for writing that the process can read. @returns its path, and the handle to close @throws ScratchLost */
  createInput(): Promise<{ path: string; file: FileHandle }>;
  /** Opens a file that the process wrote. @throws Error when it is a link, a device or no file of its own */
  openOutput(name: string): Promise<{ file: FileHandle; bytes: number }>;
  /** Shows that it is in use, so that it is not removed as left over. @throws ScratchLost */
  touch(): Promise<void>;
  remove(): Promise<void>;
}

/** Somebody removed the folders: their process is of no more use, and another one has its own. */
export class ScratchLost extends Error {
  constructor(path: string) {
    super(`${path} was removed while it was in use. Keep whatever cleans the folder for temporary files away from it.`);
  }
}

/** How often folders in use are touched, so that they are not taken for left over (temporary.ts). */
export const touchMilliseconds = 300_000;

/** Who the process is; null: the same user as this one. */
export type Owner = { uid: number; gid: number } | null;

/** Names of files in `out` that a parent opens. */
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
      if (!plainName.test(name)) throw new Error('A sandboxed process named a file that cannot be one of its own.');
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = await open(join(folders.out, name), flags);
      const found = await file.stat();
      // A second name of the file may be anywhere, and a named pipe would never end.
      if (found.isFile() && found.nlink === 1) return { file, bytes: found.size };
      await file.close();
      throw new Error('A sandboxed process handed over something that is not a plain file.');
    },
    async touch() {
      const now = new Date();
      await utimes(path, now, now).catch(throwIfLost(path));
    },
    // A process that is being ended may still write while its files are removed.
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

function throwIfLost(path: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw error.code === 'ENOENT' ? new ScratchLost(path) : error;
  };
}

/** Removes the folders of processes whose parents are gone. */
export const sweepScratch = (): Promise<void> => sweepTemporary('sandbox');
