/** The bare HTTP server: its clocks, and what it answers to bytes that never become a request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expectContinue } from './body.ts';
import type { Connections } from './connections.ts';
import { answerUnreadable, refuse } from './raw-answers.ts';
import type { MakeTotal } from './total.ts';

const headersMilliseconds = 30_000;
/** Longer than load balancers and clients keep a connection: who closes first must be the one that would send on it. */
const keepAliveMilliseconds = 75_000;
const checkMilliseconds = 5000;

export interface HttpServerOptions {
  total: MakeTotal;
  connections: Connections;
  /** Headers of the answers that are made here. */
  headers: Record<string, string>;
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const answered = new WeakMap<Duplex, ServerResponse>();

/** Whether an answer is on its way. */
export function isAnswering(socket: Duplex): boolean {
  const response = answered.get(socket);
  return response !== undefined && !response.writableFinished && !response.destroyed;
}

/** Every listener of the server that a client can reach, but for upgrades (sockets.ts). */
export function createHttpServer({ total, connections, headers, handle }: HttpServerOptions): Server {
  const server = createServer({
    // An upload may take hours. Bodies have limits of their own (body.ts, artifacts/upload.ts), and so have headers.
    requestTimeout: 0,
    headersTimeout: headersMilliseconds,
    keepAliveTimeout: keepAliveMilliseconds,
    connectionsCheckingInterval: checkMilliseconds,
  });
  // Node leaves out what is beyond a number of headers, a length among them; their bytes have a limit (16 KiB).
  server.maxHeadersCount = 0;
  server.on(
    'connection',
    total('connection', (socket: Socket) => {
      // It comes again after an upgrade that was ignored (ignored-upgrade.ts).
      if (!connections.track(socket)) return;
      // Node takes its own listener away from a socket that asks for an upgrade. A broken socket closes by itself.
      socket.on('error', () => undefined);
    }),
  );
  const listener = total(
    'request',
    (request: IncomingMessage, response: ServerResponse) => {
      answered.set(request.socket, response);
      return handle(request, response);
    },
    (_, response) => response.destroy(),
  );
  server.on('request', listener);
  // By itself Node asks for every body, and a client would send one that is refused.
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
      // In the middle of an answer, more bytes would be taken for a part of it.
      if (error.code === 'ECONNRESET' || answered.get(socket)?.headersSent) socket.destroy();
      else answerUnreadable(error, socket, headers);
    }),
  );
  server.on(
    'connect',
    total('connect', (_request: IncomingMessage, socket: Duplex) => {
      refuse(socket, 405, 'The gateway is no proxy: CONNECT is not a method of it.', headers);
    }),
  );
  return server;
}
