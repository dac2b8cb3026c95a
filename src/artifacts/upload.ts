/** Uploads over plain HTTP: a ticket with a secret in its address, and a body that may be too long. */
import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';

const ticketMinutes = 60;

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

/** @param folder below the gateway's address @returns the ticket, and what to know its secret by */
export function openTicket(folder: string, maxBytes: number): { upload: UploadTicket; tokenHash: string } {
  const token = randomBytes(32).toString('base64url');
  const upload: UploadTicket = {
    url: `${folder}/${token}`,
    method: 'PUT',
    headers: [{ name: 'Content-Type', value: 'application/octet-stream' }],
    maxBytes,
    expiresAt: new Date(Date.now() + ticketMinutes * 60_000),
  };
  return { upload, tokenHash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Passes `body` on. @throws UploadTooLarge as soon as it is longer than `maxBytes` */
export async function* limited(body: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  // Not destroyed when it is too long: the connection is still needed to say so.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new UploadTooLarge(`The file is larger than ${maxBytes} bytes.`);
    yield chunk;
  }
}
