/**
 * A subscriber that costs little enough to have thousands in one process: it speaks just as much of RFC 6455 and of
 * graphql-transport-ws as it needs, and reads of each event its position and when it was published.
 */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { encodeGlobalID } from '@pothos/plugin-relay';
import type { Pace } from './protocol.ts';
import { taskId } from './synthetic-log.ts';

const query = `subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { seq ... on LogWritten { message } cursor attempt at } }`;
const variables = { taskId: encodeGlobalID('Task', taskId) };
const [textFrame, pingFrame] = [0x81, 0x89];
/** The server's pings are empty. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const beforeMessage = ',"message":"';
const clockDigits = 18;
/** Of a thousand events that come at once to a thousand subscribers, not each one's time is needed. */
const latencyEvery = 20;

export interface Watcher {
  /** The last position that came. */
  readonly seq: number;
  /** Events that came out of order, or not at all. */
  readonly wrong: number;
  readonly closed: boolean;
  end(): void;
}

/** Resolves when the subscription is sent. @param onEvents told how far it has come */
export async function watch(
  port: number,
  pace: Pace,
  onEvents: (watcher: Watcher) => void,
  latencies: number[],
): Promise<Watcher> {
  const id = randomUUID();
  const prefix = `{"id":"${id}","type":"next","payload":{"data":{"taskEvents":{"seq":`.length;
  const socket = connect({ port, host: '127.0.0.1' });
  const state = { seq: 0, wrong: 0, closed: false, end: () => void socket.destroy() };
  let rest: Buffer | null = null;
  socket.on('close', () => {
    state.closed = true;
  });
  socket.on('error', () => undefined); // `close` follows
  await upgrade(socket);
  socket.write(frame({ type: 'connection_init', payload: { token: 'anybody' } }));
  await new Promise((resolve) => socket.once('data', resolve)); // it is acknowledged
  socket.write(frame({ id, type: 'subscribe', payload: { query, variables } }));

  function take(chunk: Buffer): void {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (let length = messageLength(bytes, at); length !== null; length = messageLength(bytes, at)) {
      const start = at + headerLength(bytes, at);
      if (bytes[at] === textFrame && length > prefix) event(bytes, start + prefix);
      else if (bytes[at] === pingFrame) socket.write(pong);
      at = start + length;
    }
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null; // a copy: the large one can go
    onEvents(state);
  }

  /** @param at where the digits of the position begin */
  function event(bytes: Buffer, at: number): void {
    let seq = 0;
    let end = at;
    for (let digit = bytes[end] ?? 0; digit >= 48 && digit <= 57; digit = bytes[++end] ?? 0)
      seq = 10 * seq + digit - 48;
    if (seq !== state.seq + 1) state.wrong++;
    state.seq = seq;
    if (pace !== 'healthy' || seq % latencyEvery !== 0) return;
    const from = end + beforeMessage.length;
    const published = BigInt(bytes.toString('latin1', from, from + clockDigits));
    latencies.push(Number(process.hrtime.bigint() - published) / 1e6);
  }

  if (pace === 'healthy') socket.on('data', take);
  else if (pace === 'never') socket.pause();
  else {
    socket.on('readable', () => undefined); // not flowing: it is read below
    const timer = setInterval(() => {
      const chunk: Buffer | null = socket.read(Math.min(1024, socket.readableLength));
      if (chunk) take(chunk);
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

/** What a client sends is masked; zeros are a mask too. */
function frame(message: object): Buffer {
  const payload = Buffer.from(JSON.stringify(message));
  const header = Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]);
  return Buffer.concat([header, payload]);
}

function headerLength(bytes: Buffer, at: number): number {
  const short = bytes[at + 1] ?? 0;
  return short < 126 ? 2 : short === 126 ? 4 : 10;
}

/** Of the message at a place; null when it is not whole yet. */
function messageLength(bytes: Buffer, at: number): number | null {
  const header = bytes.length - at < 2 ? 2 : headerLength(bytes, at);
  if (bytes.length - at < header) return null;
  const short = bytes[at + 1] ?? 0;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  return bytes.length - at < header + length ? null : length;
}
