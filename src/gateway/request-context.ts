/** Who sends a request, and what its operation receives: the session, the room for its body, and the GraphQL context. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLContext, Services, SignedInViewer } from '../graphql/context.ts';
import type { Logger } from '../log.ts';
import { readBody } from './http/body.ts';
import type { MemoryBudget } from './http/memory-budget.ts';
import {
  clientAddress,
  requestIdOf,
  sessionCookieHeader,
  sessionToken,
  untilClosed,
  whenClosed,
} from './http/request.ts';
import { operationLimits, uncountedResponseBytes } from './operations.ts';
import type { Sites } from './sites.ts';

/**
 * Returns the session with this secret, or null. `fresh` means that it was extended, so the browser's cookie must be renewed.
 */
export type Authenticate = (
  token: string,
) => Promise<{ viewer: SignedInViewer; sessionId: string; expiresAt: Date; fresh: boolean } | null>;

/** Server context of an operation, from the HTTP or the socket transport. */
export interface RequestSource {
  req: IncomingMessage;
  /** Absent on a socket. */
  res?: ServerResponse;
  /** From connection_init. */
  socketToken?: string | null;
  /** Aborts when the socket closes. */
  closed?: AbortSignal;
}

export interface RequestContextOptions {
  authenticate: Authenticate;
  sites: Sites;
  bodyMemory: MemoryBudget;
  responseMemory: MemoryBudget;
  trustedProxies: number;
  /** Whether clients reach the gateway over HTTPS. */
  isHttps: boolean;
  services: Services;
  log: Logger;
}

export function createRequestContext(options: RequestContextOptions) {
  const { authenticate, sites, bodyMemory, responseMemory, trustedProxies } = options;
  /** Sessions that were authenticated before the operation ran. `fresh` is reported only once, so the context reuses them. */
  const sessions = new WeakMap<IncomingMessage, ReturnType<Authenticate>>();

  function sessionOf(request: IncomingMessage, token: string): ReturnType<Authenticate> {
    const known = sessions.get(request) ?? authenticate(token);
    sessions.set(request, known);
    return known;
  }

  /** Returns the caller of an operation, before its arguments are processed. */
  async function callerOf({ req }: RequestSource) {
    const token = sessionToken(req, sites.isTrusted(req));
    const session = token ? await sessionOf(req, token) : null;
    return { viewer: session?.viewer ?? null, address: clientAddress(req, trustedProxies) };
  }

  return {
    callerOf,

    /**
     * Limits the body before reading it. The session is looked up only for a large body or when the address has no room left for
     * anonymous bodies, so that anonymous callers cannot use up the room of signed-in ones.
     */
    async readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
      const { maxBytes } = operationLimits.anonymous;
      const address = clientAddress(request, trustedProxies);
      const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
      const isSmall = length <= maxBytes && bodyMemory.hasRoom('anonymous', address, maxBytes);
      const token = isSmall ? null : sessionToken(request, sites.isTrusted(request));
      const caller = token && (await sessionOf(request, token)) ? 'signedIn' : 'anonymous';
      const held = bodyMemory.open(caller, address);
      whenClosed(response, held.release);
      return readBody(request, operationLimits[caller], held.take);
    },

    /** Limits the memory of responses that clients have not read yet. The session of a small response is not looked up. */
    async holdResponse(request: IncomingMessage, text: string): Promise<() => void> {
      const bytes = Buffer.byteLength(text);
      if (bytes <= uncountedResponseBytes) return () => undefined;
      const { viewer, address } = await callerOf({ req: request });
      const held = viewer ? responseMemory.open('signedIn', viewer.userId) : responseMemory.open('anonymous', address);
      held.take(bytes);
      return held.release;
    },

    /** Returns the GraphQL context of an operation. */
    async create({ req, res, socketToken, closed }: RequestSource): Promise<GraphQLContext> {
      const requestId = requestIdOf(req);
      const signal = closed ?? (res && untilClosed(res));
      const isTrusted = sites.isTrusted(req);
      const token = socketToken ?? sessionToken(req, isTrusted);
      const session = (await sessions.get(req)) ?? (token ? await authenticate(token) : null);
      // A page of another origin must not sign a browser in or out.
      const setSessionCookie: GraphQLContext['setSessionCookie'] = (value) => {
        if (isTrusted && res && !res.headersSent) {
          res.setHeader('Set-Cookie', sessionCookieHeader(value, options.isHttps));
        }
      };
      if (session?.fresh && token && req.headers.cookie) setSessionCookie({ token, expiresAt: session.expiresAt });
      return {
        viewer: session?.viewer ?? null,
        token,
        sessionId: session?.sessionId ?? null,
        requestId,
        address: clientAddress(req, trustedProxies),
        ...(signal && { signal }),
        log: options.log.child({ requestId }),
        services: options.services,
        setSessionCookie,
      };
    },
  };
}
