/**
 * Broadcast frames on a WebSocket. All members of a group get the same bytes, but for the id that each client gave to its
 * subscription: the bytes are made once for ids of one length, and copied with the id patched in. They go straight to the TCP socket;
 * the socket's compression is off, so whole frames of our own may stand between those that `ws` writes.
 */
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Sink } from '../live/broadcast.ts';
import type { Batch, Frame } from '../live/frame-pages.ts';

/** A client that has not taken this much is sent no more until it has. */
export const mostBuffered = 64 * 2 ** 10;

/** @param socket below the client's. @param id what the client named its subscription */
export function createSocketSink(client: WebSocket, socket: Socket, id: string): Sink {
  const name = Buffer.from(JSON.stringify(id));
  const encoding = `ws${name.length}`;
  return {
    send(batch: Batch) {
      if (client.readyState !== client.OPEN) return; // after the frame that closes it nothing may follow
      const { bytes, places } = batch.encoded(encoding, (frames) => templateOf(frames, name.length));
      const own = Buffer.allocUnsafe(bytes.length);
      bytes.copy(own);
      for (const place of places) name.copy(own, place);
      socket.write(own);
    },
    get congested() {
      return socket.writableLength > mostBuffered;
    },
    whenDrained(resume) {
      socket.once('drain', resume);
    },
  };
}

interface Template {
  bytes: Buffer;
  /** Where the id goes. */
  places: number[];
}

const [beforeId, afterId, end] = ['{"id":', ',"type":"next","payload":', '}'];

/** Messages of the graphql-transport-ws protocol, each in a frame of its own (RFC 6455, section 5.2), with room for an id. */
function templateOf(frames: readonly Frame[], idLength: number): Template {
  const room = ' '.repeat(idLength);
  const places: number[] = [];
  const parts: Buffer[] = [];
  let length = 0;
  for (const { json } of frames) {
    const message = Buffer.from(beforeId + room + afterId + json + end);
    const header = textHeader(message.length);
    places.push(length + header.length + beforeId.length);
    parts.push(header, message);
    length += header.length + message.length;
  }
  return { bytes: Buffer.concat(parts, length), places };
}

/** Of a text frame that is a whole message; what a server sends is not masked. */
function textHeader(length: number): Buffer {
  const finalText = 0x81;
  if (length < 126) return Buffer.from([finalText, length]);
  const header = Buffer.alloc(length < 2 ** 16 ? 4 : 10);
  header[0] = finalText;
  if (header.length === 4) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return header;
}
