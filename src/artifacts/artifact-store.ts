/**
 * Where bytes live: uploads, models, checkpoints, predictions. One small port; filesystem.ts and minio.ts implement it and
 * one contract suite (test/contract) holds both to it.
 *
 * An artifact is written once, under a key that says what it holds (see content.ts), and never changes. It is either there
 * whole or not at all, also after a crash.
 */
import type { Readable } from 'node:stream';
import { InvalidInput } from '../errors.ts';

export interface ArtifactStore {
  /**
   * Writes an artifact. Replaces one of the same key. When `body` fails, nothing is left behind.
   * @param size bytes of `body`, when they are known
   */
  put(key: string, body: AsyncIterable<Uint8Array> | Uint8Array, size?: number): Promise<{ bytes: number }>;

  /**
   * The bytes, or those of a range: `start` counts from 0, `end` is the first byte left out (default: all).
   * @throws NotFound before the stream begins
   */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>;

  stat(key: string): Promise<{ bytes: number } | null>;

  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;

  /** Every artifact whose key begins with `prefix`, in no particular order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number }>;

  /** Resolves when the store answers; rejects with what is wrong with it. */
  check(): Promise<void>;
}

/** What a computing process may do with artifacts; a store can do it too. */
export interface ArtifactAccess extends Pick<ArtifactStore, 'put' | 'get' | 'stat'> {
  /** Where each artifact comes as a file anyway: its path, until it is released. @throws NotFound */
  localCopy?(key: string): Promise<{ path: string; release(): void }>;
}

const longestKey = 512;
const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * Keys are paths of plain names: "datasets/3f2a...". Nothing that a filesystem or an S3 server could read as more.
 * @throws InvalidInput with field `key`
 */
export function assertKey(key: string): void {
  if (key.length <= longestKey && key.split('/').every((part) => segment.test(part))) return;
  throw new InvalidInput(
    'key',
    `"${key.slice(0, 80)}" is not an artifact key: names of letters, digits, ".", "_" and "-", divided by "/".`,
  );
}
