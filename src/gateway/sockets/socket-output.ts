/** What the gateway sends on a WebSocket: messages, up to a limit of unread data, and one closing handshake. */
import type { WebSocket } from 'ws';
import { RateLimited } from '../../errors.ts';
import type { RevocationReason } from '../../live/access-watch.ts';
import type { HeldMemory } from '../http/memory-budget.ts';
import { encodeText } from '../http/response-text.ts';
import { uncountedResponseBytes } from '../operations.ts';

/** Maximum unread data of a slow client, not counting its broadcast streams. */
const maxUnreadBytes = 16 * 2 ** 20;
/** Time that a client has to complete the closing handshake before its connection is terminated. */
const closeMs = 2000;

export const goingAway = 1001;
export const tryAgainLater = 1013;
const tooMuchUnread = 4429;
const closeCodeOf = { SESSION_ENDED: 4401, ACCESS_CHANGED: 4403 } as const;
const reasonOf = { SESSION_ENDED: 'The session has ended', ACCESS_CHANGED: 'Access has changed' } as const;

/** Returns false when the socket is closed, or is being closed because too much data is unread. */
export function mayReceive(client: WebSocket): boolean {
  if (client.readyState !== client.OPEN) return false;
  if (client.bufferedAmount <= maxUnreadBytes) return true;
  void closeSocket(client, tooMuchUnread, 'Too much unread data');
  return false;
}

/**
 * Resolves when the message has been sent or dropped. A failed socket closes automatically and ends its operations.
 * @param openMemory opens the memory of a large message, or of one behind much unread data, which counts until it has been sent
 */
export async function sendMessage(client: WebSocket, message: string, openMemory: () => HeldMemory): Promise<void> {
  if (!mayReceive(client)) return;
  const bytes = Buffer.byteLength(message);
  if (client.bufferedAmount + bytes <= uncountedResponseBytes) return write(client, message);
  const memory = openMemory();
  try {
    memory.take(bytes);
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    return void closeSocket(client, tooMuchUnread, 'Too much unread data');
  }
  // Not awaited here: the message would stay in memory beside its bytes until the client has read them.
  return sendBytes(client, encodeText(message), memory);
}

async function sendBytes(client: WebSocket, encoded: Promise<Buffer>, memory: HeldMemory): Promise<void> {
  try {
    const bytes = await encoded;
    if (mayReceive(client)) await write(client, bytes);
  } finally {
    memory.release();
  }
}

function write(client: WebSocket, message: string | Buffer): Promise<void> {
  return new Promise((resolve) => client.send(message, { binary: false }, () => resolve()));
}

const closing = new WeakMap<WebSocket, Promise<void>>();

/** Closes a socket, by force after `closeMs`. Resolves when it is closed. Only the first code and reason are sent. */
export function closeSocket(client: WebSocket, code: number, reason?: string): Promise<void> {
  const begun = closing.get(client);
  if (begun) return begun;
  const closed = new Promise<void>((resolve) => {
    if (client.readyState === client.CLOSED) return resolve();
    const timer = setTimeout(() => client.terminate(), closeMs);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.close(code, reason);
  });
  closing.set(client, closed);
  return closed;
}

/** Closes the socket so that the client reconnects with its cursor; an error message would end its stream for good. */
export function requestReconnect(client: WebSocket): void {
  void closeSocket(client, tryAgainLater, 'Try again later');
}

/** Closes the socket of a client that lost access. */
export function closeRevoked(client: WebSocket, reason: RevocationReason): void {
  void closeSocket(client, closeCodeOf[reason], reasonOf[reason]);
}
