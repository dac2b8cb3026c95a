/**
 * A client may ask, in an ordinary request, to go on in another protocol: Java's asks for HTTP/2 ("h2c"), curl with --http2 too. A
 * server that does not speak it answers as if it had not been asked (RFC 9110, 7.8). Node gives every such socket away as soon as
 * anything listens for upgrades, so the request is put back without the wish, and the socket is served from the start.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What belongs to the wish: these headers, and these words of Connection. */
const wish = /^(upgrade|http2-settings)$/i;

/** @param head what the client has sent behind the headers */
export function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const kept = name.toLowerCase() === 'connection' ? withoutWish(value) : value;
    if (!wish.test(name) && (kept !== '' || value === '')) lines.push(`${name}: ${kept}`);
  }
  // Node's own, which it would add once more.
  socket.removeAllListeners('timeout');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

function withoutWish(connection: string): string {
  return connection
    .split(',')
    .map((word) => word.trim())
    .filter((word) => !wish.test(word))
    .join(', ');
}
