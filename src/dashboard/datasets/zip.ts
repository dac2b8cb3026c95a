/** Puts files into one zip, as a stream and without compression: images are compressed already, and so it costs no time. */
import { Zip, ZipPassThrough } from 'fflate';

/** What the zip format without its extensions can hold. */
export const mostEntries = 65_535;
export const mostBytes = 4e9;

/** Memory is given to the browser, which may put it on the disk, in pieces of this size. */
const pieceBytes = 16 * 2 ** 20;

export interface Entry {
  /** "cats/1.jpg" */
  path: string;
  content: Blob;
}

export interface Watch {
  signal: AbortSignal;
  /** @param done bytes */
  onProgress(done: number): void;
}

export async function zipOf(entries: readonly Entry[], { signal, onProgress }: Watch): Promise<Blob> {
  const pieces: Blob[] = [];
  let [waiting, waitingBytes, done]: [Uint8Array<ArrayBuffer>[], number, number] = [[], 0, 0];
  const zip = new Zip((error, chunk, final) => {
    if (error) throw error;
    waiting.push(new Uint8Array(chunk));
    waitingBytes += chunk.length;
    if (waitingBytes < pieceBytes && !final) return;
    pieces.push(new Blob(waiting));
    [waiting, waitingBytes] = [[], 0];
  });
  for (const { path, content } of entries) {
    const entry = new ZipPassThrough(path);
    zip.add(entry);
    const reader = content.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      signal.throwIfAborted();
      entry.push(part.value);
      done += part.value.length;
      onProgress(done);
    }
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
  return new Blob(pieces, { type: 'application/zip' });
}
