/**
 * Reports of one attempt that do not fit into memory while the database is away: JSON lines in a file, first in, first out.
 *
 * The file has no name: it is unlinked as soon as it is open, so that it goes with this process however that ends. Nobody could use
 * it afterwards. Only the current attempt may write to the log, an attempt ends with its worker, and the next one begins at a
 * checkpoint, before which all reports were written (run.ts) and after which they are made again.
 *
 * A disk without room, or that fails, costs nothing: what could not be written whole was not taken.
 */
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const pageBytes = 2 ** 18;
const newline = 0x0a;

export interface Spool<T> {
  readonly empty: boolean;
  /** Takes all of the entries, or none: false when there is no room for them. */
  append(entries: readonly T[]): Promise<boolean>;
  /** Takes the oldest entries out, at most `most`. */
  take(most: number): Promise<T[]>;
  close(): Promise<void>;
}

/**
 * @param name      of the file, for as long as it has one
 * @param mostBytes that the file may have
 * @param onTrouble told what the disk said; the spool goes on without it
 */
export function createSpool<T>(options: {
  folder: string;
  name: string;
  mostBytes: number;
  onTrouble(error: unknown): void;
}): Spool<T> {
  let file: FileHandle | null = null;
  /** What is in it lies between these positions; beyond may be the rest of a write that failed. */
  let [start, end] = [0, 0];
  let working: Promise<unknown> = Promise.resolve();

  /** One after the other: whoever empties the file must not meet somebody who adds to it. */
  function inTurn<R>(work: () => Promise<R>): Promise<R> {
    const done = working.then(work);
    working = done.catch(() => undefined); // its own caller hears of it
    return done;
  }

  async function openFile(): Promise<FileHandle> {
    await mkdir(options.folder, { recursive: true });
    const path = join(options.folder, options.name);
    const opened = await open(path, 'w+', 0o600);
    await rm(path);
    return opened;
  }

  /** Whole lines from the start, as many as a page has; one at least. */
  async function readLines(from: FileHandle): Promise<string[]> {
    for (let wanted = pageBytes; ; wanted *= 2) {
      const page = Buffer.alloc(Math.min(wanted, end - start));
      await from.read(page, 0, page.length, start);
      const last = page.lastIndexOf(newline);
      if (last >= 0) return page.toString('utf8', 0, last).split('\n');
      if (page.length === end - start) throw new Error('The spool ends in the middle of a line.');
    }
  }

  async function append(entries: readonly T[]): Promise<boolean> {
    const bytes = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    if (end + bytes.length > options.mostBytes) return false;
    try {
      file ??= await openFile();
      for (let written = 0; written < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, end + written);
        written += bytesWritten;
      }
    } catch (error) {
      options.onTrouble(error);
      return false;
    }
    end += bytes.length;
    return true;
  }

  async function take(most: number): Promise<T[]> {
    if (!file || start === end) return [];
    const lines = (await readLines(file)).slice(0, most);
    start += lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
    if (start === end) {
      await file.truncate(0);
      [start, end] = [0, 0];
    }
    return lines.map((line) => JSON.parse(line) as T); // append() alone has written them
  }

  return {
    get empty() {
      return start === end;
    },
    append: (entries) => inTurn(() => append(entries)),
    take: (most) => inTurn(() => take(most)),
    close: () =>
      inTurn(async () => {
        await file?.close();
        file = null;
        [start, end] = [0, 0];
      }),
  };
}
