/** Content-hashed artifacts: the key is made of the SHA-256 of the bytes, so equal bytes are stored once and never change. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactAccess } from './artifact-store.ts';
import { writeFileFrom } from './write-file.ts';

export interface StoredContent {
  key: string;
  sha256: string;
  bytes: number;
}

/**
 * Stores a stream under `<prefix>/<sha256>`. The key is known only when the last byte is, and no S3 server renames: so the
 * stream goes to a local file first, hashed on the way, and from there to the store. Memory stays constant.
 */
export async function putContent(
  store: ArtifactAccess,
  prefix: string,
  body: AsyncIterable<Uint8Array>,
): Promise<StoredContent> {
  const spool = join(tmpdir(), `aias-${randomUUID()}`);
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
    await putOnce(store, key, bytes, () => createReadStream(spool));
    return { key, sha256, bytes };
  } finally {
    await rm(spool, { force: true });
  }
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
