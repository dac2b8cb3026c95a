/** Helpers that read a request, shared by HTTP and WebSocket. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { GraphQLError } from 'graphql';

const sessionCookie = 'aias_session';

/**
 * Returns the session's secret, from `Authorization: Bearer` or else from the cookie.
 * @param isTrusted whether the cookie counts (sites.ts)
 */
export function sessionToken(request: IncomingMessage, isTrusted: boolean): string | null {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return bearer;
  return isTrusted ? readCookie(request, sessionCookie) : null;
}

function readCookie(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return decodeOrNull(value);
  }
  return null;
}

/** Returns null for malformed percent-encoding, such as "%zz". */
function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Returns the Set-Cookie header of a session; null deletes the cookie. */
export function sessionCookieHeader(session: { token: string; expiresAt: Date } | null, secure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
  const value = session ? encodeURIComponent(session.token) : '';
  const expires = (session?.expiresAt ?? new Date(0)).toUTCString();
  return [`${sessionCookie}=${value}`, `Expires=${expires}`, ...attributes].join('; ');
}

/**
 * Returns the client's address: an IPv4 address, or the /64 network of an IPv6 address, since a client usually has all addresses
 * of its network. X-Forwarded-For is trusted only as far as our own proxies wrote it.
 * @param trustedProxies number of proxies in front of the gateway; each appends an address to X-Forwarded-For, some with a port
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
  const given = trustedProxies > 0 ? forwarded[Math.max(0, forwarded.length - trustedProxies)] : undefined;
  return networkOf(given ?? request.socket.remoteAddress ?? 'unknown');
}

/** Matches an address with a port, as Azure's gateways write it. The port is ignored: it does not identify a client. */
const withPort = /^(?:\[([^\]]*)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

function networkOf(given: string): string {
  const [, bracketed, dotted] = withPort.exec(given) ?? [];
  const address = bracketed ?? dotted ?? given;
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

/** Calls `leave` when a response has been sent or its client has disconnected, immediately if that has already happened. */
export function whenClosed(response: ServerResponse, leave: () => void): void {
  if (response.closed) leave();
  else response.once('close', leave);
}

/** Reason for aborting the work of a client that disconnected; no defect. */
export const clientDisconnected = () => new GraphQLError('The client has disconnected.');

/** Returns a signal that aborts when the connection closes before the response is complete. */
export function untilClosed(response: ServerResponse): AbortSignal {
  const disconnected = new AbortController();
  setMaxListeners(0, disconnected.signal); // each list that an operation reads listens
  whenClosed(response, () => {
    if (!response.writableFinished) disconnected.abort(clientDisconnected());
  });
  return disconnected.signal;
}

/** Returns the client's request id if it is well-formed, so that its logs match ours, or else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && /^[\w.-]{1,100}$/.test(given)) return given;
  const id = randomUUID();
  request.headers['x-request-id'] = id; // later calls return the same id
  return id;
}
