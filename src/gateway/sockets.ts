/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol). Every operation goes through yoga's own pipeline, so that what
 * holds over HTTP (limits, masking, who is signed in) holds here. Subscriptions that may be shared are broadcast (live/broadcast.ts);
 * any other stream is pulled: its next event is asked for when the last one has left. A client that does not read stops its own
 * streams and nobody else's.
 *
 * A socket is closed with
 *   1001  the gateway goes away: connect again, to another
 *   4401  the session has ended: sign in again
 *   4403  an organisation cannot be seen any more: connect again, and the rest goes on
 *   4408, 4409, 4429 and others of the protocol, for a client that does not keep to it
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { CloseCode, type Context, handleProtocols, makeServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { GraphQLContext } from '../graphql/context.ts';
import type { BroadcastHub, Member } from '../live/broadcast.ts';
import type { Operation } from '../live/operation.ts';
import type { Logger } from '../log.ts';
import type { Connections } from './connections.ts';
import { addressOf, isTrustedOrigin } from './http.ts';
import { isErrors, joinOrNull, type Pipeline, prepareOperation } from './operations.ts';
import { createSocketSink } from './socket-sink.ts';

const largestMessage = 2 ** 20;
const mostSubscriptions = 100;
const initMilliseconds = 10_000;
/** One that is told to go and does not is cut off. */
const closeMilliseconds = 2000;
const goingAway = 1001;

const closeCodeOf = { SESSION_ENDED: 4401, ACCESS_CHANGED: 4403 } as const;
const reasonOf = { SESSION_ENDED: 'The session has ended', ACCESS_CHANGED: 'Access has changed' } as const;
export type Revocation = keyof typeof closeCodeOf;

/** Tells once when what the context's viewer may see gets less. Returns how to stop. */
export type WatchAccess = (context: GraphQLContext, onRevoked: (why: Revocation) => void) => () => void;

export interface SocketOptions {
  server: Server;
  path: string;
  allowedOrigins: readonly string[];
  proxies: number;
  connections: Connections;
  broadcasts: BroadcastHub;
  watchAccess: WatchAccess;
  /** @param token what the client sent in connection_init; null: none, its cookie counts */
  startOperation(request: IncomingMessage, token: string | null): Pipeline;
  log: Logger;
}

export interface Sockets {
  /** Sockets that are open now. */
  open(): number;
  /** Tells every client to come back later, and ends. */
  close(): Promise<void>;
}

interface Peer {
  request: IncomingMessage;
  client: WebSocket;
  socket: Socket;
  /** The sessions that it has acted with, and how to stop watching each. */
  sessions: Map<string, () => void>;
}

/** What the protocol hands from an operation's beginning to its execution. */
interface Started {
  pipeline: Pipeline;
  operation: Operation;
  peer: Peer;
  id: string;
}

export function attachSockets(options: SocketOptions): Sockets {
  const { connections, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    handleProtocols,
  });
  options.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== options.path) return refuse(socket, '404 Not Found');
    if (!isTrustedOrigin(request, options.allowedOrigins)) return refuse(socket, '403 Forbidden');
    if (connections.isFull(addressOf(request, options.proxies))) return refuse(socket, '429 Too Many Requests');
    sockets.handleUpgrade(request, socket, head, (client) => {
      open({ request, client, socket: request.socket, sessions: new Map() });
    });
  });

  const protocol = makeServer<Record<string, unknown>, Peer>({
    connectionInitWaitTimeout: initMilliseconds,
    execute: (args) => startedBy(args).pipeline.execute({ ...args, rootValue: undefined }),
    async subscribe(args) {
      const { pipeline, operation, peer, id } = startedBy(args);
      const sink = createSocketSink(peer.client, peer.socket, id);
      const member = await joinOrNull(options.broadcasts, operation, sink, null);
      if (member) return heldStream(member);
      return pipeline.subscribe({ ...args, rootValue: undefined });
    },
    async onSubscribe(context, id, payload) {
      if (Object.keys(context.subscriptions).length > mostSubscriptions) {
        return [new GraphQLError(`A socket has at most ${mostSubscriptions} operations at a time.`)];
      }
      const peer = context.extra;
      const pipeline = options.startOperation(peer.request, tokenFrom(context));
      const operation = await prepareOperation(pipeline, payload);
      if (isErrors(operation)) return operation;
      watch(peer, operation.contextValue);
      const started: Started = { pipeline, operation, peer, id };
      return { ...operation, rootValue: started };
    },
  });

  function open(peer: Peer): void {
    const { client, request, socket } = peer;
    socket.setMaxListeners(0); // each of its subscriptions may wait for it to drain
    const connection = connections.add(addressOf(request, options.proxies), {
      socket,
      ping: () => client.ping(),
      terminate: () => client.terminate(),
    });
    const closed = protocol.opened(
      {
        protocol: client.protocol,
        send: (message) => sendTo(client, message),
        close: (code, reason) => closeSocket(client, code ?? goingAway, reason),
        onMessage(handle) {
          client.on('message', (data) => {
            handle(String(data)).catch((error) => {
              log.error({ err: error }, 'a socket message could not be handled');
              closeSocket(client, CloseCode.InternalServerError, 'Internal server error');
            });
          });
        },
      },
      peer,
    );
    client.on('pong', connection.heard);
    client.on('error', (error) => log.debug({ err: error }, 'a socket broke')); // it closes by itself
    client.once('close', (code, reason) => {
      connection.close();
      for (const stop of peer.sessions.values()) stop();
      closed(code, String(reason)).catch((error) => log.error({ err: error }, 'a socket could not be left'));
    });
  }

  /** As long as the socket lives: also between its operations. */
  function watch(peer: Peer, context: GraphQLContext): void {
    const { client, sessions } = peer;
    const { sessionId, viewer } = context;
    if (!sessionId || !viewer || sessions.has(sessionId) || client.readyState !== client.OPEN) return;
    const stop = options.watchAccess(context, (why) => closeSocket(client, closeCodeOf[why], reasonOf[why]));
    sessions.set(sessionId, stop);
  }

  return {
    open: () => sockets.clients.size,
    async close() {
      sockets.close();
      const open = [...sockets.clients];
      await Promise.all(open.map((client) => closeSocket(client, goingAway, 'Going away')));
    },
  };
}

function startedBy(args: { rootValue?: unknown }): Started {
  return args.rootValue as Started; // onSubscribe puts it there
}

/** What the protocol may hold while frames go to the socket around it: yields nothing, and ends when the member has everything. */
function heldStream(member: Member): AsyncGenerator<never, void> {
  const end = async (): Promise<IteratorResult<never, void>> => {
    member.leave();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      member.start();
      await member.ended;
      return { done: true, value: undefined };
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function sendTo(client: WebSocket, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (client.readyState !== client.OPEN) return resolve();
    client.send(message, (error) => (error ? reject(error) : resolve()));
  });
}

/** Resolves when it is closed: politely, or else by force. */
function closeSocket(client: WebSocket, code: number, reason?: string): Promise<void> {
  return new Promise((resolve) => {
    if (client.readyState === client.CLOSED) return resolve();
    const timer = setTimeout(() => client.terminate(), closeMilliseconds);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.close(code, reason);
  });
}

function tokenFrom({ connectionParams }: Context<Record<string, unknown>, Peer>): string | null {
  const { authorization, Authorization, token } = connectionParams ?? {};
  const given = token ?? authorization ?? Authorization;
  return typeof given === 'string' ? given.replace(/^Bearer\s+/i, '') : null;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
