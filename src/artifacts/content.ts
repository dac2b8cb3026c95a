/** Content-hashed artifacts: the key is made of the SHA-256 of the bytes, so equal bytes are stored once and never change. */
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

/** A whole stream in a local file, which is not in the store yet. */
export interface SpooledContent extends StoredContent {
  /** Stores it, unless it is there already. It may be called again. */
  putInto(store: ArtifactAccess): Promise<void>;
}

/**
 * Calls `use` with what a stream holds. It is to be stored under `<prefix>/<sha256>`, a key that is known only when the last byte is,
 * and no S3 server renames: so the stream goes to a local file first, hashed on the way. Memory stays constant.
 * The file is gone when this returns.
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
    const putInto = (store: ArtifactAccess) => putOnce(store, key, bytes, () => createReadStream(spool));
    return await use({ key, sha256, bytes, putInto });
  } finally {
    await rm(spool, { force: true });
  }
}

/** Stores a stream under `<prefix>/<sha256>`, see withContent(). */
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

/** The same for bytes that are in memory anyway. */
export async function putBytes(store: ArtifactAccess, prefix: string, body: Uint8Array): Promise<StoredContent> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const key = `${prefix}/${sha256}`;
  await putOnce(store, key, body.length, () => body);
  return { key, sha256, bytes: body.length };
}

/** A whole artifact in memory; for those that are known to be small. @throws NotFound */
export async function readBytes(store: ArtifactAccess, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.get(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function putOnce(
  store: ArtifactAccess,
  key: string,
  bytes: number,
  open: () => AsyncIterable<Uint8Array> | Uint8Array,
): Promise<void> {
  const existing = await store.stat(key);
  if (existing?.bytes !== bytes) await store.put(key, open(), bytes);
}
