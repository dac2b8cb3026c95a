/**
 * GraphQL over server-sent events: the "distinct connections" mode of the GraphQL over SSE protocol, with one operation per
 * request. Each event of a shared subscription has its cursor as its id, so a browser's EventSource that loses its connection
 * resumes automatically (Last-Event-ID), without a gap.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import { z } from 'zod';
import { RateLimited } from '../errors.ts';
import { parseJson } from '../graphql/cost/variables.ts';
import type { Sink } from '../live/frame-delivery.ts';
import type { Batch, Frame } from '../live/frame-pages.ts';
import type { Operation } from '../live/operation.ts';
import { clientAddress, whenClosed } from './http/request.ts';
import { encodeText } from './http/response-text.ts';
import { parseTarget } from './http/target.ts';
import {
  type HoldResponse,
  hasErrors,
  isPutOff,
  joinBroadcast,
  type OperationPipeline,
  type OperationRequest,
  prepareOperation,
  type ReadOperationBody,
} from './operations.ts';
import { maxBufferedBytes, type StreamTransportOptions } from './stream-transport.ts';

const requestSchema = z.object({
  query: z.string().nullish(),
  documentId: z.string().nullish(),
  extensions: z.unknown().optional(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** Counts the memory of a text to be sent. Resolves with a function that releases it. @throws RateLimited */
type Hold = (text: string) => Promise<() => void>;

export interface EventStreamOptions extends StreamTransportOptions {
  readBody: ReadOperationBody;
  holdResponse: HoldResponse;
  startOperation(request: IncomingMessage, response: ServerResponse): OperationPipeline;
}

/** Returns whether a request asks for an event stream. */
export function wantsEventStream({ headers, method }: IncomingMessage): boolean {
  return ['GET', 'POST'].includes(method ?? '') && /\btext\/event-stream\b/.test(headers.accept ?? '');
}

/** Returns the request handler, which resolves when the event stream has ended. */
export function createEventStreams(options: EventStreamOptions) {
  const { connections, broadcasts } = options;

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = clientAddress(request, options.trustedProxies);
    if (connections.isAtLimit(address)) {
      response.writeHead(429).end();
      return;
    }
    const connection = connections.add(address, {
      socket: request.socket,
      ping() {
        if (response.headersSent) response.write(':\n\n');
        connection.markAlive(); // SSE has no pong; a dead peer is detected by its stalled delivery
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
    const hold: Hold = (text) => options.holdResponse(request, text);
    const parsed = await readOperation(request, response, options.readBody);
    const pipeline = options.startOperation(request, response);
    const prepared = parsed instanceof GraphQLError ? [parsed] : await prepareOperation(pipeline, parsed, options);
    const operation = hasErrors(prepared) ? prepared : (rejectionOf(prepared, request.method ?? '') ?? prepared);
    if (isPutOff(operation)) return requestReconnect(response);
    if (hasErrors(operation)) return sendResult(response, { errors: operation }, hold);
    if (kindOf(operation) !== OperationTypeNode.SUBSCRIPTION) {
      // Executed before the headers are sent, because the operation may set a cookie.
      return sendResult(response, await pipeline.execute(operation), hold);
    }
    const { contextValue } = operation;
    const stop = contextValue.viewer ? options.watchAccess(contextValue, () => response.destroy()) : () => undefined;
    whenClosed(response, stop);
    writeHeaders(response);
    await stream(pipeline, operation, request, response, hold);
    if (!response.destroyed) response.end(completeEvent);
  }

  async function stream(
    pipeline: OperationPipeline,
    operation: Operation,
    request: IncomingMessage,
    response: ServerResponse,
    hold: Hold,
  ): Promise<void> {
    const lastEventId = request.headers['last-event-id'];
    const cursor = typeof lastEventId === 'string' ? lastEventId : null;
    const member = await joinBroadcast(broadcasts, operation, createStreamSink(response), cursor);
    if (!member) {
      const results = await pipeline.subscribe(operation);
      return isPutOff(results) ? requestReconnect(response) : pipePulled(response, results, hold);
    }
    whenClosed(response, member.leave);
    member.start();
    return member.ended;
  }
}

/** Sends an unshared stream or a single result. The next event is requested when the last one has been sent. */
async function pipePulled(
  response: ServerResponse,
  results: ExecutionResult | AsyncIterable<ExecutionResult>,
  hold: Hold,
): Promise<void> {
  if (!(Symbol.asyncIterator in results)) return sendEvent(response, results, hold);
  const iterator = results[Symbol.asyncIterator]();
  whenClosed(response, () => void iterator.return?.());
  while (await sendNext(response, iterator, hold));
}

/** Returns false when the stream has ended. */
async function sendNext(
  response: ServerResponse,
  iterator: AsyncIterator<ExecutionResult>,
  hold: Hold,
): Promise<boolean> {
  const { done, value } = await iterator.next();
  if (done) return false;
  // Not awaited here: the values would stay in memory until the client has read the text.
  return sendEvent(response, value, hold).then(() => true);
}

/** Resolves when the client can receive more, or has disconnected. One that leaves too much unread is disconnected, and resumes. */
async function sendEvent(response: ServerResponse, result: ExecutionResult, hold: Hold): Promise<void> {
  const text = nextEvent(JSON.stringify(result));
  try {
    const release = await hold(text);
    return encodeText(text)
      .then((bytes) => write(response, bytes))
      .finally(release);
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    response.destroy();
  }
}

function createStreamSink(response: ServerResponse): Sink {
  return {
    send(batch: Batch) {
      response.write(batch.encoded('sse', encodeFrames));
    },
    get isCongested() {
      return response.writableLength > maxBufferedBytes;
    },
    whenDrained(resume) {
      response.once('drain', resume);
    },
  };
}

const encodeFrames = (frames: readonly Frame[]) =>
  Buffer.from(frames.map(({ json, cursor }) => `id: ${cursor}\n${nextEvent(json)}`).join(''));

/** JSON has no literal line breaks, so an event's data is one line. */
const nextEvent = (json: string) => `event: next\ndata: ${json}\n\n`;
const completeEvent = 'event: complete\ndata:\n\n';

function writeHeaders(response: ServerResponse): void {
  // X-Accel-Buffering keeps nginx from buffering events.
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

async function sendResult(response: ServerResponse, result: object, hold: Hold): Promise<void> {
  const text = nextEvent(JSON.stringify(result)) + completeEvent;
  whenClosed(response, await hold(text));
  const bytes = await encodeText(text);
  writeHeaders(response);
  response.end(bytes);
}

/** Cuts the stream off so that the client reconnects with its cursor: an EventSource gives up on any status other than 200. */
function requestReconnect(response: ServerResponse): void {
  if (!response.headersSent) writeHeaders(response);
  response.destroy();
}

/** Writes bytes. Resolves when the buffer has room again or the client has disconnected. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed || response.write(bytes)) return resolve();
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

/** Rejects mutations over GET: another site can make a browser send one (CSRF). */
function rejectionOf(operation: Operation, method: string): readonly GraphQLError[] | null {
  const kind = kindOf(operation);
  if (!kind) return [new GraphQLError('The document has several operations. Set `operationName` to choose one.')];
  if (method !== 'GET' || kind !== OperationTypeNode.MUTATION) return null;
  return [new GraphQLError('Mutations require POST.')];
}

async function readOperation(
  request: IncomingMessage,
  response: ServerResponse,
  readBody: ReadOperationBody,
): Promise<OperationRequest | GraphQLError> {
  try {
    const given =
      request.method === 'GET' ? parseQueryString(request) : parseJson(String(await readBody(request, response)));
    const parsed = requestSchema.safeParse(given);
    return parsed.success ? parsed.data : new GraphQLError('Send { query, operationName, variables } as JSON.');
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    if (error instanceof SyntaxError) return new GraphQLError(`The request is not valid JSON: ${error.message}`);
    throw error;
  }
}

/** @throws SyntaxError when the variables or the extensions are not valid JSON */
function parseQueryString(request: IncomingMessage): unknown {
  const { searchParams } = parseTarget(request.url);
  const json = (name: string) => parseJson(searchParams.get(name) || 'null');
  return {
    query: searchParams.get('query'),
    documentId: searchParams.get('documentId'),
    operationName: searchParams.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
}
