/**
 * Generates bytes that almost match what a client sends: corrupted requests, upgrades and WebSocket frames, reproducible by
 * seed.
 */
import { upgradeHeaders } from './raw-http.ts';

/** Creates a seeded generator of numbers from 0 to 1 (mulberry32). */
export function createDice(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (bound: number) => Math.floor(next() * bound),
    chance: (probability: number) => next() < probability,
    pick: <T>(from: readonly [T, ...T[]]): T => from[Math.floor(next() * from.length)] ?? from[0],
  };
}

export type Dice = ReturnType<typeof createDice>;

const query = '{"query":"{ __typename viewer { username } }"}';
const requests = [
  'GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n',
  'GET /graphql?query={__typename}&variables={} HTTP/1.1\r\nHost: localhost\r\nCookie: aias_session=%7A; a=b\r\n\r\n',
  `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${query.length}\r\n\r\n${query}`,
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n' +
    `${query.length.toString(16)}\r\n${query}\r\n0\r\n\r\n`,
  'GET /graphql?query=subscription{taskEvents(taskId:"x"){seq}} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nLast-Event-ID: 1\r\n\r\n',
  'OPTIONS /graphql HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nAccess-Control-Request-Method: POST\r\n\r\n',
  'PUT /uploads/abcdef HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n0123456789',
  'PUT /imports/abcdef HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  'HEAD /models/0198c1f2-0000-7000-8000-000000000000/download HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1\r\n\r\n',
  'GET /metrics HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nX-Forwarded-For: 1.2.3.4, x\r\n\r\n',
  'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n',
] as const;

const upgrade = `GET /graphql HTTP/1.1\r\nHost: localhost\r\n${upgradeHeaders}\r\n`;

const messages = [
  '{"type":"connection_init","payload":{"token":"x"}}',
  '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}',
  '{"id":"2","type":"subscribe","payload":{"query":"subscription { taskEvents(taskId: \\"x\\") { seq } }"}}',
  '{"id":"1","type":"complete"}',
  '{"type":"ping","payload":{}}',
  '{"type":"pong"}',
] as const;

/** Fragments that have broken parsers before. */
const morsels = [
  '//',
  '/\\',
  '%zz',
  '%',
  '*',
  'http://%zz/',
  '\0',
  '\r\n',
  '\n',
  '\r\n\r\n',
  ' ',
  ':',
  '\x80',
  '\xff\xfe',
  '\x7f',
  '{',
  '"',
  '[',
  '__proto__',
  'Host: \r\n',
  'Host: [',
  'Origin: null\r\n',
  'Origin: %\r\n',
  'Cookie: aias_session=%zz\r\n',
  'Expect: wonders\r\n',
  'Upgrade: websocket\r\n',
  'Connection: upgrade\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 18446744073709551616\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Sec-WebSocket-Key: x\r\n',
  'Sec-WebSocket-Version: 99\r\n',
  'Sec-WebSocket-Protocol: ,\r\n',
  'ffffffffffffffff\r\n',
  'a'.repeat(20_000),
] as const;

/** Draws what one client sends: a request, or an upgrade followed by frames, intact or corrupted. */
export function drawCase(dice: Dice): Buffer {
  if (dice.chance(0.6)) return mutate(dice, Buffer.from(dice.pick(requests), 'latin1'));
  const head = Buffer.from(upgrade, 'latin1');
  const opening = dice.chance(0.3) ? mutate(dice, head) : head;
  const frames = Array.from({ length: dice.below(6) }, () => drawFrame(dice));
  return Buffer.concat([opening, ...frames]);
}

function mutate(dice: Dice, bytes: Buffer): Buffer {
  let mutated = bytes;
  for (let change = dice.below(4); change > 0; change--) {
    const at = dice.below(mutated.length + 1);
    const [before, after] = [mutated.subarray(0, at), mutated.subarray(at)];
    mutated = dice.pick([
      () => Buffer.concat([before, Buffer.from(dice.pick(morsels), 'latin1'), after]),
      () => Buffer.concat([before, after.subarray(dice.below(20))]),
      () => Buffer.concat([before, Buffer.from([dice.below(256)]), after.subarray(1)]),
      () => Buffer.concat([before, mutated.subarray(dice.below(mutated.length + 1), at), after]),
      () => before,
    ])();
  }
  return mutated;
}

/** Draws a frame (RFC 6455, section 5.2). Now and then its header gives a wrong length, and its payload may be corrupted. */
function drawFrame(dice: Dice): Buffer {
  const message = Buffer.from(dice.pick(messages));
  const payload = dice.chance(0.4) ? mutate(dice, message) : message;
  const first = dice.chance(0.2) ? dice.below(256) : 0x80 | dice.pick([1, 1, 1, 1, 0, 2, 8, 9, 10]);
  const isMasked = !dice.chance(0.05);
  const declared = dice.chance(0.05) ? dice.below(2 ** 16) : payload.length;
  const header = declared < 126 ? [first, declared] : [first, 126, declared >> 8, declared & 255];
  if (dice.chance(0.02)) header.splice(1, header.length - 1, 127, ...Array.from({ length: 8 }, () => dice.below(256)));
  header[1] = (header[1] ?? 0) | (isMasked ? 0x80 : 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(isMasked ? 4 : 0), payload]);
}
