/** Uploads over plain HTTP: a ticket with a secret in its address, and a body that may be too long, or stop in the middle. */
import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Unavailable } from '../errors.ts';

const ticketMilliseconds = 3600_000;
/** Far below the life of a ticket: a renewal that fails is tried again several times. */
const renewMilliseconds = 300_000;

/** Where and how to send the bytes: `curl -T file url`. */
export interface UploadTicket {
  url: string;
  method: 'PUT';
  headers: { name: string; value: string }[];
  maxBytes: number;
  expiresAt: Date;
}

/** The upload holds more bytes than the ticket allows. */
export class UploadTooLarge extends Error {}

/** The client sent nothing for longer than it may. */
export class UploadStalled extends Error {}

/** @param folder below the gateway's address @returns the ticket, and what to know its secret by */
export function openTicket(folder: string, maxBytes: number): { upload: UploadTicket; tokenHash: string } {
  const token = randomBytes(32).toString('base64url');
  const upload: UploadTicket = {
    url: `${folder}/${token}`,
    method: 'PUT',
    headers: [{ name: 'Content-Type', value: 'application/octet-stream' }],
    maxBytes,
    expiresAt: ticketEnd(),
  };
  return { upload, tokenHash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

const ticketEnd = () => new Date(Date.now() + ticketMilliseconds);

export interface UploadLimits {
  maxBytes: number;
  /** How long no byte may come. There is no limit for the whole: a large file on a slow line takes hours. */
  idleMilliseconds: number;
  /** Aborted when no more can be taken. */
  stopping?: AbortSignal;
}

/** What a client sends for a ticket. */
export interface Upload {
  /** Its length, as the client tells it. Null: the client does not. */
  bytes: number | null;
  /** Begins to take the bytes. A client may wait for it, so it is called when nothing speaks against the upload. */
  open(): Readable;
}

/**
 * Passes the bytes of an upload on. Its stream is not destroyed when something is wrong: the connection is still needed to say so.
 * @throws UploadTooLarge at once where the client tells its length, else as soon as it is longer than `maxBytes`
 * @throws UploadStalled while its bytes are read, Unavailable when they cannot be taken any more
 */
export function limited(upload: Upload, limits: UploadLimits): AsyncGenerator<Buffer, void> {
  if (upload.bytes !== null && upload.bytes > limits.maxBytes) throw tooLarge(limits);
  return passOn(upload.open(), limits);
}

async function* passOn(body: Readable, limits: UploadLimits): AsyncGenerator<Buffer, void> {
  const chunks: AsyncIterator<Buffer> = body.iterator({ destroyOnReturn: false });
  const stop = whenAborted(limits.stopping);
  try {
    for (let bytes = 0; ; ) {
      // Only the wait for the client counts, not how long the store takes.
      const next = Promise.race([chunks.next(), stop.happens]);
      const { done, value } = await withinIdleTime(next, limits.idleMilliseconds);
      if (done) return;
      bytes += value.length;
      if (bytes > limits.maxBytes) {
        await chunks.return?.();
        throw tooLarge(limits);
      }
      yield value;
    }
  } finally {
    stop.forget();
  }
}

/** Rejects with Unavailable when it happens. `forget` ends the waiting. */
function whenAborted(signal: AbortSignal | undefined): { happens: Promise<never>; forget(): void } {
  let tell: () => void = () => undefined;
  const happens = new Promise<never>((_, reject) => {
    tell = () => reject(new Unavailable('The gateway stops. Send the file again, to the same address.'));
  });
  happens.catch(() => undefined); // it may happen between two waits
  if (signal?.aborted) tell();
  signal?.addEventListener('abort', tell, { once: true });
  return { happens, forget: () => signal?.removeEventListener('abort', tell) };
}

const tooLarge = ({ maxBytes }: UploadLimits) => new UploadTooLarge(`The file is larger than ${maxBytes} bytes.`);

async function withinIdleTime<T>(next: Promise<T>, idleMilliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    const message = `No byte came for ${idleMilliseconds / 1000} s. Send the file again.`;
    timer = setTimeout(() => reject(new UploadStalled(message)), idleMilliseconds);
  });
  try {
    return await Promise.race([next, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Passes `body` on, and keeps its ticket from expiring while bytes arrive: a ticket says when an upload must have begun.
 * @param renew sets when the ticket expires
 */
export async function* renewing<T>(
  body: AsyncIterable<T>,
  renew: (expiresAt: Date) => Promise<unknown>,
): AsyncGenerator<T, void> {
  let renewAt = 0;
  for await (const chunk of body) {
    if (Date.now() >= renewAt) {
      renewAt = Date.now() + renewMilliseconds;
      // Whether the ticket still holds is decided at the end; until then a database that is away for a while harms nothing.
      await renew(ticketEnd()).catch(() => undefined);
    }
    yield chunk;
  }
}
