/** Answers on a bare TCP socket, for what Node makes no response of: bytes that are no HTTP, and upgrades that are refused. */
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** A client that does not take the answer, or does not leave, is cut off after this long. */
const lingerMilliseconds = 2000;

/** The status for what Node's parser, or its clock, found wrong. */
const statusOfCode: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

const messageOf: Record<number, string> = {
  408: 'The request did not arrive in time.',
  413: 'The extensions of a chunk are too long.',
  431: 'The request line and the headers together are too long.',
};

/** Answers what could not be read as a request. */
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
  socket.resume(); // what it still sends must not keep it from reading this
  const timer = setTimeout(() => socket.destroy(), lingerMilliseconds);
  socket.once('close', () => clearTimeout(timer));
}

/** "Too Many Requests" as the other codes are written: "TooManyRequests". */
function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? '').replaceAll(' ', '');
}
