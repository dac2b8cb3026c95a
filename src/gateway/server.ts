/** The gateway's HTTP server: GraphQL over HTTP, SSE and sockets, GraphiQL, and the routes beside it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { GraphQLContext, Services, SignedInViewer } from '../graphql/context.ts';
import { createOperationLimits, type LimitOptions } from '../graphql/cost/plugin.ts';
import { createBroadcastHub } from '../live/broadcast.ts';
import type { Logger } from '../log.ts';
import { discardRest, readBody } from './body.ts';
import { createBodyMemory } from './body-memory.ts';
import { createConnections } from './connections.ts';
import { createEventStreams } from './event-stream.ts';
import { createGraphiqlPage } from './graphiql.ts';
import { createGraphqlEndpoint } from './graphql-endpoint.ts';
import { addressOf, sessionCookieHeader, tokenOf, whenClosed } from './http.ts';
import { createHttpServer } from './http-server.ts';
import { createErrorMask } from './masking.ts';
import { bodyMemoryLimits, operationLimits, type Pipeline } from './operations.ts';
import type { Pages } from './pages.ts';
import { matchRoute, type Route, sendError, sendJson } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { createSites } from './sites.ts';
import { attachSockets, type WatchAccess } from './sockets.ts';
import { parseTarget } from './target.ts';
import { createTotal } from './total.ts';

const endpoint = '/graphql';
const graceMilliseconds = 5000;
/** A client that reads a kilobyte a second has taken what is buffered for it by then. */
const stalledMilliseconds = 180_000;
const defaultWindowMilliseconds = 5;
const broadcastCacheBytes = 32 * 2 ** 20;

export interface GatewayOptions {
  schema: GraphQLSchema;
  host: string;
  port: number;
  /** Address under which clients reach the gateway, where it is not the bound one. */
  publicUrl?: string | undefined;
  /** Names in the Host header that are taken besides. */
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  /** Whether /graphql shows GraphiQL to browsers. */
  graphiql: boolean;
  /** Reverse proxies before the gateway. */
  proxies: number;
  mostConnectionsPerAddress: number;
  watchAccess: WatchAccess;
  /** What one GraphQL operation may do. */
  operations: LimitOptions;
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
  const { log } = options;
  const total = createTotal(log);
  const sites = createSites(options);
  const isHttps = options.publicUrl?.startsWith('https:') ?? false;
  const commonHeaders = securityHeaders(isHttps);
  const maskError = createErrorMask(log);
  const bodies = new WeakMap<Request, string>();
  const bodyMemory = createBodyMemory(bodyMemoryLimits);
  const limits = createOperationLimits(options.operations, {
    textOf: (request) => bodies.get(request),
    callerOf: (context) => callerOf(context as Origin), // what yoga.fetch() is called with
  });
  const yoga = createYoga<Origin, GraphQLContext>({
    schema: options.schema,
    graphqlEndpoint: endpoint,
    graphiql: false,
    landingPage: false,
    multipart: false,
    logging: false,
    cors: false, // it would take an empty list of origins for all of them; handle() sets the headers
    maskedErrors: { maskError },
    // The plugin has a cache of its own, bounded in bytes.
    parserAndValidationCache: false,
    plugins: [limits.plugin],
    context: createContext,
  });

  /** Sessions that were looked up before the operation ran. A prolonged session says so once, so the context must not ask again. */
  const sessions = new WeakMap<IncomingMessage, ReturnType<GatewayOptions['authenticate']>>();

  /**
   * A stranger's body is bounded before it is read. Who sends a small one is of no matter yet, while its address has room: strangers
   * must not take that of callers who are signed in.
   */
  async function readOperationBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const { maxBytes } = operationLimits.anonymous;
    const address = addressOf(request, options.proxies);
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    const isSmall = length <= maxBytes && bodyMemory.hasRoom('anonymous', address, maxBytes);
    const token = isSmall ? null : tokenOf(request, sites.isTrusted(request));
    const caller = token && (await sessionOf(request, token)) ? 'signedIn' : 'anonymous';
    const held = bodyMemory.open(caller, address);
    whenClosed(response, held.release);
    return readBody(request, operationLimits[caller], held.take);
  }

  function sessionOf(request: IncomingMessage, token: string): ReturnType<GatewayOptions['authenticate']> {
    const known = sessions.get(request) ?? options.authenticate(token);
    sessions.set(request, known);
    return known;
  }

  async function callerOf({ req }: Origin) {
    const token = tokenOf(req, sites.isTrusted(req));
    const session = token ? await sessionOf(req, token) : null;
    return { viewer: session?.viewer ?? null, address: addressOf(req, options.proxies) };
  }

  async function createContext({ req, res, socketToken }: Origin): Promise<GraphQLContext> {
    const requestId = requestIdOf(req);
    const isTrusted = sites.isTrusted(req);
    const token = socketToken ?? tokenOf(req, isTrusted);
    const session = (await sessions.get(req)) ?? (token ? await options.authenticate(token) : null);
    // A foreign page must not sign a browser in or out.
    const setSession: GraphQLContext['setSession'] = (value) => {
      if (isTrusted && res && !res.headersSent) res.setHeader('Set-Cookie', sessionCookieHeader(value, isHttps));
    };
    if (session?.fresh && token && req.headers.cookie) setSession({ token, expiresAt: session.expiresAt });
    return {
      viewer: session?.viewer ?? null,
      token,
      sessionId: session?.sessionId ?? null,
      requestId,
      address: addressOf(req, options.proxies),
      ...(res && { signal: untilClosed(res) }),
      log: log.child({ requestId }),
      services: options.services,
      setSession,
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = requestIdOf(request);
    response.once('finish', () => {
      options.onResponse(response.statusCode);
      discardRest(request);
    });
    const requestLog = log.child({ requestId });
    try {
      const headers = { ...commonHeaders, ...sites.corsHeaders(request), 'X-Request-Id': requestId };
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      const { pathname, href } = parseTarget(request.url);
      request.url = href;
      await handlePath(request, response, pathname, requestLog);
    } catch (error) {
      // Its client has left, and what was done for it broke off; that is no defect.
      const hasLeft = response.destroyed || (request.destroyed && !request.complete);
      if (hasLeft) requestLog.debug({ err: error }, 'a client left before it was answered');
      else sendError(response, error, requestId, requestLog);
    }
  }

  async function handlePath(request: IncomingMessage, response: ServerResponse, path: string, requestLog: Logger) {
    const found = matchRoute(routes, request.method ?? '', path);
    // Probes and scrapers call by whatever name they have, and get nothing that belongs to a user.
    if (!found.route?.anonymous && !sites.isAllowedHost(request)) return refuseHost(request, response);
    if (request.method === 'OPTIONS') {
      const methods = path === endpoint ? ['GET', 'POST'] : found.methods;
      response.writeHead(204, { ...sites.preflightHeaders(request), Allow: [...methods, 'OPTIONS'].join(', ') }).end();
      return;
    }
    if (isEncoded(request)) return refuseEncoding(request, response);
    if (path === endpoint) return handleGraphql(request, response);
    await handleRoute(request, response, path, requestLog);
  }

  async function handleRoute(request: IncomingMessage, response: ServerResponse, path: string, requestLog: Logger) {
    const { route, params, methods } = matchRoute(routes, request.method ?? '', path);
    if (route) {
      const token = route.anonymous ? null : tokenOf(request, sites.isTrusted(request));
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

  // The pipeline's functions are generic over schemas; what serves streams needs the plain ones.
  const startOperation = (origin: Origin) => yoga.getEnveloped(origin) as unknown as Pipeline;
  const connections = createConnections({ mostPerAddress: options.mostConnectionsPerAddress, stalledMilliseconds });
  const server = createHttpServer({ total, connections, headers: commonHeaders, handle });
  const broadcasts = createBroadcastHub({
    windowMilliseconds: options.windowMilliseconds ?? defaultWindowMilliseconds,
    cacheBytes: broadcastCacheBytes,
    mask: (error) => maskError(error, 'Unexpected error.', false) as Error, // what it makes is one
  });
  const common = {
    connections,
    broadcasts,
    admit: limits.admit,
    proxies: options.proxies,
    watchAccess: options.watchAccess,
  };
  const handleGraphql = createGraphqlEndpoint({
    graphiql: options.graphiql ? createGraphiqlPage(endpoint) : null,
    eventStreams: createEventStreams({
      ...common,
      readBody: readOperationBody,
      startOperation: (req, res) => startOperation({ req, res }),
    }),
    readBody: readOperationBody,
    execute(request, text, req, res) {
      if (text !== null) bodies.set(request, text);
      return yoga.fetch(request, { req, res });
    },
  });
  const sockets = attachSockets({
    ...common,
    memory: bodyMemory,
    server,
    path: endpoint,
    sites,
    total,
    headers: commonHeaders,
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

/** Aborted when the connection of a response closes before its end. */
function untilClosed(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** The client's own id when it is a plain one, so that its logs and ours meet. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && /^[\w.-]{1,100}$/.test(given)) return given;
  const made = randomUUID();
  request.headers['x-request-id'] = made; // the same for everyone who asks later
  return made;
}

/** A body that is packed for the way. It would be stored as it is, and nothing says how much it unpacks to. */
function isEncoded({ headers }: IncomingMessage): boolean {
  return !['', 'identity'].includes(headers['content-encoding']?.trim().toLowerCase() ?? '');
}

function refuseEncoding({ headers }: IncomingMessage, response: ServerResponse): void {
  const message = `Bodies with "Content-Encoding: ${headers['content-encoding']}" are not taken. Send the body as it is, without the header.`;
  sendJson(response, 415, { error: { code: 'UnsupportedMediaType', message } }, { 'Accept-Encoding': 'identity' });
}

function refuseHost({ headers }: IncomingMessage, response: ServerResponse): void {
  const message = `This gateway is not known as ${headers.host}. Name it in AIAS_ALLOWED_HOSTS or AIAS_PUBLIC_URL, if it is.`;
  sendJson(response, 421, { error: { code: 'UnknownHost', message } });
}
