/** Answers an HTTP request: sets the headers that every response has, checks the request, and passes it to its route. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../log.ts';
import { discardRest } from './http/body.ts';
import { requestIdOf, sessionToken } from './http/request.ts';
import { parseTarget } from './http/target.ts';
import type { Authenticate } from './request-context.ts';
import { matchRoute, type Route, sendError, sendJson } from './routes.ts';
import type { Sites } from './sites.ts';
import type { StaticFileHandler } from './static-files.ts';

export interface RequestHandlerOptions {
  /** Path of the GraphQL endpoint. */
  endpoint: string;
  handleGraphql(request: IncomingMessage, response: ServerResponse): Promise<void>;
  routes: readonly Route[];
  /** The dashboard; null when it has not been built. */
  pages: StaticFileHandler | null;
  /** Headers of every response. */
  headers: Record<string, string>;
  sites: Sites;
  authenticate: Authenticate;
  /** Called with the status of every finished response. */
  onResponse(status: number): void;
  log: Logger;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function createRequestHandler(options: RequestHandlerOptions): Handle {
  const { endpoint, routes, sites } = options;

  async function handlePath(request: IncomingMessage, response: ServerResponse, path: string, log: Logger) {
    const found = matchRoute(routes, request.method ?? '', path);
    // Probes and scrapers may use any host name; public routes return no user data.
    if (!found.route?.isPublic && !sites.isAllowedHost(request)) return refuseHost(request, response);
    if (request.method === 'OPTIONS') {
      const methods = path === endpoint ? ['GET', 'POST'] : found.methods;
      response.writeHead(204, { ...sites.preflightHeaders(request), Allow: [...methods, 'OPTIONS'].join(', ') }).end();
      return;
    }
    if (isEncoded(request)) return refuseEncoding(request, response);
    if (path === endpoint) return options.handleGraphql(request, response);
    await handleRoute(request, response, path, log);
  }

  async function handleRoute(request: IncomingMessage, response: ServerResponse, path: string, log: Logger) {
    const { route, params, methods } = matchRoute(routes, request.method ?? '', path);
    if (route) {
      const token = route.isPublic ? null : sessionToken(request, sites.isTrusted(request));
      const session = token ? await options.authenticate(token) : null;
      return route.handle(request, response, { params, viewer: session?.viewer ?? null, log });
    }
    if (methods.length === 0 && options.pages?.(request, response, path)) return;
    if (methods.length === 0)
      return sendJson(response, 404, { error: { code: 'NOT_FOUND', message: `Not found: ${path}.` } });
    const message = `${path} accepts only ${methods.join(', ')}.`;
    sendJson(response, 405, { error: { code: 'METHOD_NOT_ALLOWED', message } }, { Allow: methods.join(', ') });
  }

  return async (request, response) => {
    const requestId = requestIdOf(request);
    response.once('finish', () => {
      options.onResponse(response.statusCode);
      discardRest(request);
    });
    const log = options.log.child({ requestId });
    try {
      const headers = { ...options.headers, ...sites.corsHeaders(request), 'X-Request-Id': requestId };
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      const { pathname, href } = parseTarget(request.url);
      request.url = href;
      await handlePath(request, response, pathname, log);
    } catch (error) {
      // The client disconnected and its work was aborted; this is not a defect.
      const hasLeft = response.destroyed || (request.destroyed && !request.complete);
      if (hasLeft) log.debug({ err: error }, 'a client disconnected before the response was complete');
      else sendError(response, error, requestId, log);
    }
  };
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
