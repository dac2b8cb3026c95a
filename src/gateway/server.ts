/** The gateway's HTTP server: GraphQL over HTTP, SSE and sockets, GraphiQL, and the routes beside it. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GraphQLSchema, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { GraphQLContext, Services, SignedInViewer } from '../graphql/context.ts';
import { createBroadcastHub } from '../live/broadcast.ts';
import type { Logger } from '../log.ts';
import { createConnections } from './connections.ts';
import { createEventStreams, wantsEventStream } from './event-stream.ts';
import { createGraphiqlPage } from './graphiql.ts';
import { addressOf, sessionCookieHeader, tokenOf } from './http.ts';
import { createErrorMask } from './masking.ts';
import type { Pipeline } from './operations.ts';
import type { Pages } from './pages.ts';
import { matchRoute, type Route, sendError, sendJson } from './routes.ts';
import { attachSockets, type WatchAccess } from './sockets.ts';

const endpoint = '/graphql';
/** Images for a prediction travel in the query's variables. */
const largestBody = 16 * 2 ** 20;
const mostTokens = 5000;
const graceMilliseconds = 5000;
/** A client that reads a kilobyte a second has taken what is buffered for it by then. */
const stalledMilliseconds = 180_000;
const defaultWindowMilliseconds = 5;
const broadcastCacheBytes = 32 * 2 ** 20;

export interface GatewayOptions {
  schema: GraphQLSchema;
  host: string;
  port: number;
  allowedOrigins: readonly string[];
  secureCookies: boolean;
  /** Reverse proxies before the gateway. */
  proxies: number;
  mostConnectionsPerAddress: number;
  watchAccess: WatchAccess;
  /** How long events may wait for others while many watch (live/broadcast.ts). Default: 5. */
  windowMilliseconds?: number | undefined;
  services: Services;
  /** Who holds a session's secret. `fresh`: it was prolonged, so a browser's cookie should be too. */
  authenticate(
    token: string,
  ): Promise<{ viewer: SignedInViewer; sessionId: string; expiresAt: Date; fresh: boolean } | null>;
  routes: readonly Route[];
  /** The dashboard; null: it has not been built. */
  pages?: Pages | null;
  /** Rejects with what the gateway is waiting for. */
  ready(): Promise<void>;
  /** Told the status of every response that went out. */
  onResponse(status: number): void;
  log: Logger;
}

export interface Gateway {
  /** The address that the server listens on: "http://127.0.0.1:4000". */
  listen(): Promise<string>;
  /** Sockets that are open now. */
  sockets(): number;
  /** Streams that go along with another one, which follows the log for them all. */
  sharingStreams(): number;
  /** Takes no more requests, ends every stream, and lets running requests finish for a moment. */
  close(): Promise<void>;
}

/** What the HTTP side and the socket side tell the context of an operation. */
interface Origin {
  req: IncomingMessage;
  /** Absent on a socket. */
  res?: ServerResponse;
  /** From connection_init. */
  socketToken?: string | null;
}

export function createGateway(options: GatewayOptions): Gateway {
  const { log, allowedOrigins } = options;
  const maskError = createErrorMask(log);
  const graphiql = createGraphiqlPage(endpoint);
  const yoga = createYoga<Origin, GraphQLContext>({
    schema: options.schema,
    graphqlEndpoint: endpoint,
    graphiql: false,
    landingPage: false,
    multipart: false,
    logging: false,
    cors: { origin: [...allowedOrigins], credentials: true, methods: ['GET', 'POST', 'OPTIONS'] },
    maskedErrors: { maskError },
    plugins: [limitTokens()],
    context: createContext,
  });

  async function createContext({ req, res, socketToken }: Origin): Promise<GraphQLContext> {
    const requestId = requestIdOf(req);
    const token = socketToken ?? tokenOf(req, allowedOrigins);
    const session = token ? await options.authenticate(token) : null;
    const setSession: GraphQLContext['setSession'] = (value) => {
      if (res && !res.headersSent) res.setHeader('Set-Cookie', sessionCookieHeader(value, options.secureCookies));
    };
    if (session?.fresh && token && req.headers.cookie) setSession({ token, expiresAt: session.expiresAt });
    return {
      viewer: session?.viewer ?? null,
      token,
      sessionId: session?.sessionId ?? null,
      requestId,
      address: addressOf(req, options.proxies),
      log: log.child({ requestId }),
      services: options.services,
      setSession,
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = requestIdOf(request);
    response.once('finish', () => options.onResponse(response.statusCode));
    response.setHeader('X-Request-Id', requestId);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    const requestLog = log.child({ requestId });
    try {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (pathname === endpoint) return await handleGraphql(request, response);
      await handleRoute(request, response, pathname, requestLog);
    } catch (error) {
      sendError(response, error, requestId, requestLog);
    }
  }

  async function handleGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wantsPage =
      ['GET', 'HEAD'].includes(request.method ?? '') && /\btext\/html\b/.test(request.headers.accept ?? '');
    if (wantsPage) return graphiql(request, response);
    if (request.method === 'POST') {
      const length = Number(request.headers['content-length']);
      if (Number.isNaN(length)) return sendJson(response, 411, oversize('Send a Content-Length.'));
      if (length > largestBody)
        return sendJson(response, 413, oversize(`The request is larger than ${largestBody} bytes.`));
    }
    if (wantsEventStream(request)) return eventStreams(request, response);
    await yoga.handle(request, response, { req: request, res: response });
  }

  async function handleRoute(request: IncomingMessage, response: ServerResponse, path: string, requestLog: Logger) {
    const { route, params, methods } = matchRoute(routes, request.method ?? '', path);
    if (route) {
      const token = route.anonymous ? null : tokenOf(request, allowedOrigins);
      const session = token ? await options.authenticate(token) : null;
      return route.handle(request, response, { params, viewer: session?.viewer ?? null, log: requestLog });
    }
    if (methods.length === 0 && options.pages?.(request, response, path)) return;
    if (methods.length === 0)
      return sendJson(response, 404, { error: { code: 'NotFound', message: `There is nothing at ${path}.` } });
    const message = `${path} takes ${methods.join(', ')}.`;
    sendJson(response, 405, { error: { code: 'MethodNotAllowed', message } }, { Allow: methods.join(', ') });
  }

  const routes: Route[] = [
    ...options.routes,
    {
      method: 'GET',
      path: '/healthz',
      anonymous: true,
      handle: async (_, response) => sendJson(response, 200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      anonymous: true,
      async handle(_, response) {
        const problem = await options.ready().then(
          () => null,
          (error: Error) => error.message,
        );
        sendJson(response, problem ? 503 : 200, problem ? { status: 'unavailable', problem } : { status: 'ready' });
      },
    },
  ];

  const server = createServer((request, response) => void handle(request, response));
  // The pipeline's functions are generic over schemas; what serves streams needs the plain ones.
  const startOperation = (origin: Origin) => yoga.getEnveloped(origin) as unknown as Pipeline;
  const connections = createConnections({ mostPerAddress: options.mostConnectionsPerAddress, stalledMilliseconds });
  const broadcasts = createBroadcastHub({
    windowMilliseconds: options.windowMilliseconds ?? defaultWindowMilliseconds,
    cacheBytes: broadcastCacheBytes,
    mask: (error) => maskError(error, 'Unexpected error.', false) as Error, // what it makes is one
  });
  const common = { connections, broadcasts, proxies: options.proxies, watchAccess: options.watchAccess };
  const eventStreams = createEventStreams({
    ...common,
    allowedOrigins,
    startOperation: (req, res) => startOperation({ req, res }),
  });
  const sockets = attachSockets({
    ...common,
    server,
    path: endpoint,
    allowedOrigins,
    startOperation: (req, socketToken) => startOperation({ req, socketToken }),
    log,
  });

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => {
          server.off('error', reject);
          const { address, family, port } = server.address() as AddressInfo; // a TCP server has no other kind
          resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
        });
      }),
    sockets: () => sockets.open(),
    sharingStreams() {
      const { groups, members } = broadcasts.stats();
      return members - groups;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close();
      connections.terminate(); // event streams: their clients come back with their cursors
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** A document of more tokens is refused before it is looked at. */
function limitTokens(): Plugin {
  return {
    onParse({ setParseFn }) {
      setParseFn((source, parseOptions) => parse(source, { ...parseOptions, maxTokens: mostTokens }));
    },
  };
}

/** The client's own id when it is a plain one, so that its logs and ours meet. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && /^[\w.-]{1,100}$/.test(given)) return given;
  const made = randomUUID();
  request.headers['x-request-id'] = made; // the same for everyone who asks later
  return made;
}

function oversize(message: string) {
  return { errors: [{ message }] };
}
