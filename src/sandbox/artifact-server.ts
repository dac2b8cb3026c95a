/**
 * The parent's side of artifact-protocol.ts. A sandboxed process may have been taken over by what it reads, so it is given what
 * its task needs and nothing else: it reads the artifacts that are named to it, and writes below folders that are named to it.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { createPatientStore, isStoreFailure, type Patience, patiently } from '../artifacts/patient.ts';
import { InvalidData, NotFound } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type ArtifactAnswer, type ArtifactRequest, artifactRequestSchema } from './artifact-protocol.ts';
import type { SandboxedProcess } from './sandbox.ts';
import { ScratchLost } from './scratch.ts';

/** What one task may do with artifacts. */
export interface ArtifactGrant {
  organizationId: string;
  /** Keys that may be read. */
  reads: readonly string[];
  /** Folders below which may be written: "models", "checkpoints/<task>". */
  writes: readonly string[];
}

export interface ArtifactServer {
  /** What is allowed from now on; null: nothing. What was stored before is forgotten. */
  grant(grant: ArtifactGrant | null): void;
  /** Whether the process has stored these very bytes under its present grant: it may name no artifact that it does not have. */
  hasStored(key: string): boolean;
  /** Resolves when what was begun is done. */
  idle(): Promise<void>;
}

/** A file that many tasks use and that can be made again, decoded images for one; below it each organisation has its own. */
const cacheFolder = 'cache/';
const contentKey = /\/([0-9a-f]{64})$/;
const maxPending = 64;

/**
 * Serves the process until it ends.
 * @param patience how long a store that is away, or has no room, is tried again
 */
export function serveArtifacts(
  child: SandboxedProcess,
  options: { store: ArtifactStore; patience: Patience; log: Logger },
): ArtifactServer {
  const { scratch, send, onMessage, kill } = child;
  const { patience, log } = options;
  /** What a process that is gone asked for is of no use any more. */
  const mayPass = (error: unknown) => child.alive && isStoreFailure(error) && !(error instanceof ScratchLost);
  const store = createPatientStore(options.store, patience, mayPass);
  let allowed: ArtifactGrant | null = null;
  let stored = new Set<string>();
  const pending = new Set<Promise<void>>();

  onMessage((message) => {
    if ((message as { type?: unknown } | null)?.type !== 'artifact') return;
    const request = artifactRequestSchema.safeParse(message);
    if (!request.success || pending.size >= maxPending) {
      log.error(
        { pending: pending.size },
        'a sandboxed process asked for artifacts in a way that ours never do; it is ended',
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
      send({ type: 'artifact', id, ...(await perform(request, grant)) } satisfies ArtifactAnswer);
    } catch (error) {
      if (error instanceof ScratchLost) {
        log.error({ err: error }, 'a sandboxed process has lost its scratch folder; it is ended');
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

  async function perform(
    request: Exclude<ArtifactRequest, { call: 'release' }>,
    grant: ArtifactGrant | null,
  ): Promise<{ path: string } | { bytes: number | null }> {
    const { call, key } = request;
    const place = placeOf(key, grant);
    if (!place || !grant) throw new NotFound(`There is no artifact ${key}.`);
    if (call === 'get') return { path: await copy(place) };
    if (call === 'stat') {
      // What others may have stored there already is not told; who has the bytes hands them over, and they are kept once.
      const isOpen = grant.reads.includes(key) || key.startsWith(cacheFolder);
      return { bytes: isOpen ? ((await store.stat(place))?.bytes ?? null) : null };
    }
    if (!isBelow(key, grant.writes) && !key.startsWith(cacheFolder)) throw new NotFound(`${key} cannot be written.`);
    return { bytes: await keep(place, request.file) };
  }

  /** Begins again when the store, or the disk that it copies to, fails on the way. */
  function copy(key: string): Promise<string> {
    return patiently(() => copyOnce(key), mayPass, patience);
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

  /** Stores a file of the process. What is there already stays as it is. */
  async function keep(key: string, name: string): Promise<number> {
    const { file, bytes } = await scratch.openOutput(name);
    const [, promised] = contentKey.exec(key) ?? [];
    const read = () => contentOf(file, bytes, promised ?? null);
    try {
      const existing = await store.stat(key);
      if (!existing || (promised && existing.bytes !== bytes)) {
        await patiently(() => store.put(key, read(), bytes), mayPass, patience);
        stored.add(key);
      } else if (promised) {
        for await (const _ of read()); // who has the bytes may refer to them
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

/** Where an artifact lies that may be read or written; null: it may not be. */
function placeOf(key: string, grant: ArtifactGrant | null): string | null {
  if (!grant || key.includes('..')) return null;
  if (key.startsWith(cacheFolder)) return `${cacheFolder}${grant.organizationId}/${key.slice(cacheFolder.length)}`;
  return grant.reads.includes(key) || isBelow(key, grant.writes) ? key : null;
}

function isBelow(key: string, folders: readonly string[]): boolean {
  return folders.some((folder) => key.startsWith(`${folder}/`));
}

/**
 * The bytes of a file. The process may still be writing to it, so they are hashed on their way and not before it.
 * @throws InvalidData at their end, when they are not those of the hash `promised`
 */
async function* contentOf(file: FileHandle, bytes: number, promised: string | null): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  if (bytes > 0) {
    for await (const chunk of file.createReadStream({ start: 0, end: bytes - 1, autoClose: false })) {
      hash.update(chunk);
      yield chunk;
    }
  }
  if (promised !== null && hash.digest('hex') !== promised) {
    throw new InvalidData(`The bytes of an artifact are not those of its key, which ends in ${promised}.`);
  }
}
