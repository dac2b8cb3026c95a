/**
 * Decides which origins may use session cookies, and which host names the gateway accepts.
 *
 * A browser sends a session's cookie with every request, whichever page makes it. Therefore a cookie counts only when the page
 * has the gateway's own origin (the requested host, or AIAS_PUBLIC_URL behind a proxy that rewrites Host) or an origin of
 * AIAS_ALLOWED_ORIGINS.
 *
 * An attacker's page gains our origin when its name is made to resolve to our address (DNS rebinding). Therefore Host must be a
 * name that an attacker cannot own: an IP address, a loopback or local name, or a name from the settings.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

export interface SiteOptions {
  /** Address or name that the gateway binds to. */
  host: string;
  publicUrl?: string | undefined;
  /** Additional names; ".example.com" matches every subdomain, "*" any name. */
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
}

export type Sites = ReturnType<typeof createSites>;

/** Matches a Host header: a name or an address, then an optional port. */
const hostHeader = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{0,5})?$/i;

/** Normalizes a host name: lower case, without the trailing dot of a fully qualified name. */
const plainName = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** Normalizes an Origin in the same way. Browsers keep a trailing dot that the user typed. */
const plainOrigin = (origin: string) => origin.toLowerCase().replace(/\.(?=(:\d+)?$)/, '');

export function createSites({ host, publicUrl, allowedHosts, allowedOrigins }: SiteOptions) {
  const publicAddress = publicUrl === undefined ? null : new URL(publicUrl);
  const ownNames = [host, hostname(), `${hostname()}.local`, ...(publicAddress ? [publicAddress.hostname] : [])];
  const names = new Set([...ownNames, ...allowedHosts].map(plainName));
  const suffixes = [...names].filter((name) => name.startsWith('.'));
  const trustedOrigins = new Set(
    [...allowedOrigins, ...(publicAddress ? [publicAddress.origin] : [])].map(plainOrigin),
  );
  const corsOrigins = new Set(allowedOrigins.map(plainOrigin));

  return {
    /** Returns whether the Host header is safe. It is absent only in HTTP/1.0, which no browser uses. */
    isAllowedHost({ headers }: IncomingMessage): boolean {
      if (headers.host === undefined || names.has('*')) return true;
      const found = plainName(hostHeader.exec(headers.host)?.[1] ?? '');
      if (!found) return false;
      const isLocal = found === 'localhost' || found.endsWith('.localhost');
      // DNS rebinding needs public DNS, where every name has a dot; names without one belong to a container, cluster or local
      // network.
      const isShort = !found.includes('.');
      const isAddress = found.startsWith('[') || isIP(found) !== 0;
      return isAddress || isLocal || isShort || names.has(found) || suffixes.some((suffix) => found.endsWith(suffix));
    },

    /** Returns whether the request's cookie counts and one may be set: it comes from a trusted page, or not from a browser. */
    isTrusted(request: IncomingMessage): boolean {
      const { origin, host: named } = request.headers;
      const site = request.headers['sec-fetch-site'];
      if (origin !== undefined && trustedOrigins.has(plainOrigin(origin))) return true;
      const isSameSite = site === undefined || site === 'same-origin';
      if (origin !== undefined) return isSameSite && URL.canParse(origin) && new URL(origin).host === named;
      return isSameSite || site === 'none' || isNavigation(request);
    },

    /** Returns the headers that let pages of allowed origins read the response, with credentials. */
    corsHeaders({ headers }: IncomingMessage): Record<string, string> {
      const { origin } = headers;
      if (allowedOrigins.length === 0) return {};
      if (origin === undefined || !corsOrigins.has(plainOrigin(origin))) return { Vary: 'Origin' };
      return {
        Vary: 'Origin',
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'Content-Disposition, ETag, Retry-After, X-Request-Id',
      };
    },

    /** Returns the preflight headers for pages of allowed origins. */
    preflightHeaders(request: IncomingMessage): Record<string, string> {
      const { origin, 'access-control-request-headers': wanted } = request.headers;
      if (origin === undefined || !corsOrigins.has(plainOrigin(origin))) return {};
      return {
        'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT',
        'Access-Control-Max-Age': '600',
        ...(wanted && { 'Access-Control-Allow-Headers': wanted }),
      };
    },
  };
}

/** Returns whether the request is a navigation: a page that links here cannot read the response. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  return ['GET', 'HEAD'].includes(method ?? '') && headers['sec-fetch-mode'] === 'navigate';
}
