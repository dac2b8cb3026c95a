/**
 * The graphql-transport-ws protocol, by graphql-ws. Every operation goes through yoga's pipeline, so that limits, error masking and
 * authentication are the same as over HTTP. A shareable subscription joins a broadcast, and graphql-ws only keeps its operation
 * open.
 *
 * The state of a socket is its `extra` (peer.ts). An operation's own state is found by its execution arguments, which graphql-ws
 * passes on from onSubscribe as the same object.
 */
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { type Context, makeServer, type Server } from 'graphql-ws';
import type { GraphQLContext } from '../../graphql/context.ts';
import type { Member } from '../../live/frame-delivery.ts';
import type { Operation } from '../../live/operation.ts';
import { hasErrors, isPutOff, joinBroadcast, type OperationPipeline, prepareOperation } from '../operations.ts';
import type { StreamTransportOptions } from '../stream-transport.ts';
import { countWork, type Peer } from './peer.ts';
import { closeRevoked, requestReconnect } from './socket-output.ts';
import { createSocketSink } from './socket-sink.ts';

const maxSubscriptionsPerSocket = 100;
const initMs = 10_000;
/** Longer than any valid token. */
const maxTokenCharacters = 1000;

export interface SocketProtocolOptions extends StreamTransportOptions {
  /** @param token the token of connection_init; null when the client sent none, so that its cookie is used */
  startOperation(peer: Peer, token: string | null): OperationPipeline;
}

interface PreparedOperation {
  pipeline: OperationPipeline;
  operation: Operation;
  peer: Peer;
  /** The client's id of the operation. */
  id: string;
}

export function createSocketProtocol(options: SocketProtocolOptions): Server<Peer> {
  const prepared = new WeakMap<ExecutionArgs, PreparedOperation>();

  function preparedOf(args: ExecutionArgs): PreparedOperation {
    const found = prepared.get(args);
    if (!found) throw new Error('graphql-ws runs an operation that onSubscribe has not prepared.');
    return found;
  }

  /** Watches a session as long as the socket lives, even between operations. */
  function watch(peer: Peer, context: GraphQLContext): void {
    const { client, sessions } = peer;
    const { sessionId, viewer } = context;
    if (viewer) peer.userId = viewer.userId;
    if (!sessionId || !viewer || sessions.has(sessionId) || client.readyState !== client.OPEN) return;
    const stop = options.watchAccess(context, (reason) => closeRevoked(client, reason));
    sessions.set(sessionId, stop);
  }

  return makeServer<Record<string, unknown>, Peer>({
    connectionInitWaitTimeout: initMs,
    onConnect(context) {
      // graphql-ws keeps the ConnectionInit payload as long as the socket lives, so it is reduced to the token.
      Object.assign(context, { connectionParams: { token: connectionToken(context) } });
      context.extra.wanted = context.subscriptions;
    },
    async onSubscribe(context, id, payload) {
      if (Object.keys(context.subscriptions).length > maxSubscriptionsPerSocket) {
        return [new GraphQLError(`A socket can run at most ${maxSubscriptionsPerSocket} operations at a time.`)];
      }
      const peer = context.extra;
      const pipeline = options.startOperation(peer, connectionToken(context));
      const operation = await countWork(peer, 'preparing', () => prepareOperation(pipeline, payload, options));
      if (isPutOff(operation)) requestReconnect(peer.client);
      if (hasErrors(operation)) return operation;
      watch(peer, operation.contextValue);
      const args: ExecutionArgs = { ...operation, rootValue: undefined };
      prepared.set(args, { pipeline, operation, peer, id });
      return args;
    },
    execute: async (args) => releasing(await preparedOf(args).pipeline.execute(args)),
    async subscribe(args) {
      const { pipeline, operation, peer, id } = preparedOf(args);
      const sink = createSocketSink(peer.client, peer.socket, id);
      const member = await joinBroadcast(options.broadcasts, operation, sink, null);
      if (member) return holdOpenStream(member);
      const results = await pipeline.subscribe(args);
      if (isPutOff(results)) requestReconnect(peer.client);
      return Symbol.asyncIterator in results ? releasingEach(results) : releasing(results);
    },
  });
}

/**
 * Returns a result that releases its data when it is serialized, which happens once: graphql-ws keeps a result until the client has
 * read it, and the data takes many times the memory of its text.
 */
function releasing(result: ExecutionResult): ExecutionResult {
  let { data } = result;
  if (!data) return result;
  const serializeOnce = () => {
    const own = data;
    data = null;
    return own;
  };
  return { ...result, data: { toJSON: serializeOnce } };
}

/** Returns the stream with results that release their data. */
function releasingEach(results: AsyncIterable<ExecutionResult>): AsyncIterableIterator<ExecutionResult> {
  const iterator = results[Symbol.asyncIterator]();
  const stream: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const { done, value } = await iterator.next();
      return done ? { done, value: undefined } : { done: false, value: releasing(value) };
    },
    async return() {
      await iterator.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
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

function connectionToken({ connectionParams }: Context<Record<string, unknown>, Peer>): string | null {
  const { authorization, Authorization, token } = connectionParams ?? {};
  const given = token ?? authorization ?? Authorization;
  if (typeof given !== 'string') return null;
  // Copied, because a slice would keep the whole string in memory.
  return Buffer.from(given.slice(0, maxTokenCharacters))
    .toString()
    .replace(/^Bearer\s+/i, '');
}
