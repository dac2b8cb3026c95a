/** HTTP as bytes on a TCP connection, for requests that no HTTP client would send. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { waitFor } from './wait-for.ts';

export async function openTcp(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined); // the test checks the response instead
  await once(socket, 'connect');
  return socket;
}

/** Sends `bytes` and returns everything received until the server closes or the response is complete. */
export async function exchange(url: string, bytes: string | Buffer): Promise<{ status: number; text: string }> {
  const socket = await openTcp(url);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  socket.write(bytes);
  try {
    await waitFor('an answer', async () => socket.closed || isWhole(text));
  } finally {
    socket.destroy();
  }
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

function isWhole(text: string): boolean {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const length = /^content-length: (\d+)$/im.exec(head)?.[1];
  if (rest.length === 0) return false;
  return length === undefined
    ? text.endsWith('0\r\n\r\n') || /^HTTP\/1\.1 204/.test(head)
    : rest.join('\r\n\r\n').length >= Number(length);
}

/** The headers of a browser's WebSocket upgrade. */
export const upgradeHeaders =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
  'Sec-WebSocket-Protocol: graphql-transport-ws\r\n';
