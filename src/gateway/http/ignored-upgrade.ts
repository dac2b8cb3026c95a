/**
 * A client can offer to switch protocols in an ordinary request: Java's HTTP client and `curl --http2` offer HTTP/2 ("h2c"). A
 * server that does not support the protocol ignores the offer (RFC 9110, 7.8). Node detaches every such socket as soon as
 * anything listens for upgrades, so the request is put back without the offer, and the socket is served from the start.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Matches the headers, and the tokens of Connection, that make up the offer. */
const offer = /^(upgrade|http2-settings)$/i;

/** @param head bytes that the client has sent after the headers */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const kept = name.toLowerCase() === 'connection' ? withoutOffer(value) : value;
    if (!offer.test(name) && (kept !== '' || value === '')) lines.push(`${name}: ${kept}`);
  }
  // Node adds its own listener again.
  socket.removeAllListeners('timeout');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

function withoutOffer(connection: string): string {
  return connection
    .split(',')
    .map((token) => token.trim())
    .filter((token) => !offer.test(token))
    .join(', ');
}
