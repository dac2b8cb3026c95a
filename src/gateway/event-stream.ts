/**
 * GraphQL over server-sent events: the "distinct connections" mode of the GraphQL over SSE protocol, one operation a request. Each
 * event of a shared subscription carries its cursor as its id, so a browser's EventSource that lost its connection goes on by itself
 * (Last-Event-ID), without a gap.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import { z } from 'zod';
import type { Admit } from '../graphql/cost/plugin.ts';
import { parseJson } from '../graphql/cost/variables.ts';
import type { BroadcastHub, Sink } from '../live/broadcast.ts';
import type { Batch, Frame } from '../live/frame-pages.ts';
import type { Operation } from '../live/operation.ts';
import type { Connections } from './connections.ts';
import { addressOf, whenClosed } from './http.ts';
import {
  isErrors,
  isPutOff,
  joinOrNull,
  type OperationRequest,
  type Pipeline,
  prepareOperation,
  type ReadOperationBody,
} from './operations.ts';
import { mostBuffered } from './socket-sink.ts';
import type { WatchAccess } from './sockets.ts';
import { parseTarget } from './target.ts';

const requestSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export interface EventStreamOptions {
  proxies: number;
  connections: Connections;
  broadcasts: BroadcastHub;
  watchAccess: WatchAccess;
  readBody: ReadOperationBody;
  admit: Admit;
  startOperation(request: IncomingMessage, response: ServerResponse): Pipeline;
}

/** Whether a client asks for one. */
export function wantsEventStream({ headers, method }: IncomingMessage): boolean {
  return ['GET', 'POST'].includes(method ?? '') && /\btext\/event-stream\b/.test(headers.accept ?? '');
}

/** Answers requests; resolves when the stream that it made has ended. */
export function createEventStreams(options: EventStreamOptions) {
  const { connections, broadcasts } = options;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = addressOf(request, options.proxies);
    if (connections.isFull(address)) {
      response.writeHead(429).end();
      return;
    }
    const connection = connections.add(address, {
      socket: request.socket,
      ping() {
        if (response.headersSent) response.write(':\n\n');
        connection.heard(); // nothing answers it; a peer that is gone shows by what it does not take
      },
      terminate: () => response.destroy(),
    });
    whenClosed(response, connection.close);
    try {
      await answer(request, response);
    } finally {
      connection.close();
    }
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readOperation(request, response, options.readBody);
    const pipeline = options.startOperation(request, response);
    const prepared = asked instanceof GraphQLError ? [asked] : await prepareOperation(pipeline, asked, options.admit);
    const operation = isErrors(prepared) ? prepared : (refused(prepared, request.method ?? '') ?? prepared);
    if (isPutOff(operation)) return comeBack(response);
    if (isErrors(operation)) return finish(response, { errors: operation });
    if (kindOf(operation) !== OperationTypeNode.SUBSCRIPTION) {
      // Before anything is sent: it may set a cookie.
      return finish(response, await pipeline.execute(operation));
    }
    const { contextValue } = operation;
    const stop = contextValue.viewer ? options.watchAccess(contextValue, () => response.destroy()) : () => undefined;
    whenClosed(response, stop);
    begin(response);
    await stream(pipeline, operation, request, response);
    if (!response.destroyed) response.end(completeEvent);
  }

  async function stream(
    pipeline: Pipeline,
    operation: Operation,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const lastEventId = request.headers['last-event-id'];
    const cursor = typeof lastEventId === 'string' ? lastEventId : null;
    const member = await joinOrNull(broadcasts, operation, createStreamSink(response), cursor);
    if (!member) {
      const results = await pipeline.subscribe(operation);
      return isPutOff(results) ? comeBack(response) : pullTo(response, results);
    }
    whenClosed(response, member.leave);
    member.start();
    return member.ended;
  }
}

/** A stream that is not shared, or a single result: the next event is asked for when the last one has left. */
async function pullTo(
  response: ServerResponse,
  results: ExecutionResult | AsyncIterable<ExecutionResult>,
): Promise<void> {
  if (!(Symbol.asyncIterator in results)) return write(response, nextEvent(JSON.stringify(results)));
  const iterator = results[Symbol.asyncIterator]();
  whenClosed(response, () => void iterator.return?.());
  for (let { done, value } = await iterator.next(); !done; { done, value } = await iterator.next()) {
    await write(response, nextEvent(JSON.stringify(value)));
  }
}

function createStreamSink(response: ServerResponse): Sink {
  return {
    send(batch: Batch) {
      response.write(batch.encoded('sse', encodeFrames));
    },
    get congested() {
      return response.writableLength > mostBuffered;
    },
    whenDrained(resume) {
      response.once('drain', resume);
    },
  };
}

const encodeFrames = (frames: readonly Frame[]) =>
  Buffer.from(frames.map(({ json, cursor }) => `id: ${cursor}\n${nextEvent(json)}`).join(''));

/** JSON has no line break of its own, so an event's data is one line. */
const nextEvent = (json: string) => `event: next\ndata: ${json}\n\n`;
const completeEvent = 'event: complete\ndata:\n\n';

function begin(response: ServerResponse): void {
  // The last one is for nginx, which would hold events back.
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

function finish(response: ServerResponse, result: object): void {
  begin(response);
  response.end(nextEvent(JSON.stringify(result)) + completeEvent);
}

/** An EventSource gives up after any other status than 200; one that is cut off comes back, with its cursor. */
function comeBack(response: ServerResponse): void {
  if (!response.headersSent) begin(response);
  response.destroy();
}

/** Resolves when there is room again, or nobody is left to read. */
function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed || response.write(text)) return resolve();
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

const kindOf = ({ document, operationName }: Operation) => getOperationAST(document, operationName)?.operation;

/** A page of somebody else can make a browser send a GET. */
function refused(operation: Operation, method: string): readonly GraphQLError[] | null {
  const kind = kindOf(operation);
  if (!kind) return [new GraphQLError('Say by `operationName` which of the operations is meant.')];
  if (method !== 'GET' || kind !== OperationTypeNode.MUTATION) return null;
  return [new GraphQLError('A mutation is sent by POST.')];
}

async function readOperation(
  request: IncomingMessage,
  response: ServerResponse,
  readBody: ReadOperationBody,
): Promise<OperationRequest | GraphQLError> {
  try {
    const given = request.method === 'GET' ? fromQuery(request) : parseJson(String(await readBody(request, response)));
    const parsed = requestSchema.safeParse(given);
    return parsed.success ? parsed.data : new GraphQLError('Send { query, operationName, variables } as JSON.');
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    if (error instanceof SyntaxError) return new GraphQLError(`This is no JSON: ${error.message}`);
    throw error;
  }
}

/** @throws SyntaxError when the variables are no JSON */
function fromQuery(request: IncomingMessage): unknown {
  const { searchParams } = parseTarget(request.url);
  const variables = searchParams.get('variables');
  return {
    query: searchParams.get('query') ?? undefined,
    operationName: searchParams.get('operationName'),
    variables: variables ? parseJson(variables) : null,
  };
}
