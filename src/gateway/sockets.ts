/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol). Every operation goes through yoga's own pipeline, so that what
 * holds over HTTP (limits, masking, who is signed in) holds here. Subscriptions that may be shared are broadcast (live/broadcast.ts);
 * any other stream is pulled: its next event is asked for when the last one has left. A client that does not read stops its own
 * streams and nobody else's.
 *
 * A socket is closed with
 *   1001  the gateway goes away: connect again, to another
 *   1013  the gateway cannot begin what it was asked for, perhaps because its database is away: connect again, and ask again
 *   4401  the session has ended: sign in again
 *   4403  an organisation cannot be seen any more: connect again, and the rest goes on
 *   4408, 4409 and others of the protocol, for a client that does not keep to it
 *   4429  too much is waiting for it unread, or (of the protocol) it began twice
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { CloseCode, type Context, handleProtocols, makeServer } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { InvalidInput, RateLimited } from '../errors.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import type { Admit } from '../graphql/cost/plugin.ts';
import { checkJson } from '../graphql/cost/variables.ts';
import type { BroadcastHub, Member } from '../live/broadcast.ts';
import type { Operation } from '../live/operation.ts';
import type { Logger } from '../log.ts';
import type { BodyMemory, HeldMemory } from './body-memory.ts';
import type { Connections } from './connections.ts';

import { addressOf } from './http.ts';
import { isAnswering } from './http-server.ts';
import { serveWithoutUpgrade } from './ignored-upgrade.ts';
import { isErrors, isPutOff, joinOrNull, type Pipeline, prepareOperation } from './operations.ts';
import { refuse } from './raw-answers.ts';
import type { Sites } from './sites.ts';
import { createSocketSink } from './socket-sink.ts';
import { parseTarget } from './target.ts';
import type { MakeTotal } from './total.ts';

const largestMessage = 2 ** 20;
const mostSubscriptions = 100;
/** Operations of a socket that begin at the same time. */
const mostPreparing = 4;
/** Operations that a client has forgotten while they began, and that have not ended yet. */
const mostForgotten = 8;
/** What may wait for a client that reads slowly, beside its streams. */
const maxUnreadBytes = 16 * 2 ** 20;
const initMilliseconds = 10_000;
/** No token of ours is as long. */
const maxTokenCharacters = 1000;
/** One that is told to go and does not is cut off. */
const closeMilliseconds = 2000;
const goingAway = 1001;
const tryAgainLater = 1013;
const tooMuchUnread = 4429;

const closeCodeOf = { SESSION_ENDED: 4401, ACCESS_CHANGED: 4403 } as const;
const reasonOf = { SESSION_ENDED: 'The session has ended', ACCESS_CHANGED: 'Access has changed' } as const;
export type Revocation = keyof typeof closeCodeOf;

/** Tells once when what the context's viewer may see gets less. Returns how to stop. */
export type WatchAccess = (context: GraphQLContext, onRevoked: (why: Revocation) => void) => () => void;

export interface SocketOptions {
  server: Server;
  path: string;
  sites: Sites;
  total: MakeTotal;
  /** Headers of the answers to upgrades that are refused. */
  headers: Record<string, string>;
  proxies: number;
  connections: Connections;
  broadcasts: BroadcastHub;
  /** Messages that have arrived in part take of it, as bodies do. */
  memory: BodyMemory;
  watchAccess: WatchAccess;
  admit: Admit;
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
  /** Operations whose session is being looked up, and whose document is being checked. */
  preparing: number;
  /** Messages whose work has not ended. */
  working: number;
  /** Operations that the client has not forgotten (complete), by id. */
  wanted: Readonly<Record<string, unknown>>;
}

/** What the protocol hands from an operation's beginning to its execution. */
interface Started {
  pipeline: Pipeline;
  operation: Operation;
  peer: Peer;
  id: string;
}

export function attachSockets(options: SocketOptions): Sockets {
  const { connections, log, total } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
    autoPong: false, // ws would buffer pongs without end for a client that does not read them
    handleProtocols,
  });
  sockets.on(
    'wsClientError',
    total('wsClientError', (error: Error, socket: Duplex) => refuse(socket, 400, error.message, options.headers)),
  );
  options.server.on(
    'upgrade',
    total('upgrade', upgrade, (_, socket) => socket.destroy()),
  );

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isOther = request.headers.upgrade?.toLowerCase() !== 'websocket';
    const refusal = isOther ? null : refusalOf(request);
    // Behind an answer that is still on its way there is no place for another. No client asks so.
    if (isOther && isAnswering(socket)) socket.destroy();
    else if (isOther) serveWithoutUpgrade(options.server, request, socket, head);
    else if (refusal) refuse(socket, refusal.status, refusal.message, options.headers);
    else {
      sockets.handleUpgrade(request, socket, head, (client) => {
        open({ request, client, socket: request.socket, sessions: new Map(), preparing: 0, working: 0, wanted: {} });
      });
    }
  }

  function refusalOf(request: IncomingMessage): { status: number; message: string } | null {
    const { sites, path, proxies } = options;
    if (pathOf(request) !== path) return { status: 404, message: `WebSockets are opened at ${path} alone.` };
    if (!sites.isAllowedHost(request)) {
      return { status: 421, message: 'The gateway is not known by this Host. See AIAS_ALLOWED_HOSTS.' };
    }
    if (!sites.isTrusted(request)) {
      return { status: 403, message: 'Pages of this Origin may not connect. See AIAS_ALLOWED_ORIGINS.' };
    }
    if (!connections.isFull(addressOf(request, proxies))) return null;
    return { status: 429, message: 'This address has too many connections. Close one first.' };
  }

  const protocol = makeServer<Record<string, unknown>, Peer>({
    connectionInitWaitTimeout: initMilliseconds,
    onConnect(context) {
      // graphql-ws keeps what came with ConnectionInit as long as the socket: only the token is to stay of it.
      Object.assign(context, { connectionParams: { token: tokenFrom(context) } });
      context.extra.wanted = context.subscriptions;
    },
    execute: (args) => startedBy(args).pipeline.execute({ ...args, rootValue: undefined }),
    async subscribe(args) {
      const { pipeline, operation, peer, id } = startedBy(args);
      const sink = createSocketSink(peer.client, peer.socket, id);
      const member = await joinOrNull(options.broadcasts, operation, sink, null);
      if (member) return heldStream(member);
      const results = await pipeline.subscribe({ ...args, rootValue: undefined });
      if (isPutOff(results)) comeBack(peer);
      return results;
    },
    async onSubscribe(context, id, payload) {
      if (Object.keys(context.subscriptions).length > mostSubscriptions) {
        return [new GraphQLError(`A socket has at most ${mostSubscriptions} operations at a time.`)];
      }
      const peer = context.extra;
      const pipeline = options.startOperation(peer.request, tokenFrom(context));
      const operation = await prepare(peer, () => prepareOperation(pipeline, payload, options.admit));
      if (isPutOff(operation)) comeBack(peer);
      if (isErrors(operation)) return operation;
      watch(peer, operation.contextValue);
      const started: Started = { pipeline, operation, peer, id };
      return { ...operation, rootValue: started };
    },
  });

  function open(peer: Peer): void {
    const { client, request, socket } = peer;
    socket.setMaxListeners(0); // each of its subscriptions may wait for it to drain
    const address = addressOf(request, options.proxies);
    const connection = connections.add(address, {
      socket,
      ping: () => client.ping(),
      terminate: () => client.terminate(),
    });
    let held: HeldMemory | null = null;
    // Before ws takes the bytes: a message that they complete gives them back.
    socket.prependListener(
      'data',
      total('socket bytes', (bytes: Buffer) => {
        held ??= options.memory.open(peer.sessions.size > 0 ? 'signedIn' : 'anonymous', address);
        try {
          held.take(bytes.length);
        } catch (error) {
          if (!(error instanceof RateLimited)) throw error;
          void closeSocket(client, tryAgainLater, error.message);
        }
      }),
    );
    const release = () => {
      held?.release();
      held = null;
    };
    const closed = protocol.opened(
      {
        protocol: client.protocol,
        send: (message) => sendTo(client, message),
        close: (code, reason) => closeSocket(client, code ?? goingAway, reason),
        onMessage(handle) {
          client.on(
            'message',
            total(
              'socket message',
              (data: RawData) => {
                release();
                return hear(peer, String(data), handle);
              },
              () => comeBack(peer),
            ),
          );
        },
      },
      peer,
    );
    client.on(
      'ping',
      total('socket ping', (data: Buffer) => {
        if (mayReceive(client)) client.pong(data);
      }),
    );
    client.on('pong', connection.heard);
    client.on('error', (error) => log.debug({ err: error }, 'a socket broke')); // it closes by itself
    client.once(
      'close',
      total('socket close', (code: number, reason: Buffer) => {
        connection.close();
        release();
        for (const stop of peer.sessions.values()) stop();
        return closed(code, String(reason));
      }),
    );
  }

  /** A message with too many values is not parsed at all. */
  async function hear(peer: Peer, text: string, handle: (message: string) => Promise<void>): Promise<void> {
    const { client } = peer;
    if (client.readyState !== client.OPEN) return;
    const refusal = checkJson(text);
    // What is nested too deeply is told as of any variables; it takes no more memory than other values.
    if (refusal?.extensions.limit === 'variableValues') {
      return closeSocket(client, CloseCode.BadRequest, refusal.message);
    }
    peer.working++;
    readOrWait(peer);
    try {
      await handle(text);
    } catch (error) {
      if (!isServerMessage(error)) throw error;
      void closeSocket(client, CloseCode.BadRequest, 'Only a server sends messages of this type');
    } finally {
      peer.working--;
      readOrWait(peer);
    }
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

async function prepare<T>(peer: Peer, work: () => Promise<T>): Promise<T> {
  peer.preparing++;
  readOrWait(peer);
  try {
    return await work();
  } finally {
    peer.preparing--;
    readOrWait(peer);
  }
}

/** A client that sends faster than its operations can begin is read as fast as they do. */
function readOrWait({ client, preparing, working, wanted }: Peer): void {
  if (client.readyState !== client.OPEN) return;
  const forgotten = working - Object.keys(wanted).length;
  const isBusy = preparing >= mostPreparing || forgotten >= mostForgotten;
  if (isBusy && !client.isPaused) client.pause();
  else if (!isBusy && client.isPaused) client.resume();
}

/** graphql-ws has no other sign for a message that is valid, and is a server's. */
function isServerMessage(error: unknown): boolean {
  return error instanceof Error && /^Unexpected message of type \w+ received$/.test(error.message);
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

/** False when it is closed, or has left so much unread that it is being closed. */
function mayReceive(client: WebSocket): boolean {
  if (client.readyState !== client.OPEN) return false;
  if (client.bufferedAmount <= maxUnreadBytes) return true;
  void closeSocket(client, tooMuchUnread, 'Too much is unread');
  return false;
}

/** Resolves when the message has left, or never will: a socket that breaks closes by itself, and ends what it began. */
function sendTo(client: WebSocket, message: string): Promise<void> {
  return new Promise((resolve) => {
    if (!mayReceive(client)) return resolve();
    client.send(message, () => resolve());
  });
}

const closing = new WeakMap<WebSocket, Promise<void>>();

/** Resolves when it is closed: politely, or else by force. The first reason counts. */
function closeSocket(client: WebSocket, code: number, reason?: string): Promise<void> {
  const begun = closing.get(client);
  if (begun) return begun;
  const closed = new Promise<void>((resolve) => {
    if (client.readyState === client.CLOSED) return resolve();
    const timer = setTimeout(() => client.terminate(), closeMilliseconds);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.close(code, reason);
  });
  closing.set(client, closed);
  return closed;
}

/** A client that is told an error gives its stream up; one that is closed so comes back, with its cursor. */
function comeBack({ client }: Peer): void {
  void closeSocket(client, tryAgainLater, 'Try again later');
}

function tokenFrom({ connectionParams }: Context<Record<string, unknown>, Peer>): string | null {
  const { authorization, Authorization, token } = connectionParams ?? {};
  const given = token ?? authorization ?? Authorization;
  if (typeof given !== 'string') return null;
  // Copied: a part of a text would keep the whole of it.
  return Buffer.from(given.slice(0, maxTokenCharacters))
    .toString()
    .replace(/^Bearer\s+/i, '');
}

/** Null when the request names none. */
function pathOf({ url }: IncomingMessage): string | null {
  try {
    return parseTarget(url).pathname;
  } catch (error) {
    if (error instanceof InvalidInput) return null;
    throw error;
  }
}
