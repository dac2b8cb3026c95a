/**
 * A first-in, first-out queue on disk (JSON lines) for reports that do not fit into memory while the database is unavailable.
 *
 * The file is unlinked right after opening, so it disappears with the process. It has no use afterwards: only the current attempt
 * may write to the log, and the next attempt starts from a checkpoint. All reports before it were written (attempt.ts), and those
 * after it are produced again.
 *
 * A full or failing disk loses nothing: entries that cannot be written completely are not accepted.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const pageBytes = 2 ** 18;
const newline = 0x0a;

export interface Spool<T> {
  readonly isEmpty: boolean;
  /** Appends all entries, or none. Returns false when there is no room for them. */
  tryAppend(entries: readonly T[]): Promise<boolean>;
  /** Removes and returns up to `maxEntries` of the oldest entries. */
  take(maxEntries: number): Promise<T[]>;
  close(): Promise<void>;
}

/**
 * @param options `name`: file name until the file is unlinked; `maxBytes`: maximum file size; `onDiskError`: called when a write
 *                fails, after which the spool keeps working
 */
export function createSpool<T>(options: {
  folder: string;
  name: string;
  maxBytes: number;
  onDiskError(error: unknown): void;
}): Spool<T> {
  let file: FileHandle | null = null;
  /** Byte offsets of the queue's content. The file may hold the remains of a failed write after `end`. */
  let [start, end] = [0, 0];
  let lastOperation: Promise<unknown> = Promise.resolve();

  /** Serializes operations, so that reads and writes of the file never overlap. */
  function runExclusive<R>(work: () => Promise<R>): Promise<R> {
    const done = lastOperation.then(work);
    lastOperation = done.catch(() => undefined); // the caller of this operation gets the error
    return done;
  }

  async function openFile(): Promise<FileHandle> {
    await mkdir(options.folder, { recursive: true });
    const path = join(options.folder, options.name);
    const opened = await open(path, 'w+', 0o600);
    await rm(path);
    return opened;
  }

  /** Reads the oldest complete lines: as many as fit into a page, but at least one. */
  async function readLines(from: FileHandle): Promise<string[]> {
    for (let wanted = pageBytes; ; wanted *= 2) {
      const page = Buffer.alloc(Math.min(wanted, end - start));
      await from.read(page, 0, page.length, start);
      const last = page.lastIndexOf(newline);
      if (last >= 0) return page.toString('utf8', 0, last).split('\n');
      if (page.length === end - start) throw new Error('The spool file ends in the middle of a line.');
    }
  }

  async function tryAppend(entries: readonly T[]): Promise<boolean> {
    const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    if (end + bytes.length > options.maxBytes) return false;
    try {
      file ??= await openFile();
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, end + written);
        written += bytesWritten;
      }
    } catch (error) {
      options.onDiskError(error);
      return false;
    }
    end += bytes.length;
    return true;
  }

  async function take(maxEntries: number): Promise<T[]> {
    if (!file || start === end) return [];
    const lines = (await readLines(file)).slice(0, maxEntries);
    start += lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    if (start === end) {
      await file.truncate(0);
      [start, end] = [0, 0];
    }
    return lines.map((line) => JSON.parse(line) as T); // only tryAppend() writes lines
  }

  return {
    get isEmpty() {
      return start === end;
    },
    tryAppend: (entries) => runExclusive(() => tryAppend(entries)),
    take: (maxEntries) => runExclusive(() => take(maxEntries)),
    close: () =>
      runExclusive(async () => {
        await file?.close();
        file = null;
        [start, end] = [0, 0];
      }),
  };
}
