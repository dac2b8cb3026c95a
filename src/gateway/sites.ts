/**
 * Which pages a browser may act for, and by which names the gateway may be called.
 *
 * A browser sends a session's cookie along whatever page makes the request. So a cookie counts only when the page is one of our own
 * (the address that it was loaded from, or AIAS_PUBLIC_URL behind a proxy that rewrites Host) or of an origin in AIAS_ALLOWED_ORIGINS.
 *
 * A foreign page becomes "our own" when its name is made to resolve to our address (DNS rebinding). So Host must be a name
 * that an attacker cannot have: an IP address, a loopback or local name, or one that the settings say.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

export interface SiteOptions {
  /** Address that the gateway binds to; it may be a name. */
  host: string;
  publicUrl?: string | undefined;
  /** Further names; ".example.com" stands for every name below it, "*" for any. */
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
}

export type Sites = ReturnType<typeof createSites>;

/** A Host header: a name or an address, then a port. */
const hostHeader = /^(\[[0-9a-f:.]+\]|[^\s:/?#@\\[\]]+)(?::\d{0,5})?$/i;

/** A name as it is compared: in small letters, and without the dot that only says where DNS is to begin. */
const plainName = (name: string) => name.toLowerCase().replace(/\.$/, '');

/** The same of an Origin. Browsers keep the dot in it that a user typed. */
const plainOrigin = (origin: string) => origin.toLowerCase().replace(/\.(?=(:\d+)?$)/, '');

export function createSites({ host, publicUrl, allowedHosts, allowedOrigins }: SiteOptions) {
  const publicAddress = publicUrl === undefined ? null : new URL(publicUrl);
  const ownNames = [host, hostname(), `${hostname()}.local`, ...(publicAddress ? [publicAddress.hostname] : [])];
  const names = new Set([...ownNames, ...allowedHosts].map(plainName));
  const suffixes = [...names].filter((name) => name.startsWith('.'));
  const trustedOrigins = new Set(
    [...allowedOrigins, ...(publicAddress ? [publicAddress.origin] : [])].map(plainOrigin),
  );
  const foreignOrigins = new Set(allowedOrigins.map(plainOrigin));

  return {
    /** False when the Host header names something that may be an attacker's. Absent only in HTTP/1.0, which no browser speaks. */
    isAllowedHost({ headers }: IncomingMessage): boolean {
      if (headers.host === undefined || names.has('*')) return true;
      const found = plainName(hostHeader.exec(headers.host)?.[1] ?? '');
      if (!found) return false;
      const isLocal = found === 'localhost' || found.endsWith('.localhost');
      // Public DNS, which rebinding needs, has no name without a dot: those are of a container, a cluster or a local network.
      const isShort = !found.includes('.');
      const isAddress = found.startsWith('[') || isIP(found) !== 0;
      return isAddress || isLocal || isShort || names.has(found) || suffixes.some((suffix) => found.endsWith(suffix));
    },

    /** Whether the cookie that came with a request counts, and one may be set: it comes from no browser, or from a page of ours. */
    isTrusted(request: IncomingMessage): boolean {
      const { origin, host: named } = request.headers;
      const site = request.headers['sec-fetch-site'];
      if (origin !== undefined && trustedOrigins.has(plainOrigin(origin))) return true;
      const isSameSite = site === undefined || site === 'same-origin';
      if (origin !== undefined) return isSameSite && URL.canParse(origin) && new URL(origin).host === named;
      return isSameSite || site === 'none' || isNavigation(request);
    },

    /** What lets pages of other origins that are allowed read an answer, as themselves. */
    corsHeaders({ headers }: IncomingMessage): Record<string, string> {
      const { origin } = headers;
      if (allowedOrigins.length === 0) return {};
      if (origin === undefined || !foreignOrigins.has(plainOrigin(origin))) return { Vary: 'Origin' };
      return {
        Vary: 'Origin',
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'Content-Disposition, ETag, Retry-After, X-Request-Id',
      };
    },

    /** What a browser asks before it lets such a page send what a form could not. */
    preflightHeaders(request: IncomingMessage): Record<string, string> {
      const { origin, 'access-control-request-headers': wanted } = request.headers;
      if (origin === undefined || !foreignOrigins.has(plainOrigin(origin))) return {};
      return {
        'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT',
        'Access-Control-Max-Age': '600',
        ...(wanted && { 'Access-Control-Allow-Headers': wanted }),
      };
    },
  };
}

/** Whether the request follows a link on a foreign page, which cannot read the answer. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  return ['GET', 'HEAD'].includes(method ?? '') && headers['sec-fetch-mode'] === 'navigate';
}
