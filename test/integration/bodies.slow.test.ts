/** GraphQL bodies of any length, and clients that do not read their responses. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { exchange, openTcp, upgradeHeaders } from '../support/raw-http.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;
let token: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  token = platform.tokenOf(await platform.signUp());
});
afterAll(() => platform.stop());

const head = (headers: string) =>
  `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${headers}\r\n`;
const chunked = 'Transfer-Encoding: chunked\r\n';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe.each(['', 'Accept: text/event-stream\r\n'])('a GraphQL body (%j)', (accept) => {
  test('is accepted in chunks without a length', async () => {
    const parts = ['{"que', 'ry":"{ __type', 'name }"}', ''].map(chunk).join('');
    const { status, text } = await exchange(platform.url, head(accept + chunked) + parts);
    expect([status, text]).toEqual([200, expect.stringContaining('"__typename":"Query"')]);
  });

  test.each([
    ['an anonymous', '1 MiB', 2 ** 20],
    ['a signed-in', '16 MiB', 16 * 2 ** 20],
  ])('from %s caller over %s, in chunks, is rejected with 413 before it ends', async (who, _, maximum) => {
    const bearer = who === 'a signed-in' ? `Authorization: Bearer ${token}\r\n` : '';
    const socket = await openTcp(platform.url);
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.write(head(accept + bearer + chunked));
    const mebibyte = chunk(' '.repeat(2 ** 20));
    for (let sent = 0; sent < 64 && !answer && !socket.destroyed; sent++) {
      if (!socket.write(mebibyte)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
    }
    await waitFor('the answer', async () => answer);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 413[\\s\\S]*larger than ${maximum} bytes`));
    socket.destroy();
  });

  test('of 4 MiB is accepted from signed-in callers only', async () => {
    const headers = { 'content-type': 'application/json', ...(accept && { accept: 'text/event-stream' }) };
    const send = (more: Record<string, string>) =>
      fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { ...headers, ...more },
        body: JSON.stringify({ query: '{ viewer { username } }', variables: { unused: 'x'.repeat(4 * 2 ** 20) } }),
      });
    const taken = await send({ authorization: `Bearer ${token}` });
    expect([taken.status, await taken.text()]).toEqual([200, expect.stringContaining('"username"')]);
    expect((await send({})).status).toBe(413);
    expect((await send({ authorization: 'Bearer nonsense' })).status).toBe(413);
  });

  test('is rejected immediately when its Content-Length is too large', async () => {
    const { status } = await exchange(platform.url, head(`${accept}Content-Length: 99999999\r\n`));
    expect(status).toBe(413);
  });

  test('is rejected when it is not JSON', async () => {
    const { status, text } = await exchange(platform.url, `${head(`${accept}Content-Length: 5\r\n`)}{"que`);
    expect(status).toBe(accept ? 200 : 400);
    expect(text).toMatch(/"errors":\[\{"message":/);
  });
});

describe('the memory limit for GraphQL bodies', () => {
  const length = 2 ** 20;
  const full = Buffer.alloc(length - 1, ' ');

  /** Sends all of a body except its last byte. */
  async function withhold() {
    const socket = await openTcp(platform.url);
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.write(head(`Content-Length: ${length}\r\n`));
    socket.write(full);
    return { socket, answer: () => answer };
  }

  test('applies per address, exempts signed-in callers, and is released on close', async () => {
    const held = await Promise.all(Array.from({ length: 70 }, withhold));
    await waitFor('the refusals', async () => held.filter(({ answer }) => answer()).length === 5); // 65 MiB are allowed
    const refused = held.flatMap(({ answer }) => answer() || []);
    for (const answer of refused) {
      expect(answer).toMatch(/^HTTP\/1\.1 429[\s\S]*Retry-After: 1\r\n[\s\S]*"code":"RATE_LIMITED"/);
    }
    const ask = (headers: Record<string, string>) =>
      fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ __typename }', variables: { unused: 'x'.repeat(2 ** 19) } }),
      });
    expect((await ask({})).status).toBe(429);
    // Like a user who signs in behind the same proxy.
    const small = await exchange(platform.url, `${head('Content-Length: 26\r\n')}{"query":"{ __typename }"}\n`);
    expect(small.status).toBe(200);
    expect((await ask({ authorization: `Bearer ${token}` })).status).toBe(200);
    for (const { socket } of held) socket.destroy();
    await waitFor('the memory to come back', async () => (await ask({})).status === 200);
  });

  test('counts incomplete WebSocket messages', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 80 }, async () => {
        const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
        await once(socket, 'open');
        return { socket, closed: once(socket, 'close').then(([code]) => Number(code)) };
      }),
    );
    for (const { socket } of sockets) socket.send(full, { fin: false });
    const codes: number[] = [];
    for (const { closed } of sockets) void closed.then((code) => codes.push(code));
    await waitFor('the refusals', async () => codes.length >= 80 - 66);
    expect(new Set(codes)).toEqual(new Set([1013]));
    for (const { socket } of sockets) socket.terminate();
    const again = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(again, 'open');
    again.send(JSON.stringify({ type: 'connection_init', payload: { note: 'x'.repeat(2 ** 19) } }));
    expect(String((await once(again, 'message'))[0])).toContain('connection_ack');
    again.terminate();
  });

  test('is released with 408 when no byte of the body arrives for 15 s', async () => {
    const { status, text } = await exchange(platform.url, `${head('Content-Length: 1000\r\n')}{`);
    expect([status, text]).toEqual([408, expect.stringContaining('No byte of the request body arrived for 15 s')]);
  });
});

describe('a WebSocket whose client does not read', () => {
  /** A small request with a large response. */
  const alias = 'a'.repeat(2000);
  const fields = Array.from({ length: 10 }, (_, index) => `f${index}: modelFamilies { ${alias}: name }`);
  const operation = (id: number) => ({ id: `${id}`, type: 'subscribe', payload: { query: `{ ${fields.join(' ')} }` } });
  const largePing = { type: 'ping', payload: 'x'.repeat(500_000) };
  const pings = Buffer.concat(Array.from({ length: 4000 }, () => frame(0x9, Buffer.alloc(125))));

  test.each([
    ['results', (round: number) => textFrame(operation(round))],
    ['pongs of the protocol', () => textFrame(largePing)],
    ['pongs', () => pings],
  ])('is closed when too many %s are pending', async (_, next) => {
    const socket = await openTcp(platform.url);
    socket.write(`GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n${upgradeHeaders}\r\n`);
    await once(socket, 'data');
    // Anonymous callers are throttled before that.
    socket.write(textFrame({ type: 'connection_init', payload: { token } }));
    await once(socket, 'data');
    socket.pause();
    const before = process.memoryUsage().rss;
    const isClosed = async () => (await openSockets()) === 0;
    for (let round = 0; round < 1000 && !(await isClosed()); round++) {
      if (!socket.write(next(round)))
        await waitFor('room', async () => !socket.writableNeedDrain || (await isClosed()));
    }
    expect(await isClosed()).toBe(true);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
    socket.destroy();
  });
});

/** Encodes a frame as clients send it, with a mask of zeros (RFC 6455, section 5.2). */
function frame(opcode: number, payload: Buffer): Buffer {
  const masked = 0x80;
  const length = Buffer.alloc(payload.length < 126 ? 1 : 9);
  if (length.length === 1) length[0] = masked | payload.length;
  else {
    length[0] = masked | 127;
    length.writeBigUInt64BE(BigInt(payload.length), 1);
  }
  return Buffer.concat([Buffer.from([0x80 | opcode]), length, Buffer.alloc(4), payload]);
}

const textFrame = (message: object) => frame(0x1, Buffer.from(JSON.stringify(message)));

async function openSockets(): Promise<number> {
  const text = await (await fetch(`${platform.url}/metrics`)).text();
  return Number(/^aias_sockets_open\S* (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}
