/** The artifacts of a sandboxed process: its side of artifact-protocol.ts. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { isSystemError, type Patience, patiently } from '../artifacts/patient.ts';
import { NotFound } from '../errors.ts';
import type { ArtifactAnswer, ArtifactFailure, ArtifactRequest } from './artifact-protocol.ts';

/** One try. */
const impatience: Patience = { seconds: 0, onRetry: () => undefined };

/** Leaves out the number and the type, of each kind of request by itself. */
type Question = ArtifactRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id' | 'type'>
    : never
  : never;

/**
 * @param scratch  the folder that holds `in` and `out` (scratch.ts)
 * @param patience how long bytes in memory are written again to a disk that has no room for them; streams are written once
 */
export function createArtifactClient(scratch: string, patience: Patience = impatience): ArtifactAccess {
  const out = join(scratch, 'out');
  const waiting = new Map<number, (answer: ArtifactAnswer) => void>();
  let lastId = 0;
  process.on('message', (message) => {
    const answer = message as ArtifactAnswer; // the parent is trusted; what is not an answer has no such number
    if (answer.type !== 'artifact') return;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });

  function send(request: ArtifactRequest): void {
    process.send?.(request, undefined, undefined, () => undefined); // a parent that is gone ends this process
  }

  async function ask(question: Question): Promise<ArtifactAnswer> {
    const id = ++lastId;
    const answered = new Promise<ArtifactAnswer>((resolve) => waiting.set(id, resolve));
    send({ ...question, type: 'artifact', id } as ArtifactRequest); // the parts of one kind, put together again
    const answer = await answered;
    if ('failure' in answer) throw errorOf(answer.failure);
    return answer;
  }

  async function localCopy(key: string): Promise<{ path: string; release(): void }> {
    const answer = await ask({ call: 'get', key });
    if (!('path' in answer)) throw new Error('An artifact was answered without its path.');
    const { path } = answer;
    return { path, release: () => send({ type: 'artifact', call: 'release', path }) };
  }

  async function bytesOf(question: Question): Promise<number | null> {
    const answer = await ask(question);
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
      const bytes = await bytesOf({ call: 'stat', key });
      return bytes === null ? null : { bytes };
    },

    async put(key, body) {
      const file = randomUUID();
      const path = join(out, file);
      try {
        if (body instanceof Uint8Array) await patiently(() => writeFile(path, body), isDiskFailure, patience);
        else await pipeline(body, createWriteStream(path));
        return { bytes: (await bytesOf({ call: 'put', key, file })) ?? 0 };
      } catch (error) {
        // Its parent begins again with a process that has a folder.
        if (codeOf(error) === 'ENOENT' && !existsSync(out)) {
          console.error(`${out} was removed while it was in use.`);
          process.exit(1);
        }
        throw error;
      } finally {
        await rm(path, { force: true });
      }
    },
  };
}

/** A file that is larger than this process may write stays too large, and a folder that is gone stays gone. */
function isDiskFailure(error: unknown): boolean {
  return isSystemError(error) && !['EFBIG', 'ENOENT'].includes(codeOf(error));
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

function errorOf({ missing, code, message }: ArtifactFailure): Error {
  if (missing) return new NotFound(message);
  return Object.assign(new Error(message), code !== null && { code });
}
