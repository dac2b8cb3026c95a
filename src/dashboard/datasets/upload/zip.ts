/** Writes files to a zip archive as a stream, uncompressed: images are compressed already. */
import { Zip, ZipPassThrough } from 'fflate';

/** Limits of the zip format without the Zip64 extension. */
export const maxEntries = 65_535;
export const maxBytes = 4e9;

/** Size of the Blobs that the archive is collected in. The browser may move Blobs to disk. */
const pieceBytes = 16 * 2 ** 20;

export interface Entry {
  /** For example "cats/1.jpg". */
  path: string;
  content: Blob;
}

export interface Watch {
  signal: AbortSignal;
  /** @param done bytes written so far */
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
