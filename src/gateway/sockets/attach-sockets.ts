/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol). Shareable subscriptions are broadcast (live/broadcast.ts); any other
 * stream is pulled: its next event is requested when the last one has been sent. A client that does not read stops only its own
 * streams.
 *
 * A socket is closed with
 *   1001  the gateway shuts down: reconnect, to another gateway
 *   1013  the gateway cannot start the operation, for example because its database is unavailable: reconnect and retry
 *   4401  the session has ended: sign in again
 *   4403  the user lost access to an organization: reconnect, and the other streams continue
 *   4408, 4409 and other codes of the protocol, for a client that violates it
 *   4429  too much data is unread, or (defined by the protocol) the client initialized the connection twice
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { InvalidInput } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { isAnswering } from '../http/http-server.ts';
import { serveWithoutUpgrade } from '../http/ignored-upgrade.ts';
import type { MemoryBudget } from '../http/memory-budget.ts';
import { refuse } from '../http/raw-responses.ts';
import { clientAddress } from '../http/request.ts';
import { parseTarget } from '../http/target.ts';
import type { Sites } from '../sites.ts';
import type { MakeTotal } from '../total.ts';
import { createPeer } from './peer.ts';
import { serveSocket } from './socket-connection.ts';
import { closeSocket, goingAway } from './socket-output.ts';
import { createSocketProtocol, type SocketProtocolOptions } from './socket-protocol.ts';

const maxMessageBytes = 2 ** 20;

export interface SocketOptions extends SocketProtocolOptions {
  server: Server;
  path: string;
  sites: Sites;
  total: MakeTotal;
  /** Headers of responses to rejected upgrades. */
  headers: Record<string, string>;
  /** Budget for partially received messages, shared with request bodies. */
  messageMemory: MemoryBudget;
  /** Budget for large messages that clients have not read, shared with HTTP responses. */
  responseMemory: MemoryBudget;
  log: Logger;
}

export interface Sockets {
  /** Returns the number of open sockets. */
  count(): number;
  /** Closes every socket with 1001, so that its client reconnects to another gateway. */
  close(): Promise<void>;
}

export function attachSockets(options: SocketOptions): Sockets {
  const { server, total, headers, trustedProxies } = options;
  const connectionOptions = { ...options, protocol: createSocketProtocol(options) };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    autoPong: false, // ws would buffer pongs without limit for a client that does not read them
    handleProtocols,
  });
  sockets.on(
    'wsClientError',
    total('wsClientError', (error: Error, socket: Duplex) => refuse(socket, 400, error.message, headers)),
  );
  server.on(
    'upgrade',
    total('upgrade', upgrade, (_, socket) => socket.destroy()),
  );

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isOther = request.headers.upgrade?.toLowerCase() !== 'websocket';
    const refusal = isOther ? null : refusalOf(request, options);
    // A second response cannot follow one that is still being sent. No real client does this.
    if (isAnswering(socket)) socket.destroy();
    else if (isOther) serveWithoutUpgrade(server, request, socket, head);
    else if (refusal) refuse(socket, refusal.status, refusal.message, headers);
    else {
      sockets.handleUpgrade(request, socket, head, (client) => {
        serveSocket(createPeer(request, client), clientAddress(request, trustedProxies), connectionOptions);
      });
    }
  }

  return {
    count: () => sockets.clients.size,
    async close() {
      sockets.close();
      const open = [...sockets.clients];
      await Promise.all(open.map((client) => closeSocket(client, goingAway, 'Going away')));
    },
  };
}

/** Returns the reason for which a request is not upgraded; null when it is. */
function refusalOf(
  request: IncomingMessage,
  { sites, path, trustedProxies, connections }: SocketOptions,
): { status: number; message: string } | null {
  if (pathOf(request) !== path) return { status: 404, message: `WebSockets are only accepted at ${path}.` };
  if (!sites.isAllowedHost(request)) {
    return { status: 421, message: 'This Host is not allowed. Add it to AIAS_ALLOWED_HOSTS.' };
  }
  if (!sites.isTrusted(request)) {
    return { status: 403, message: 'This Origin is not allowed. Add it to AIAS_ALLOWED_ORIGINS.' };
  }
  if (!connections.isAtLimit(clientAddress(request, trustedProxies))) return null;
  return { status: 429, message: 'Too many connections from this address. Close one first.' };
}

/** Returns the request's path; null when the target is malformed. */
function pathOf({ url }: IncomingMessage): string | null {
  try {
    return parseTarget(url).pathname;
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
