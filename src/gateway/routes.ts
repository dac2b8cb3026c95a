/** Routes other than GraphQL: uploads, downloads, health. A route is a method, a path and a handler. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AiasError, InvalidInput, RateLimited, Unavailable } from '../errors.ts';
import type { SignedInViewer } from '../graphql/context.ts';
import type { Logger } from '../log.ts';
import { expectedOf } from './error-mask.ts';

export interface RouteContext {
  /** Values of the ":name" segments of the path. */
  params: Record<string, string>;
  viewer: SignedInViewer | null;
  log: Logger;
}

export interface Route {
  method: 'GET' | 'PUT';
  /** Segments separated by "/"; ":name" matches any segment. */
  path: string;
  /** Public: no session lookup, so it responds when the database is unavailable. `viewer` is null. */
  isPublic?: true;
  handle(request: IncomingMessage, response: ServerResponse, context: RouteContext): Promise<void>;
}

const statusOf: Partial<Record<AiasError['code'], number>> = {
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

/** Finds the route for a method and path; `methods` lists the methods of that path. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route | null; params: Record<string, string>; methods: string[] } {
  const matches = routes.flatMap((route) => {
    const params = paramsOf(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = matches.find(({ route }) => route.method === method || (method === 'HEAD' && route.method === 'GET'));
  return {
    route: found?.route ?? null,
    params: found?.params ?? {},
    methods: matches.map(({ route }) => route.method),
  };
}

function paramsOf(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment !== value) return null;
  }
  return params;
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Responds with an expected error as JSON. An unexpected one is masked and logged under the request's id. */
export function sendError(response: ServerResponse, error: unknown, requestId: string, log: Logger): void {
  if (response.headersSent) {
    // The status is already sent: closing the connection is the only way to signal an incomplete body.
    log.error({ err: error }, 'a response was aborted');
    response.destroy();
    return;
  }
  const expected = expectedOf(error, log);
  if (expected instanceof AiasError) {
    const { code, message } = expected;
    const field = expected instanceof InvalidInput ? { field: expected.field } : {};
    const mayRetry = expected instanceof RateLimited || expected instanceof Unavailable;
    const headers: Record<string, string> = mayRetry ? { 'Retry-After': String(expected.retryAfter) } : {};
    sendJson(response, statusOf[code] ?? 400, { error: { code, message, ...field } }, headers);
    return;
  }
  log.error({ err: error }, 'a request failed unexpectedly');
  sendJson(response, 500, { error: { code: 'UNEXPECTED', message: 'Unexpected error.', requestId } });
}
