/**
 * The state of one WebSocket, which graphql-ws keeps as `extra`. It counts the work that the client has caused: while that is too
 * much, the gateway does not read from the client.
 */
import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { clientDisconnected } from '../http/request.ts';

/** Maximum number of operations of one socket that are being prepared at the same time. */
const maxPreparingOperations = 4;
/** Maximum number of operations that the client completed while they were being prepared and that have not ended yet. */
const maxAbandonedOperations = 8;

export interface Peer {
  readonly request: IncomingMessage;
  readonly client: WebSocket;
  readonly socket: Socket;
  /** Aborts when the socket closes. */
  readonly closed: AbortSignal;
  /** Sessions that the client has used, with the function that stops watching each. */
  readonly sessions: Map<string, () => void>;
  /** The user whose session was used last; null while the client is anonymous. */
  userId: string | null;
  /** Number of operations whose session is being looked up and whose document is being validated. */
  preparing: number;
  /** Number of messages that are still being handled. */
  working: number;
  /** Operations that the client has not completed, by id. */
  wanted: Readonly<Record<string, unknown>>;
}

export function createPeer(request: IncomingMessage, client: WebSocket): Peer {
  const closed = new AbortController();
  setMaxListeners(0, closed.signal); // each operation that runs listens
  client.once('close', () => closed.abort(clientDisconnected()));
  return {
    request,
    client,
    socket: request.socket,
    closed: closed.signal,
    sessions: new Map(),
    userId: null,
    preparing: 0,
    working: 0,
    wanted: {},
  };
}

/** Counts `work` under `kind` until it has ended. */
export async function countWork<T>(peer: Peer, kind: 'preparing' | 'working', work: () => Promise<T>): Promise<T> {
  peer[kind]++;
  pauseOrResume(peer);
  try {
    return await work();
  } finally {
    peer[kind]--;
    pauseOrResume(peer);
  }
}

/** Pauses reading from a client that sends operations faster than they can be prepared. */
function pauseOrResume({ client, preparing, working, wanted }: Peer): void {
  if (client.readyState !== client.OPEN) return;
  const abandoned = working - Object.keys(wanted).length;
  const isBusy = preparing >= maxPreparingOperations || abandoned >= maxAbandonedOperations;
  if (isBusy && !client.isPaused) client.pause();
  else if (!isBusy && client.isPaused) client.resume();
}
