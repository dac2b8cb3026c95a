/** Small things about requests that HTTP and sockets share. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';

const sessionCookie = 'aias_session';

/**
 * The secret of the session: from `Authorization: Bearer`, else from the cookie.
 * @param isTrusted whether the cookie counts (sites.ts)
 */
export function tokenOf(request: IncomingMessage, isTrusted: boolean): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  return isTrusted ? cookieOf(request, sessionCookie) : null;
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return decodeOrNull(value);
  }
  return null;
}

/** Null for what no encoder made, such as "%zz". */
function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The Set-Cookie header of a session; null takes it away. */
export function sessionCookieHeader(session: { token: string; expiresAt: Date } | null, secure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
  const value = session ? encodeURIComponent(session.token) : '';
  const expires = (session?.expiresAt ?? new Date(0)).toUTCString();
  return [`${sessionCookie}=${value}`, `Expires=${expires}`, ...attributes].join('; ');
}

/**
 * Returns where a request comes from: an IPv4 address, or the /64 network of an IPv6 address, since a client usually has all addresses
 * of its network. Only what our own proxies say about a client counts, not what the client says.
 * @param proxies how many stand before the gateway: each has added an address at the end of X-Forwarded-For, some with a port
 */
export function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const told = proxies > 0 ? forwarded[Math.max(0, forwarded.length - proxies)] : undefined;
  return networkOf(told ?? request.socket.remoteAddress ?? 'unknown');
}

/** An address with a port, as Azure's gateways write it: another port is not another client. */
const withPort = /^(?:\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

function networkOf(told: string): string {
  const [, bracketed, dotted] = withPort.exec(told) ?? [];
  const address = bracketed ?? dotted ?? told;
  if (!isIPv6(address)) return address;
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`); // lower case, hexadecimal, zeros compressed
  const canonical = hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical);
  if (mapped) {
    const bytes = mapped
      .slice(1)
      .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]);
    return bytes.join('.');
  }
  const [before = [], after = []] = canonical.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

/** Calls `leave` when a response has been sent or its client has left, also when that was before. */
export function whenClosed(response: ServerResponse, leave: () => void): void {
  if (response.closed) leave();
  else response.once('close', leave);
}
