/** Responses on a bare TCP socket, where Node creates none: for bytes that are not HTTP, and for rejected upgrades. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Time until the connection is closed if the client does not read the response or does not disconnect. */
const lingerMs = 2000;

/** HTTP status by error code of Node's parser or timeouts. */
const statusOfCode: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

const messageOf: Record<number, string> = {
  408: 'The request did not arrive in time.',
  413: 'The chunk extensions are too large.',
  431: 'The request line and headers are too large.',
};

/** Responds to bytes that could not be parsed as a request. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex, headers: Record<string, string>): void {
  const status = statusOfCode[error.code ?? ''] ?? 400;
  refuse(socket, status, messageOf[status] ?? 'This is not a valid HTTP request.', headers);
}

/** Sends an error as JSON and ends the connection. */
export function refuse(socket: Duplex, status: number, message: string, headers: Record<string, string>): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify({ error: { code: codeOf(status), message } });
  const lines = Object.entries({
    ...headers,
    Connection: 'close',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  socket.resume(); // discards further data, so that the client can read the response
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
}

/** Returns the error code of a status, such as "TOO_MANY_REQUESTS". */
function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? '').toUpperCase().replaceAll(/[^A-Z]+/g, '_');
}
