/**
 * GraphQL over WebSocket (the graphql-transport-ws protocol). Every operation goes through yoga's pipeline, so that limits, error
 * masking and authentication are the same as over HTTP. Shareable subscriptions are broadcast (live/broadcast.ts); any other
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
import type { BodyMemory, HeldMemory } from './http/body-memory.ts';
import type { Connections } from './http/connections.ts';
import { isAnswering } from './http/http-server.ts';
import { serveWithoutUpgrade } from './http/ignored-upgrade.ts';
import { refuse } from './http/raw-responses.ts';
import { clientAddress } from './http/request.ts';
import { parseTarget } from './http/target.ts';
import { hasErrors, isPutOff, joinBroadcast, type OperationPipeline, prepareOperation } from './operations.ts';
import type { Sites } from './sites.ts';
import { createSocketSink } from './socket-sink.ts';
import type { MakeTotal } from './total.ts';

const maxMessageBytes = 2 ** 20;
const maxSubscriptionsPerSocket = 100;
/** Maximum number of operations of one socket that are being prepared at the same time. */
const maxPreparingOperations = 4;
/** Maximum number of operations that the client completed while they were being prepared and that have not ended yet. */
const maxAbandonedOperations = 8;
/** Maximum unread data of a slow client, not counting its broadcast streams. */
const maxUnreadBytes = 16 * 2 ** 20;
const initMs = 10_000;
/** Longer than any valid token. */
const maxTokenCharacters = 1000;
/** Time that a client has to complete the closing handshake before its connection is terminated. */
const closeMs = 2000;
const goingAway = 1001;
const tryAgainLater = 1013;
const tooMuchUnread = 4429;

const closeCodeOf = { SESSION_ENDED: 4401, ACCESS_CHANGED: 4403 } as const;
const reasonOf = { SESSION_ENDED: 'The session has ended', ACCESS_CHANGED: 'Access has changed' } as const;
export type RevocationReason = keyof typeof closeCodeOf;

/** Calls `onRevoked` once when the context's viewer loses access. Returns a function that stops watching. */
export type WatchAccess = (context: GraphQLContext, onRevoked: (reason: RevocationReason) => void) => () => void;

export interface SocketOptions {
  server: Server;
  path: string;
  sites: Sites;
  total: MakeTotal;
  /** Headers of responses to rejected upgrades. */
  headers: Record<string, string>;
  trustedProxies: number;
  connections: Connections;
  broadcasts: BroadcastHub;
  /** Budget for partially received messages, shared with request bodies. */
  memory: BodyMemory;
  watchAccess: WatchAccess;
  admit: Admit;
  /** @param token the token of connection_init; null when the client sent none, so that its cookie is used */
  startOperation(request: IncomingMessage, token: string | null): OperationPipeline;
  log: Logger;
}

export interface Sockets {
  /** Returns the number of open sockets. */
  count(): number;
  /** Closes every socket with 1001, so that its client reconnects to another gateway. */
  close(): Promise<void>;
}

interface Peer {
  request: IncomingMessage;
  client: WebSocket;
  socket: Socket;
  /** Sessions that the client has used, with the function that stops watching each. */
  sessions: Map<string, () => void>;
  /** Number of operations whose session is being looked up and whose document is being validated. */
  preparing: number;
  /** Number of messages that are still being handled. */
  working: number;
  /** Operations that the client has not completed, by id. */
  wanted: Readonly<Record<string, unknown>>;
}

/** State passed from onSubscribe to the operation's execution. */
interface ActiveOperation {
  pipeline: OperationPipeline;
  operation: Operation;
  peer: Peer;
  id: string;
}

export function attachSockets(options: SocketOptions): Sockets {
  const { connections, log, total } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    autoPong: false, // ws would buffer pongs without limit for a client that does not read them
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
    // A second response cannot follow one that is still being sent. No real client does this.
    if (isOther && isAnswering(socket)) socket.destroy();
    else if (isOther) serveWithoutUpgrade(options.server, request, socket, head);
    else if (refusal) refuse(socket, refusal.status, refusal.message, options.headers);
    else {
      sockets.handleUpgrade(request, socket, head, (client) => {
        onConnection({
          request,
          client,
          socket: request.socket,
          sessions: new Map(),
          preparing: 0,
          working: 0,
          wanted: {},
        });
      });
    }
  }

  function refusalOf(request: IncomingMessage): { status: number; message: string } | null {
    const { sites, path, trustedProxies } = options;
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

  const protocol = makeServer<Record<string, unknown>, Peer>({
    connectionInitWaitTimeout: initMs,
    onConnect(context) {
      // graphql-ws keeps the ConnectionInit payload as long as the socket lives, so it is reduced to the token.
      Object.assign(context, { connectionParams: { token: connectionToken(context) } });
      context.extra.wanted = context.subscriptions;
    },
    execute: (args) => activeOperation(args).pipeline.execute({ ...args, rootValue: undefined }),
    async subscribe(args) {
      const { pipeline, operation, peer, id } = activeOperation(args);
      const sink = createSocketSink(peer.client, peer.socket, id);
      const member = await joinBroadcast(options.broadcasts, operation, sink, null);
      if (member) return holdOpenStream(member);
      const results = await pipeline.subscribe({ ...args, rootValue: undefined });
      if (isPutOff(results)) requestReconnect(peer);
      return results;
    },
    async onSubscribe(context, id, payload) {
      if (Object.keys(context.subscriptions).length > maxSubscriptionsPerSocket) {
        return [new GraphQLError(`A socket can run at most ${maxSubscriptionsPerSocket} operations at a time.`)];
      }
      const peer = context.extra;
      const pipeline = options.startOperation(peer.request, connectionToken(context));
      const operation = await prepare(peer, () => prepareOperation(pipeline, payload, options.admit));
      if (isPutOff(operation)) requestReconnect(peer);
      if (hasErrors(operation)) return operation;
      watch(peer, operation.contextValue);
      const started: ActiveOperation = { pipeline, operation, peer, id };
      return { ...operation, rootValue: started };
    },
  });

  function onConnection(peer: Peer): void {
    const { client, request, socket } = peer;
    socket.setMaxListeners(0); // each subscription may wait for it to drain
    const address = clientAddress(request, options.trustedProxies);
    const connection = connections.add(address, {
      socket,
      ping: () => client.ping(),
      terminate: () => client.terminate(),
    });
    let held: HeldMemory | null = null;
    // Runs before ws processes the bytes: a message that they complete releases the memory.
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
        send: (message) => sendMessage(client, message),
        close: (code, reason) => closeSocket(client, code ?? goingAway, reason),
        onMessage(handle) {
          client.on(
            'message',
            total(
              'socket message',
              (data: RawData) => {
                release();
                return onMessage(peer, String(data), handle);
              },
              () => requestReconnect(peer),
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
    client.on('pong', connection.markAlive);
    client.on('error', (error) => log.debug({ err: error }, 'a socket failed')); // it closes automatically
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

  /** Handles one message. A message with too many values is rejected before it is parsed. */
  async function onMessage(peer: Peer, text: string, handle: (message: string) => Promise<void>): Promise<void> {
    const { client } = peer;
    if (client.readyState !== client.OPEN) return;
    const refusal = checkJson(text);
    // Variables that are nested too deeply are reported with the operation; they take no more memory than other values.
    if (refusal?.extensions.limit === 'variableValues') {
      return closeSocket(client, CloseCode.BadRequest, refusal.message);
    }
    peer.working++;
    pauseOrResume(peer);
    try {
      await handle(text);
    } catch (error) {
      if (!isServerMessage(error)) throw error;
      void closeSocket(client, CloseCode.BadRequest, 'Only the server may send messages of this type');
    } finally {
      peer.working--;
      pauseOrResume(peer);
    }
  }

  /** Watches a session as long as the socket lives, even between operations. */
  function watch(peer: Peer, context: GraphQLContext): void {
    const { client, sessions } = peer;
    const { sessionId, viewer } = context;
    if (!sessionId || !viewer || sessions.has(sessionId) || client.readyState !== client.OPEN) return;
    const stop = options.watchAccess(context, (reason) => closeSocket(client, closeCodeOf[reason], reasonOf[reason]));
    sessions.set(sessionId, stop);
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

async function prepare<T>(peer: Peer, work: () => Promise<T>): Promise<T> {
  peer.preparing++;
  pauseOrResume(peer);
  try {
    return await work();
  } finally {
    peer.preparing--;
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

/** Recognizes a valid message that only a server may send; graphql-ws reports it only by this text. */
function isServerMessage(error: unknown): boolean {
  return error instanceof Error && /^Unexpected message of type \w+ received$/.test(error.message);
}

function activeOperation(args: { rootValue?: unknown }): ActiveOperation {
  return args.rootValue as ActiveOperation; // set by onSubscribe
}

/**
 * Returns an empty stream that keeps the graphql-ws operation open while frames bypass it. It ends when the member has received
 * everything.
 */
function holdOpenStream(member: Member): AsyncGenerator<never, void> {
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

/** Returns false when the socket is closed, or is being closed because too much data is unread. */
function mayReceive(client: WebSocket): boolean {
  if (client.readyState !== client.OPEN) return false;
  if (client.bufferedAmount <= maxUnreadBytes) return true;
  void closeSocket(client, tooMuchUnread, 'Too much unread data');
  return false;
}

/** Resolves when the message has been sent or dropped. A failed socket closes automatically and ends its operations. */
function sendMessage(client: WebSocket, message: string): Promise<void> {
  return new Promise((resolve) => {
    if (!mayReceive(client)) return resolve();
    client.send(message, () => resolve());
  });
}

const closing = new WeakMap<WebSocket, Promise<void>>();

/** Closes a socket, by force after `closeMs`. Resolves when it is closed. Only the first code and reason are sent. */
function closeSocket(client: WebSocket, code: number, reason?: string): Promise<void> {
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
function requestReconnect({ client }: Peer): void {
  void closeSocket(client, tryAgainLater, 'Try again later');
}

function connectionToken({ connectionParams }: Context<Record<string, unknown>, Peer>): string | null {
  const { authorization, Authorization, token } = connectionParams ?? {};
  const given = token ?? authorization ?? Authorization;
  if (typeof given !== 'string') return null;
  // Copied, because a slice would keep the whole string in memory.
  return Buffer.from(given.slice(0, maxTokenCharacters))
    .toString()
    .replace(/^Bearer\s+/i, '');
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
