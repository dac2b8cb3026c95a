/**
 * The server side of artifact-protocol.ts, in the parent. Malicious input may take over a sandboxed process, so the process gets
 * access only to what its task needs: it may read the granted artifacts, and write below the granted folders.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { createRetryingStore, isStoreFailure } from '../artifacts/retrying-store.ts';
import { InvalidData, NotFound } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type RetryOptions, retry } from '../retry.ts';
import { type ArtifactAnswer, type ArtifactRequest, artifactRequestSchema } from './artifact-protocol.ts';
import type { SandboxedProcess } from './sandbox.ts';
import { ScratchLost } from './scratch.ts';

/** The artifact access of one task. */
export interface ArtifactGrant {
  organizationId: string;
  /** Keys that the process may read. */
  reads: readonly string[];
  /** Folders below which the process may write, such as "models" and "checkpoints/<task>". */
  writes: readonly string[];
}

export interface ArtifactServer {
  /** Replaces the grant (null allows nothing), and resets what `hasStored` returns. */
  grant(grant: ArtifactGrant | null): void;
  /** Returns true if the process has stored these bytes under the current grant. It may not reference any other artifact. */
  hasStored(key: string): boolean;
  /** Resolves when all pending requests are done. */
  idle(): Promise<void>;
}

/** Folder for files that can be recomputed and that many tasks use, such as decoded images. Each organization has a subfolder. */
const cacheFolder = 'cache/';
const contentKey = /\/([0-9a-f]{64})$/;
const maxPending = 64;

/**
 * Serves the process until it exits.
 * @param options `patience`: retry policy for a store that is unavailable or full
 */
export function serveArtifacts(
  child: SandboxedProcess,
  options: { store: ArtifactStore; patience: RetryOptions; log: Logger },
): ArtifactServer {
  const { scratch, send, onMessage, kill } = child;
  const { patience, log } = options;
  /** Requests of a process that has exited are not retried. */
  const isRetryable = (error: unknown) => child.alive && isStoreFailure(error) && !(error instanceof ScratchLost);
  const store = createRetryingStore(options.store, patience, isRetryable);
  let allowed: ArtifactGrant | null = null;
  let stored = new Set<string>();
  const pending = new Set<Promise<void>>();

  onMessage((message) => {
    if ((message as { type?: unknown } | null)?.type !== 'artifact') return;
    const request = artifactRequestSchema.safeParse(message);
    if (!request.success || pending.size >= maxPending) {
      log.error(
        { pending: pending.size },
        'a sandboxed process sent an invalid artifact request, or too many at once; ending the process',
      );
      return kill();
    }
    const work = handle(request.data, allowed).finally(() => pending.delete(work));
    pending.add(work);
  });

  async function handle(request: ArtifactRequest, grant: ArtifactGrant | null): Promise<void> {
    if (request.call === 'release') return release(request.path);
    const { id } = request;
    try {
      send({ type: 'artifact', id, ...(await respond(request, grant)) } satisfies ArtifactAnswer);
    } catch (error) {
      if (error instanceof ScratchLost) {
        log.error({ err: error }, 'a sandboxed process lost its scratch folder; ending the process');
        return kill();
      }
      const { code } = error as { code?: unknown };
      const failure = {
        missing: error instanceof NotFound,
        code: typeof code === 'string' ? code : null,
        message: error instanceof Error ? error.message : String(error),
      };
      send({ type: 'artifact', id, failure } satisfies ArtifactAnswer);
    }
  }

  async function respond(
    request: Exclude<ArtifactRequest, { call: 'release' }>,
    grant: ArtifactGrant | null,
  ): Promise<{ path: string } | { bytes: number | null }> {
    const { call, key } = request;
    const storeKey = resolveKey(key, grant);
    if (!storeKey || !grant) throw new NotFound(`Artifact ${key} not found.`);
    if (call === 'get') return { path: await copy(storeKey) };
    if (call === 'stat') {
      // A process must not learn which artifacts others have stored. It sends its bytes, and equal bytes are stored once.
      const isReadable = grant.reads.includes(key) || key.startsWith(cacheFolder);
      return { bytes: isReadable ? ((await store.stat(storeKey))?.bytes ?? null) : null };
    }
    if (!isBelow(key, grant.writes) && !key.startsWith(cacheFolder))
      throw new NotFound(`No permission to write artifact ${key}.`);
    return { bytes: await storeOutput(storeKey, request.file) };
  }

  /** Copies an artifact into the scratch folder. Restarts the copy when the store or the local disk fails. */
  function copy(key: string): Promise<string> {
    return retry(() => copyOnce(key), isRetryable, patience);
  }

  async function copyOnce(key: string): Promise<string> {
    const { path, file } = await scratch.createInput();
    try {
      await pipeline(await options.store.get(key), file.createWriteStream());
      return path;
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Stores a file of the process, unless the artifact exists already. */
  async function storeOutput(key: string, name: string): Promise<number> {
    const { file, bytes } = await scratch.openOutput(name);
    const [, expectedHash] = contentKey.exec(key) ?? [];
    const read = () => contentOf(file, bytes, expectedHash ?? null);
    try {
      const existing = await store.stat(key);
      if (!existing || (expectedHash && existing.bytes !== bytes)) {
        await retry(() => store.put(key, read(), bytes), isRetryable, patience);
        stored.add(key);
      } else if (expectedHash) {
        for await (const _ of read()); // verifies the hash: a process that has the bytes may reference them
        stored.add(key);
      }
      return bytes;
    } finally {
      await file.close();
      await rm(join(scratch.out, name), { force: true });
    }
  }

  async function release(path: string): Promise<void> {
    const name = path.startsWith(`${scratch.in}/`) ? path.slice(scratch.in.length + 1) : '';
    if (/^[0-9a-f-]+$/.test(name)) await rm(path, { force: true });
  }

  return {
    grant(grant) {
      allowed = grant;
      stored = new Set();
    },
    hasStored: (key) => stored.has(key),
    async idle() {
      await Promise.all(pending);
    },
  };
}

/** Returns the store key of an artifact, or null if the process may neither read nor write it. */
function resolveKey(key: string, grant: ArtifactGrant | null): string | null {
  if (!grant || key.includes('..')) return null;
  if (key.startsWith(cacheFolder)) return `${cacheFolder}${grant.organizationId}/${key.slice(cacheFolder.length)}`;
  return grant.reads.includes(key) || isBelow(key, grant.writes) ? key : null;
}

function isBelow(key: string, folders: readonly string[]): boolean {
  return folders.some((folder) => key.startsWith(`${folder}/`));
}

/**
 * Yields the bytes of a file. The process may still be writing to it, so the hash is computed on the bytes that are sent.
 * @throws InvalidData after the last byte, when their SHA-256 is not `expectedHash`
 */
async function* contentOf(file: FileHandle, bytes: number, expectedHash: string | null): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  if (bytes > 0) {
    for await (const chunk of file.createReadStream({ start: 0, end: bytes - 1, autoClose: false })) {
      hash.update(chunk);
      yield chunk;
    }
  }
  if (expectedHash !== null && hash.digest('hex') !== expectedHash) {
    throw new InvalidData(`The bytes of an artifact do not match its key, which ends in ${expectedHash}.`);
  }
}
