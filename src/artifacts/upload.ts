/** Uploads over plain HTTP: tickets with a secret in their URL, and limits on the size and idle time of the body. */
import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Unavailable } from '../errors.ts';

const ticketMs = 3600_000;
/** Renewal interval, much shorter than the lifetime of a ticket, so that several failed renewals do no harm. */
const renewMs = 300_000;

/** Describes the HTTP request that uploads the bytes, for example `curl -T file url`. */
export interface UploadTicket {
  url: string;
  method: 'PUT';
  headers: { name: string; value: string }[];
  maxBytes: number;
  expiresAt: Date;
}

/** The upload is larger than its ticket allows. */
export class UploadTooLarge extends Error {}

/** The client sent no data for longer than the idle timeout. */
export class UploadStalled extends Error {}

/** Creates a ticket. @param folder path below the gateway's URL @returns the ticket, and the hash of its secret to store */
export function createUploadTicket(folder: string, maxBytes: number): { upload: UploadTicket; tokenHash: string } {
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

const ticketEnd = () => new Date(Date.now() + ticketMs);

export interface UploadLimits {
  maxBytes: number;
  /** Idle timeout. The whole upload has no time limit: a large file on a slow connection takes hours. */
  idleMs: number;
  /** Aborted when the gateway is shutting down and accepts no more bytes. */
  stopping?: AbortSignal;
}

/** An upload in progress. */
export interface Upload {
  /** Content length that the client announced; null if it announced none. */
  bytes: number | null;
  /** Starts receiving the bytes. The client may wait for that (100 Continue), so call it only after all checks have passed. */
  open(): Readable;
}

/**
 * Yields the bytes of an upload within its limits. On an error the stream is not destroyed: the connection is still needed for
 * the response.
 * @throws UploadTooLarge immediately if the announced length exceeds `maxBytes`, otherwise as soon as the body does
 * @throws UploadStalled after the idle timeout
 * @throws Unavailable when the gateway shuts down
 */
export function limitBytes(upload: Upload, limits: UploadLimits): AsyncGenerator<Buffer, void> {
  if (upload.bytes !== null && upload.bytes > limits.maxBytes) throw tooLarge(limits);
  return readWithin(upload.open(), limits);
}

async function* readWithin(body: Readable, limits: UploadLimits): AsyncGenerator<Buffer, void> {
  const chunks: AsyncIterator<Buffer> = body.iterator({ destroyOnReturn: false });
  const abort = onceAborted(limits.stopping);
  try {
    for (let bytes = 0; ; ) {
      // The idle timeout covers only the wait for the client, not the time that the store takes.
      const next = Promise.race([chunks.next(), abort.rejection]);
      const { done, value } = await withinIdleTime(next, limits.idleMs);
      if (done) return;
      bytes += value.length;
      if (bytes > limits.maxBytes) {
        await chunks.return?.();
        throw tooLarge(limits);
      }
      yield value;
    }
  } finally {
    abort.removeListener();
  }
}

/** Returns a promise that rejects with Unavailable once the signal is aborted. */
function onceAborted(signal: AbortSignal | undefined): { rejection: Promise<never>; removeListener(): void } {
  let abort: () => void = () => undefined;
  const rejection = new Promise<never>((_, reject) => {
    abort = () => reject(new Unavailable('The gateway is shutting down. Send the file to the same URL again.'));
  });
  rejection.catch(() => undefined); // the signal may be aborted while nothing waits
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return { rejection, removeListener: () => signal?.removeEventListener('abort', abort) };
}

const tooLarge = ({ maxBytes }: UploadLimits) => new UploadTooLarge(`The file is larger than ${maxBytes} bytes.`);

async function withinIdleTime<T>(next: Promise<T>, idleMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    const message = `The upload sent no data for ${idleMs / 1000} s. Send the file again.`;
    timer = setTimeout(() => reject(new UploadStalled(message)), idleMs);
  });
  try {
    return await Promise.race([next, stalled]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Yields `body` unchanged, and renews its ticket while bytes arrive. A ticket limits when an upload may start, not when it ends.
 * @param renew sets the new expiry time of the ticket
 */
export async function* renewing<T>(
  body: AsyncIterable<T>,
  renew: (expiresAt: Date) => Promise<unknown>,
): AsyncGenerator<T, void> {
  let renewAt = 0;
  for await (const chunk of body) {
    if (Date.now() >= renewAt) {
      renewAt = Date.now() + renewMs;
      // The ticket is checked again at the end, so an unavailable database does no harm until then.
      await renew(ticketEnd()).catch(() => undefined);
    }
    yield chunk;
  }
}
