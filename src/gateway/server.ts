/** The gateway's HTTP server: GraphQL over HTTP, SSE and WebSocket, GraphiQL, and the other routes. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { GraphQLContext, Services, SignedInViewer } from '../graphql/context.ts';
import { createOperationLimits, type LimitOptions } from '../graphql/cost/plugin.ts';
import { createBroadcastHub } from '../live/broadcast.ts';
import type { Logger } from '../log.ts';
import { createErrorMask } from './error-mask.ts';
import { createEventStreams } from './event-stream.ts';
import { createGraphiqlPage } from './graphiql.ts';
import { createGraphqlEndpoint } from './graphql-endpoint.ts';
import { discardRest, readBody } from './http/body.ts';
import { createBodyMemory } from './http/body-memory.ts';
import { createConnections } from './http/connections.ts';
import { createHttpServer } from './http/http-server.ts';
import { clientAddress, sessionCookieHeader, sessionToken, whenClosed } from './http/request.ts';
import { securityHeaders } from './http/security-headers.ts';
import { parseTarget } from './http/target.ts';
import { bodyMemoryLimits, type OperationPipeline, operationLimits } from './operations.ts';
import { matchRoute, type Route, sendError, sendJson } from './routes.ts';
import { createSites } from './sites.ts';
import { attachSockets, type WatchAccess } from './sockets.ts';
import type { StaticFileHandler } from './static-files.ts';
import { createTotal } from './total.ts';

const endpoint = '/graphql';
const graceMs = 5000;
/** Long enough for a client that reads 1 kB/s to drain its buffer. */
const stalledMs = 180_000;
const defaultWindowMs = 5;
const broadcastCacheBytes = 32 * 2 ** 20;

export interface GatewayOptions {
  schema: GraphQLSchema;
  host: string;
  port: number;
  /** Address under which clients reach the gateway, if it differs from the bound one. */
  publicUrl?: string | undefined;
  /** Additional names that are accepted in the Host header. */
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  /** Whether /graphql serves GraphiQL to browsers. */
  graphiql: boolean;
  /** Number of reverse proxies in front of the gateway. */
  trustedProxies: number;
  maxConnectionsPerAddress: number;
  watchAccess: WatchAccess;
  /** Limits of one GraphQL operation. */
  operations: LimitOptions;
  /** Maximum time that events wait for others while a broadcast has several members (live/broadcast.ts). Default: 5. */
  windowMs?: number | undefined;
  services: Services;
  /**
   * Returns the session with this secret, or null. `fresh` means that it was extended, so the browser's cookie must be renewed.
   */
  authenticate(
    token: string,
  ): Promise<{ viewer: SignedInViewer; sessionId: string; expiresAt: Date; fresh: boolean } | null>;
  routes: readonly Route[];
  /** The dashboard; null when it has not been built. */
  pages?: StaticFileHandler | null;
  /** Rejects with the reason while the gateway is not ready. */
  assertReady(): Promise<void>;
  /** Called with the status of every finished response. */
  onResponse(status: number): void;
  log: Logger;
}

export interface Gateway {
  /** Starts listening. Resolves with the address, such as "http://127.0.0.1:4000". */
  listen(): Promise<string>;
  /** Returns the number of open sockets. */
  socketCount(): number;
  /** Returns the number of streams that share the log reader of another stream. */
  broadcastStreamCount(): number;
  /** Stops accepting requests, ends every stream, and gives running requests a few seconds to finish. */
  close(): Promise<void>;
}

/** Server context of an operation, from the HTTP or the socket transport. */
interface RequestSource {
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
    callerOf: (context) => callerOf(context as RequestSource), // the argument of yoga.fetch()
  });
  const yoga = createYoga<RequestSource, GraphQLContext>({
    schema: options.schema,
    graphqlEndpoint: endpoint,
    graphiql: false,
    landingPage: false,
    multipart: false,
    logging: false,
    cors: false, // yoga treats an empty list of origins as all origins; handle() sets the headers
    maskedErrors: { maskError },
    // The limits plugin has its own cache, bounded in bytes.
    parserAndValidationCache: false,
    plugins: [limits.plugin],
    context: createContext,
  });

  /** Sessions that were authenticated before the operation ran. `fresh` is reported only once, so the context reuses them. */
  const sessions = new WeakMap<IncomingMessage, ReturnType<GatewayOptions['authenticate']>>();

  /**
   * Limits the body before reading it. The session is looked up only for a large body or when the address has no room left for
   * anonymous bodies, so that anonymous callers cannot use up the room of signed-in ones.
   */
  async function readOperationBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const { maxBytes } = operationLimits.anonymous;
    const address = clientAddress(request, options.trustedProxies);
    const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    const isSmall = length <= maxBytes && bodyMemory.hasRoom('anonymous', address, maxBytes);
    const token = isSmall ? null : sessionToken(request, sites.isTrusted(request));
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

  async function callerOf({ req }: RequestSource) {
    const token = sessionToken(req, sites.isTrusted(req));
    const session = token ? await sessionOf(req, token) : null;
    return { viewer: session?.viewer ?? null, address: clientAddress(req, options.trustedProxies) };
  }

  async function createContext({ req, res, socketToken }: RequestSource): Promise<GraphQLContext> {
    const requestId = requestIdOf(req);
    const isTrusted = sites.isTrusted(req);
    const token = socketToken ?? sessionToken(req, isTrusted);
    const session = (await sessions.get(req)) ?? (token ? await options.authenticate(token) : null);
    // A page of another origin must not sign a browser in or out.
    const setSessionCookie: GraphQLContext['setSessionCookie'] = (value) => {
      if (isTrusted && res && !res.headersSent) res.setHeader('Set-Cookie', sessionCookieHeader(value, isHttps));
    };
    if (session?.fresh && token && req.headers.cookie) setSessionCookie({ token, expiresAt: session.expiresAt });
    return {
      viewer: session?.viewer ?? null,
      token,
      sessionId: session?.sessionId ?? null,
      requestId,
      address: clientAddress(req, options.trustedProxies),
      ...(res && { signal: untilClosed(res) }),
      log: log.child({ requestId }),
      services: options.services,
      setSessionCookie,
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
      // The client disconnected and its work was aborted; this is not a defect.
      const hasLeft = response.destroyed || (request.destroyed && !request.complete);
      if (hasLeft) requestLog.debug({ err: error }, 'a client disconnected before the response was complete');
      else sendError(response, error, requestId, requestLog);
    }
  }

  async function handlePath(request: IncomingMessage, response: ServerResponse, path: string, requestLog: Logger) {
    const found = matchRoute(routes, request.method ?? '', path);
    // Probes and scrapers may use any host name; public routes return no user data.
    if (!found.route?.isPublic && !sites.isAllowedHost(request)) return refuseHost(request, response);
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
      const token = route.isPublic ? null : sessionToken(request, sites.isTrusted(request));
      const session = token ? await options.authenticate(token) : null;
      return route.handle(request, response, { params, viewer: session?.viewer ?? null, log: requestLog });
    }
    if (methods.length === 0 && options.pages?.(request, response, path)) return;
    if (methods.length === 0)
      return sendJson(response, 404, { error: { code: 'NOT_FOUND', message: `Not found: ${path}.` } });
    const message = `${path} accepts only ${methods.join(', ')}.`;
    sendJson(response, 405, { error: { code: 'METHOD_NOT_ALLOWED', message } }, { Allow: methods.join(', ') });
  }

  const routes: Route[] = [
    ...options.routes,
    {
      method: 'GET',
      path: '/healthz',
      isPublic: true,
      handle: async (_, response) => sendJson(response, 200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      isPublic: true,
      async handle(_, response) {
        const problem = await options.assertReady().then(
          () => null,
          (error: Error) => error.message,
        );
        sendJson(response, problem ? 503 : 200, problem ? { status: 'unavailable', problem } : { status: 'ready' });
      },
    },
  ];

  // The pipeline's functions are generic over schemas; the stream transports need the plain ones.
  const startOperation = (source: RequestSource) => yoga.getEnveloped(source) as unknown as OperationPipeline;
  const connections = createConnections({ maxPerAddress: options.maxConnectionsPerAddress, stalledMs: stalledMs });
  const server = createHttpServer({ total, connections, headers: commonHeaders, handle });
  const broadcasts = createBroadcastHub({
    batchWindowMs: options.windowMs ?? defaultWindowMs,
    cacheBytes: broadcastCacheBytes,
    maskError: (error) => maskError(error, 'Unexpected error.', false) as Error, // the mask always returns an Error
  });
  const common = {
    connections,
    broadcasts,
    admit: limits.admit,
    trustedProxies: options.trustedProxies,
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
          const { address, family, port } = server.address() as AddressInfo; // always the case for a TCP server
          resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
        });
      }),
    socketCount: () => sockets.count(),
    broadcastStreamCount() {
      const { groups, members } = broadcasts.stats();
      return members - groups;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close();
      connections.terminate(); // event streams; their clients reconnect with their cursors
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Returns a signal that aborts when the connection closes before the response is complete. */
function untilClosed(response: ServerResponse): AbortSignal {
  const disconnected = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) disconnected.abort();
  });
  return disconnected.signal;
}

/** Returns the client's request id if it is well-formed, so that its logs match ours, or else a new one. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && /^[\w.-]{1,100}$/.test(given)) return given;
  const id = randomUUID();
  request.headers['x-request-id'] = id; // later calls return the same id
  return id;
}

/** Returns whether the body is compressed. It would be stored as it is, and its decompressed size is unknown. */
function isEncoded({ headers }: IncomingMessage): boolean {
  return !['', 'identity'].includes(headers['content-encoding']?.trim().toLowerCase() ?? '');
}

function refuseEncoding({ headers }: IncomingMessage, response: ServerResponse): void {
  const message = `"Content-Encoding: ${headers['content-encoding']}" is not supported. Send the body uncompressed.`;
  sendJson(response, 415, { error: { code: 'UNSUPPORTED_MEDIA_TYPE', message } }, { 'Accept-Encoding': 'identity' });
}

function refuseHost({ headers }: IncomingMessage, response: ServerResponse): void {
  const message = `The host ${headers.host} is not allowed. If it is yours, add it to AIAS_ALLOWED_HOSTS or AIAS_PUBLIC_URL.`;
  sendJson(response, 421, { error: { code: 'UNKNOWN_HOST', message } });
}
