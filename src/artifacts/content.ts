/** Content-addressed artifacts: the key contains the SHA-256 of the bytes, so equal bytes are stored once and never change. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { temporaryPath } from '../temporary.ts';
import type { ArtifactAccess } from './artifact-store.ts';
import { writeFileFrom } from './write-file.ts';

export interface StoredContent {
  key: string;
  sha256: string;
  bytes: number;
}

/** The content of a stream, spooled to a local file and not yet stored. */
export interface SpooledContent extends StoredContent {
  /** Stores the content unless it is stored already. Idempotent. */
  putInto(store: ArtifactAccess): Promise<void>;
}

/**
 * Calls `use` with the spooled content of a stream. The key `<prefix>/<sha256>` is known only after the last byte, and S3 has no
 * rename, so the stream is first written to a local file and hashed. Memory use is constant. The file is deleted when `use` has
 * finished.
 */
export async function withContent<T>(
  prefix: string,
  body: AsyncIterable<Uint8Array>,
  use: (content: SpooledContent) => Promise<T>,
): Promise<T> {
  const spool = await temporaryPath('files');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    const hashed = async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    await writeFileFrom(body, spool, { through: hashed });
    const sha256 = hash.digest('hex');
    const key = `${prefix}/${sha256}`;
    const putInto = (store: ArtifactAccess) => putIfAbsent(store, key, bytes, () => createReadStream(spool));
    return await use({ key, sha256, bytes, putInto });
  } finally {
    await rm(spool, { force: true });
  }
}

/** Stores a stream under `<prefix>/<sha256>` (see withContent). */
export function putContent(
  store: ArtifactAccess,
  prefix: string,
  body: AsyncIterable<Uint8Array>,
): Promise<StoredContent> {
  return withContent(prefix, body, async ({ putInto, ...content }) => {
    await putInto(store);
    return content;
  });
}

/** Stores bytes that are in memory under `<prefix>/<sha256>`. */
export async function putBytes(store: ArtifactAccess, prefix: string, body: Uint8Array): Promise<StoredContent> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const key = `${prefix}/${sha256}`;
  await putIfAbsent(store, key, body.length, () => body);
  return { key, sha256, bytes: body.length };
}

/** Reads a whole artifact into memory. Use it only for artifacts that are known to be small. @throws NotFound */
export async function getBytes(store: ArtifactAccess, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.get(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function putIfAbsent(
  store: ArtifactAccess,
  key: string,
  bytes: number,
  open: () => AsyncIterable<Uint8Array> | Uint8Array,
): Promise<void> {
  const existing = await store.stat(key);
  if (existing?.bytes !== bytes) await store.put(key, open(), bytes);
}
