/**
 * A subscriber so cheap that one process can run thousands: it implements only what it needs of RFC 6455 and of
 * graphql-transport-ws, and parses only the position and the publication time of each event.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { encodeGlobalID } from '@pothos/plugin-relay';
import type { ReadRate } from './protocol.ts';
import { taskId } from './synthetic-log.ts';

const query = `subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { seq ... on LogWritten { message } cursor attempt at } }`;
const variables = { taskId: encodeGlobalID('Task', taskId) };
const [textFrame, pingFrame] = [0x81, 0x89];
/** The server's pings have no payload. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const beforeMessage = ',"message":"';
const clockDigits = 18;
/** Latency is sampled: with a thousand subscribers not every event needs to be timed. */
const latencyEvery = 20;

export interface RawSubscriber {
  /** Position of the last received event. */
  readonly seq: number;
  /** Events that arrived out of order, or not at all. */
  readonly outOfOrder: number;
  readonly closed: boolean;
  end(): void;
}

/** Resolves when the subscription is sent. @param onEvents called after each chunk with the current state */
export async function watch(
  port: number,
  pace: ReadRate,
  onEvents: (watcher: RawSubscriber) => void,
  latencies: number[],
): Promise<RawSubscriber> {
  const id = randomUUID();
  const prefix = `{"id":"${id}","type":"next","payload":{"data":{"taskEvents":{"seq":`.length;
  const socket = connect({ port, host: '127.0.0.1' });
  const state = { seq: 0, outOfOrder: 0, closed: false, end: () => void socket.destroy() };
  let rest: Buffer | null = null;
  socket.on('close', () => {
    state.closed = true;
  });
  socket.on('error', () => undefined); // `close` is emitted next
  await upgrade(socket);
  socket.write(frame({ type: 'connection_init', payload: { token: 'anybody' } }));
  await new Promise((resolve) => socket.once('data', resolve)); // connection_ack
  socket.write(frame({ id, type: 'subscribe', payload: { query, variables } }));

  function onChunk(chunk: Buffer): void {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (let length = messageLength(bytes, at); length !== null; length = messageLength(bytes, at)) {
      const start = at + headerLength(bytes, at);
      if (bytes[at] === textFrame && length > prefix) event(bytes, start + prefix);
      else if (bytes[at] === pingFrame) socket.write(pong);
      at = start + length;
    }
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null; // a copy, so that the large buffer can be collected
    onEvents(state);
  }

  /** @param at offset of the first digit of the position */
  function event(bytes: Buffer, at: number): void {
    let seq = 0;
    let end = at;
    for (let digit = bytes[end] ?? 0; digit >= 48 && digit <= 57; digit = bytes[++end] ?? 0)
      seq = 10 * seq + digit - 48;
    if (seq !== state.seq + 1) state.outOfOrder++;
    state.seq = seq;
    if (pace !== 'normal' || seq % latencyEvery !== 0) return;
    const from = end + beforeMessage.length;
    const published = BigInt(bytes.toString('latin1', from, from + clockDigits));
    latencies.push(Number(process.hrtime.bigint() - published) / 1e6);
  }

  if (pace === 'normal') socket.on('data', onChunk);
  else if (pace === 'never') socket.pause();
  else {
    socket.on('readable', () => undefined); // keeps the socket paused; it is read below
    const timer = setInterval(() => {
      const chunk: Buffer | null = socket.read(Math.min(1024, socket.readableLength));
      if (chunk) onChunk(chunk);
    }, 1000);
    socket.once('close', () => clearInterval(timer));
  }
  return state;
}

function upgrade(socket: Socket): Promise<void> {
  const request = [
    'GET /graphql HTTP/1.1',
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
  ];
  socket.write(`${request.join('\r\n')}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (answer) => {
      if (String(answer).startsWith('HTTP/1.1 101')) resolve();
      else reject(new Error(String(answer).slice(0, 200)));
    });
  });
}

/** Clients must mask their frames; a mask of zeros is valid. */
function frame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const header = Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]);
  return Buffer.concat([header, payload]);
}

function headerLength(bytes: Buffer, at: number): number {
  const short = bytes[at + 1] ?? 0;
  return short < 126 ? 2 : short === 126 ? 4 : 10;
}

/** Returns the length of the message at an offset, or null if it is incomplete. */
function messageLength(bytes: Buffer, at: number): number | null {
  const header = bytes.length - at < 2 ? 2 : headerLength(bytes, at);
  if (bytes.length - at < header) return null;
  const short = bytes[at + 1] ?? 0;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  return bytes.length - at < header + length ? null : length;
}
