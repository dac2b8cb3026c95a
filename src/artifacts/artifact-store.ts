/**
 * The interface of artifact stores, which hold uploads, models, checkpoints and predictions. filesystem.ts and minio.ts implement
 * it, and one contract suite (test/contract) tests both.
 *
 * An artifact is immutable: it is written once, under a key derived from its content (see content.ts). Writes are atomic, also
 * when the process crashes.
 */
import type { Readable } from 'node:stream';
import { InvalidInput } from '../errors.ts';

export interface ArtifactStore {
  /**
   * Writes an artifact, and replaces one with the same key. If `body` fails, nothing is stored.
   * @param size length of `body` in bytes, if known
   */
  put(key: string, body: AsyncIterable<Uint8Array> | Uint8Array, size?: number): Promise<{ bytes: number }>;

  /**
   * Returns the bytes of an artifact.
   * @param range `start` is zero-based; `end` is exclusive. Default: all bytes
   * @throws NotFound before the stream starts
   */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>;

  /** Returns the size of an artifact, or null if there is none. */
  stat(key: string): Promise<{ bytes: number } | null>;

  /** Deletes an artifact. Idempotent: succeeds if there is none. */
  delete(key: string): Promise<void>;

  /** Yields all artifacts whose key starts with `prefix`, in no particular order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number }>;

  /** Resolves if the store is available; rejects with the reason if it is not. */
  check(): Promise<void>;
}

/** The subset of a store that computing processes use. */
export interface ArtifactAccess extends Pick<ArtifactStore, 'put' | 'get' | 'stat'> {
  /** Returns a local copy, which exists until `release`. Absent if artifacts do not arrive as files. @throws NotFound */
  localCopy?(key: string): Promise<{ path: string; release(): void }>;
}

const maxKeyLength = 512;
const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * Checks that a key is a path of plain names, such as "datasets/3f2a...", which file systems and S3 servers interpret literally.
 * @throws InvalidInput with field `key`
 */
export function assertKey(key: string): void {
  if (key.length <= maxKeyLength && key.split('/').every((part) => segment.test(part))) return;
  throw new InvalidInput(
    'key',
    `"${key.slice(0, 80)}" is not a valid artifact key. Use names of letters, digits, ".", "_" and "-", separated by "/".`,
  );
}
