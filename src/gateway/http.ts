/** Small things about requests that HTTP and sockets share. */
import type { IncomingMessage } from 'node:http';

const sessionCookie = 'aias_session';

/** The secret of the session: from `Authorization: Bearer`, else from the cookie of a page that may use it. */
export function tokenOf(request: IncomingMessage, allowedOrigins: readonly string[]): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  // A cookie is sent along whatever page makes the request; only our own pages may act with it.
  return isTrustedOrigin(request, allowedOrigins) ? cookieOf(request, sessionCookie) : null;
}

/** Not from a browser, from the gateway's own address, or from one that the configuration allows. */
export function isTrustedOrigin(request: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return decodeURIComponent(value);
  }
  return null;
}

/** The Set-Cookie header of a session; null takes it away. */
export function sessionCookieHeader(session: { token: string; expiresAt: Date } | null, secure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
  const value = session ? encodeURIComponent(session.token) : '';
  const expires = (session?.expiresAt ?? new Date(0)).toUTCString();
  return [`${sessionCookie}=${value}`, `Expires=${expires}`, ...attributes].join('; ');
}

/**
 * Where a request comes from. What a client says of itself does not count, only what a proxy of ours says of it.
 * @param proxies how many stand before the gateway: each has added an address at the end of X-Forwarded-For
 */
export function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const told = proxies > 0 ? forwarded[Math.max(0, forwarded.length - proxies)] : undefined;
  return told ?? request.socket.remoteAddress ?? 'unknown';
}

/** What lets pages of other origins that are allowed read an answer, as themselves. */
export function corsHeaders(request: IncomingMessage, allowedOrigins: readonly string[]): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined || !allowedOrigins.includes(origin)) return {};
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' };
}
