/** The bare HTTP server: its timeouts, and its responses to bytes that are not a valid request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { MakeTotal } from '../total.ts';
import { expectContinue } from './body.ts';
import type { Connections } from './connections.ts';
import { answerUnreadable, refuse } from './raw-responses.ts';

const headersMs = 30_000;
/**
 * Longer than load balancers and clients keep a connection, so that the sender closes first and no request meets a closed socket.
 */
const keepAliveMs = 75_000;
const checkMs = 5000;

export interface HttpServerOptions {
  total: MakeTotal;
  connections: Connections;
  /** Headers of responses created here. */
  headers: Record<string, string>;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The last response of each connection. */
const responses = new WeakMap<Duplex, ServerResponse>();
/** The response of each connection that was handled last; those after it wait. */
const handled = new WeakMap<Duplex, ServerResponse>();
/** Maximum number of requests that wait for the responses to those before them on a connection. */
const maxPipelined = 16;

/** Returns whether a response is being sent. */
export function isAnswering(socket: Duplex): boolean {
  const response = responses.get(socket);
  return response !== undefined && !response.writableFinished && !response.destroyed;
}

/** Creates the server with all listeners that a client can trigger, except for upgrades (sockets.ts). */
export function createHttpServer({ total, connections, headers, handle }: HttpServerOptions): Server {
  const server = createServer({
    // An upload may take hours. Bodies have their own limits (body.ts, artifacts/upload.ts), and so do headers.
    requestTimeout: 0,
    headersTimeout: headersMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: checkMs,
  });
  // Node would drop headers beyond a count, possibly Content-Length. 0 disables this; the size of headers is limited to 16 KiB.
  server.maxHeadersCount = 0;
  server.on(
    'connection',
    total('connection', (socket: Socket) => {
      // A socket is emitted again after an ignored upgrade (ignored-upgrade.ts).
      if (!connections.track(socket)) return;
      // Node removes its own error listener from a socket that requests an upgrade. A failed socket closes automatically.
      socket.on('error', () => undefined);
    }),
  );
  const waiting = new WeakMap<Socket, number>();
  /**
   * Handles the requests of a connection one after another. A response behind another one has no socket, so that it would not
   * notice that the client disconnects, and would keep what it holds. It never gets one if the connection ends before.
   */
  async function handleInOrder(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    responses.set(socket, response);
    if (!response.socket) {
      const count = (waiting.get(socket) ?? 0) + 1;
      if (count > maxPipelined) return void socket.destroy();
      waiting.set(socket, count);
      await new Promise<void>((resolve) => response.once('socket', () => resolve()));
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      if (socket.destroyed) return;
    }
    handled.set(socket, response);
    await handle(request, response);
  }

  const listener = total('request', handleInOrder, (_, response) => response.destroy());
  server.on('request', listener);
  // By default, Node would request every body, even one that is about to be rejected.
  server.on(
    'checkContinue',
    total('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      expectContinue(request, response);
      listener(request, response);
    }),
  );
  server.on(
    'checkExpectation',
    total('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(417, { ...headers, 'Content-Length': '0' }).end();
    }),
  );
  server.on(
    'clientError',
    total('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
      // In the middle of a response, more bytes would be read as a part of it.
      if (error.code === 'ECONNRESET' || handled.get(socket)?.headersSent) socket.destroy();
      else answerUnreadable(error, socket, headers);
    }),
  );
  server.on(
    'connect',
    total('connect', (_request: IncomingMessage, socket: Duplex) => {
      refuse(socket, 405, 'The gateway is not a proxy and does not support CONNECT.', headers);
    }),
  );
  return server;
}
