/**
 * Broadcast frames on a WebSocket. All members of a group receive the same bytes except for the id that each client chose for its
 * subscription. The bytes are encoded once per id length, then copied with the id patched in. They are written directly to the
 * TCP socket: compression is off, so complete frames can be inserted between those that `ws` writes.
 */
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Sink } from '../../live/frame-delivery.ts';
import type { Batch, Frame } from '../../live/frame-pages.ts';
import { maxBufferedBytes } from '../stream-transport.ts';

/** @param socket TCP socket of the client. @param id the client's id of the subscription */
export function createSocketSink(client: WebSocket, socket: Socket, id: string): Sink {
  const name = Buffer.from(JSON.stringify(id));
  const encoding = `ws${name.length}`;
  return {
    send(batch: Batch) {
      if (client.readyState !== client.OPEN) return; // nothing may follow a close frame
      const { bytes, idOffsets } = batch.encoded(encoding, (frames) => buildTemplate(frames, name.length));
      const own = Buffer.allocUnsafe(bytes.length);
      bytes.copy(own);
      for (const offset of idOffsets) name.copy(own, offset);
      socket.write(own);
    },
    get isCongested() {
      return socket.writableLength > maxBufferedBytes;
    },
    whenDrained(resume) {
      socket.once('drain', resume);
    },
  };
}

interface Template {
  bytes: Buffer;
  /** Byte offsets at which the id is inserted. */
  idOffsets: number[];
}

const [idPrefix, idSuffix, end] = ['{"id":', ',"type":"next","payload":', '}'];

/** Encodes messages of the graphql-transport-ws protocol, one per frame (RFC 6455, section 5.2), with space for an id. */
function buildTemplate(frames: readonly Frame[], idLength: number): Template {
  const placeholder = ' '.repeat(idLength);
  const idOffsets: number[] = [];
  const parts: Buffer[] = [];
  let length = 0;
  for (const { json } of frames) {
    const message = Buffer.from(idPrefix + placeholder + idSuffix + json + end);
    const header = textHeader(message.length);
    idOffsets.push(length + header.length + idPrefix.length);
    parts.push(header, message);
    length += header.length + message.length;
  }
  return { bytes: Buffer.concat(parts, length), idOffsets };
}

/** Returns the header of a final, unmasked text frame: servers do not mask. */
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
