/** The gateway's HTTP server: GraphQL over HTTP, SSE and WebSocket, GraphiQL, and the other routes. This file connects its parts. */
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { GraphQLContext, Services } from '../graphql/context.ts';
import { createOperationLimits, type LimitOptions } from '../graphql/cost/plugin.ts';
import { createBroadcastHub } from '../live/broadcast.ts';
import type { Logger } from '../log.ts';
import { createErrorMask } from './error-mask.ts';
import { createEventStreams } from './event-stream.ts';
import { createGraphiqlPage } from './graphiql/page.ts';
import { createGraphqlEndpoint } from './graphql-endpoint.ts';
import { healthRoutes } from './health-routes.ts';
import { createConnections } from './http/connections.ts';
import { createHttpServer } from './http/http-server.ts';
import { createMemoryBudget } from './http/memory-budget.ts';
import { securityHeaders } from './http/security-headers.ts';
import { bodyMemoryLimits, type OperationPipeline, responseMemoryLimits } from './operations.ts';
import { type Authenticate, createRequestContext, type RequestSource } from './request-context.ts';
import { createRequestHandler } from './request-handler.ts';
import type { Route } from './routes.ts';
import { createSites } from './sites.ts';
import { attachSockets } from './sockets/attach-sockets.ts';
import type { StaticFileHandler } from './static-files.ts';
import type { StreamTransportOptions, WatchAccess } from './stream-transport.ts';
import { createTotal } from './total.ts';
import { createDocumentResolver, type TrustOptions, trustPlugin } from './trusted-documents.ts';

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
  /** Whether /graphql serves GraphiQL to browsers, unless only trusted documents are accepted. */
  graphiql: boolean;
  /** Number of reverse proxies in front of the gateway. */
  trustedProxies: number;
  maxConnectionsPerAddress: number;
  watchAccess: WatchAccess;
  /** Limits of one GraphQL operation. */
  operations: LimitOptions;
  trust: TrustOptions;
  /** Maximum time that events wait for others while a broadcast has several members (live/broadcast.ts). Default: 5. */
  windowMs?: number | undefined;
  services: Services;
  authenticate: Authenticate;
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

export function createGateway(options: GatewayOptions): Gateway {
  const { log, trustedProxies } = options;
  const total = createTotal(log);
  const sites = createSites(options);
  const isHttps = options.publicUrl?.startsWith('https:') ?? false;
  const headers = securityHeaders(isHttps);
  const maskError = createErrorMask(log);
  const bodies = new WeakMap<Request, string>();
  const bodyMemory = createMemoryBudget(bodyMemoryLimits);
  const responseMemory = createMemoryBudget(responseMemoryLimits);
  const { authenticate, services } = options;
  const context = createRequestContext({
    ...{ authenticate, sites, bodyMemory, responseMemory, trustedProxies, isHttps, services, log },
  });
  const limits = createOperationLimits(options.operations, {
    textOf: (request) => bodies.get(request),
    callerOf: (source) => context.callerOf(source as RequestSource), // the argument of yoga.fetch()
  });
  const resolveDocument = createDocumentResolver(options.trust);
  const yoga = createYoga<RequestSource, GraphQLContext>({
    schema: options.schema,
    graphqlEndpoint: endpoint,
    graphiql: false,
    landingPage: false,
    multipart: false,
    logging: false,
    cors: false, // yoga treats an empty list of origins as all origins; the request handler sets the headers
    maskedErrors: { maskError },
    // The limits plugin has its own cache, bounded in bytes.
    parserAndValidationCache: false,
    extraParamNames: ['documentId'],
    plugins: [trustPlugin(resolveDocument), limits.plugin],
    context: context.create,
  });
  // The pipeline's functions are generic over schemas; the stream transports need the plain ones.
  const startOperation = (source: RequestSource) => yoga.getEnveloped(source) as unknown as OperationPipeline;

  const connections = createConnections({ maxPerAddress: options.maxConnectionsPerAddress, stalledMs: stalledMs });
  const broadcasts = createBroadcastHub({
    batchWindowMs: options.windowMs ?? defaultWindowMs,
    cacheBytes: broadcastCacheBytes,
    eventTurns: limits.eventTurns,
    maskError: (error) => maskError(error, 'Unexpected error.', false) as Error, // the mask always returns an Error
  });
  const transport: StreamTransportOptions = {
    connections,
    broadcasts,
    admit: limits.admit,
    resolveDocument,
    trustedProxies,
    watchAccess: options.watchAccess,
  };
  const handleGraphql = createGraphqlEndpoint({
    graphiql: options.graphiql && options.trust.mode !== 'only' ? createGraphiqlPage(endpoint) : null,
    eventStreams: createEventStreams({
      ...transport,
      readBody: context.readBody,
      holdResponse: context.holdResponse,
      startOperation: (req, res) => startOperation({ req, res }),
    }),
    readBody: context.readBody,
    holdResponse: context.holdResponse,
    execute(request, text, req, res) {
      if (text !== null) bodies.set(request, text);
      return yoga.fetch(request, { req, res });
    },
  });
  const handle = createRequestHandler({
    endpoint,
    handleGraphql,
    routes: [...options.routes, ...healthRoutes(options.assertReady)],
    pages: options.pages ?? null,
    headers,
    sites,
    authenticate,
    onResponse: options.onResponse,
    log,
  });
  const server = createHttpServer({ total, connections, headers, handle });
  const sockets = attachSockets({
    ...transport,
    messageMemory: bodyMemory,
    responseMemory,
    server,
    path: endpoint,
    sites,
    total,
    headers,
    startOperation: ({ request, closed }, socketToken) => startOperation({ req: request, socketToken, closed }),
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
