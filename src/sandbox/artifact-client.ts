/** Artifact access for a sandboxed process: the client side of artifact-protocol.ts. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { NotFound } from '../errors.ts';
import { isSystemError, type RetryOptions, retry } from '../retry.ts';
import type { ArtifactAnswer, ArtifactFailure, ArtifactRequest } from './artifact-protocol.ts';

const noRetry: RetryOptions = { maxSeconds: 0, onRetry: () => undefined };

/** Omits `id` and `type` from each member of the union separately. */
type RequestBody = ArtifactRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id' | 'type'>
    : never
  : never;

/**
 * Creates the client. Streams are written once; bytes in memory are retried.
 * @param scratch folder that contains `in` and `out` (scratch.ts)
 * @param retryOptions retry policy for writing bytes in memory to a full disk. Default: no retry
 */
export function createArtifactClient(scratch: string, retryOptions: RetryOptions = noRetry): ArtifactAccess {
  const out = join(scratch, 'out');
  const pending = new Map<number, (answer: ArtifactAnswer) => void>();
  let lastId = 0;
  process.on('message', (message) => {
    const answer = message as ArtifactAnswer; // the parent is trusted; other messages have another type
    if (answer.type !== 'artifact') return;
    pending.get(answer.id)?.(answer);
    pending.delete(answer.id);
  });

  function send(request: ArtifactRequest): void {
    process.send?.(request, undefined, undefined, () => undefined); // errors are ignored: this process ends with its parent
  }

  async function request(body: RequestBody): Promise<ArtifactAnswer> {
    const id = ++lastId;
    const answered = new Promise<ArtifactAnswer>((resolve) => pending.set(id, resolve));
    send({ ...body, type: 'artifact', id } as ArtifactRequest); // TypeScript cannot rejoin the members of the union
    const answer = await answered;
    if ('failure' in answer) throw toError(answer.failure);
    return answer;
  }

  async function localCopy(key: string): Promise<{ path: string; release(): void }> {
    const answer = await request({ call: 'get', key });
    if (!('path' in answer)) throw new Error('The response to a `get` request has no path.');
    const { path } = answer;
    return { path, release: () => send({ type: 'artifact', call: 'release', path }) };
  }

  async function requestBytes(body: RequestBody): Promise<number | null> {
    const answer = await request(body);
    return 'bytes' in answer ? answer.bytes : null;
  }

  return {
    localCopy,

    async get(key, range) {
      const { start = 0, end } = range ?? {};
      if (end !== undefined && end <= start) return Readable.from([]);
      const { path, release } = await localCopy(key);
      const stream = createReadStream(path, { start, ...(end !== undefined && { end: end - 1 }) });
      return stream.once('close', release);
    },

    async stat(key) {
      const bytes = await requestBytes({ call: 'stat', key });
      return bytes === null ? null : { bytes };
    },

    async put(key, body) {
      const file = randomUUID();
      const path = join(out, file);
      try {
        if (body instanceof Uint8Array) await retry(() => writeFile(path, body), isDiskFailure, retryOptions);
        else await pipeline(body, createWriteStream(path));
        return { bytes: (await requestBytes({ call: 'put', key, file })) ?? 0 };
      } catch (error) {
        // The parent starts another process with a new folder.
        if (codeOf(error) === 'ENOENT' && !existsSync(out)) {
          console.error(`The scratch folder ${out} was removed while it was in use.`);
          process.exit(1);
        }
        throw error;
      } finally {
        await rm(path, { force: true });
      }
    },
  };
}

/** Returns true for disk errors that a retry may fix: not a file above the size limit, and not a removed folder. */
function isDiskFailure(error: unknown): boolean {
  return isSystemError(error) && !['EFBIG', 'ENOENT'].includes(codeOf(error));
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

function toError({ missing, code, message }: ArtifactFailure): Error {
  if (missing) return new NotFound(message);
  return Object.assign(new Error(message), code !== null && { code });
}
