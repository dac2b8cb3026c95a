/** Unauthenticated input of any kind must not end the process and gets an appropriate response. */
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { exchange, openTcp, upgradeHeaders } from '../support/raw-http.ts';
import { waitFor } from '../support/wait-for.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform.stop());

const ask = (line: string, headers = '', body = '') =>
  exchange(platform.url, `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n${body}`);

const isServing = async () => (await fetch(`${platform.url}/healthz`)).status === 200;

const targets = ['//', '///', '//%zz', '/%zz', '/\\', '/a?b=%', 'http://%zz', 'http://[', '*', 'ftp://x/', 'mailto:x'];

describe('a request target', () => {
  test.each(targets)('%s of an upgrade is rejected', async (target) => {
    const { status, text } = await ask(`GET ${target}`, upgradeHeaders);
    expect([400, 404]).toContain(status);
    expect(text).toMatch(/\r\n\r\n\{"error":\{"code":"(NOT_FOUND|BAD_REQUEST)"/);
    expect(await isServing()).toBe(true);
  });

  test.each(targets)('%s of a request is answered with JSON and never with 500', async (target) => {
    for (const method of ['GET', 'PUT']) {
      const { status, text } = await ask(`${method} ${target}`);
      expect([400, 404]).toContain(status);
      expect(text).toMatch(/\{"error":\{"code":"(INVALID_INPUT|NOT_FOUND|BAD_REQUEST)"/);
    }
  });

  test('in absolute form resolves to the same path', async () => {
    expect(await ask('GET http://anything.example/healthz')).toMatchObject({ status: 200 });
    expect((await ask('GET http://127.0.0.1/graphql?query={__typename}')).text).toMatch(/"__typename":"Query"/);
  });

  test('of 20,000 characters is answered with 431', async () => {
    const { status, text } = await ask(`GET /${'x'.repeat(20_000)}`);
    expect([status, text]).toEqual([431, expect.stringContaining('nosniff')]);
  });
});

test.each(['aias_session=%zz', 'aias_session=%', '=;;=%;aias_session', '%E0%A4%A=%E0%A4%A; aias_session=%C3%28'])(
  'the malformed cookie %s does not sign in',
  async (cookie) => {
    const query = '{"query":"{ viewer { username } }"}';
    const headers = `Cookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${query.length}\r\n`;
    for (const accept of ['', 'Accept: text/event-stream\r\n']) {
      const { text } = await ask('POST /graphql', headers + accept, query);
      expect(text).toMatch(/200 OK[\s\S]*\{"data":\{"viewer":null\}/);
    }
    const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie },
    });
    const messages: string[] = [];
    socket.on('message', (data) => void messages.push(String(data)));
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await waitFor('the acknowledgement', async () => messages.length > 0);
    socket.send(`{"id":"a","type":"subscribe","payload":${query}}`);
    await waitFor('the data', async () => messages.some((text) => text.includes('{"data":{"viewer":null}')));
    socket.terminate();
  },
);

test.each(['TRACE', 'PATCH', 'DELETE', 'PROPFIND'])('rejects the method %s of the API with 405', async (method) => {
  const { status, text } = await ask(`${method} /graphql?query={__typename}`, 'Content-Length: 0\r\n');
  expect([status, text]).toEqual([405, expect.stringMatching(/allow: GET, HEAD, POST, OPTIONS/i)]);
});

test.each(['variables', 'extensions'])('rejects a GET with malformed %s with 400, over SSE too', async (name) => {
  for (const accept of ['', 'Accept: text/event-stream\r\n']) {
    const { status, text } = await ask(`GET /graphql?query={__typename}&${name}={x`, accept);
    expect([status, text]).toEqual([400, expect.stringContaining(`\`${name}\` is not JSON`)]);
  }
});

test.each([
  ['bytes that are not HTTP', 'EHLO example\r\n\r\n', 400],
  ['two different lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ['a header with a NUL', 'GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400],
  ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405],
  ['an expectation that cannot be met', 'PUT / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', 417],
  [
    'an upgrade without a key',
    'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    400,
  ],
  ['an upgrade to an invalid protocol', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: \0\r\n\r\n', 400],
])('answers %s with the common headers', async (_, bytes, expected) => {
  const { status, text } = await exchange(platform.url, bytes);
  expect(status).toBe(expected);
  expect(text).toMatch(/^X-Content-Type-Options: nosniff\r$/m);
});

test('survives clients that reset the connection during a rejected upgrade', async () => {
  for (let round = 0; round < 60; round++) {
    const socket = await openTcp(platform.url);
    const [path, headers] = [['/', '//', '/graphql'][round % 3], round % 2 ? 'Origin: http://evil.example\r\n' : ''];
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}${upgradeHeaders}\r\n`);
    if (round % 4 === 1) await nextTurn();
    if (round % 4 === 2) await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
  }
  expect(await isServing()).toBe(true);
});

test('survives clients that reset the connection during a request, a body or a response', async () => {
  const requests = [
    'GET / HTT',
    'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"que',
    'PUT /uploads/none HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab',
    'GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n',
    'GET /graphql?query={__typename} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n',
  ];
  for (let round = 0; round < 60; round++) {
    const socket = await openTcp(platform.url);
    socket.write(requests[round % requests.length] ?? '');
    for (let turn = 0; turn < round % 7; turn++) await nextTurn();
    socket.resetAndDestroy();
  }
  expect(await isServing()).toBe(true);
});

describe('ignores an upgrade to an unsupported protocol:', () => {
  const wish = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\n';

  test.each(['h2c', 'TLS/1.0', 'HTTP/2.0', 'foo, websocket'])('%s', async (protocol) => {
    expect(await ask('GET /healthz', `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n`)).toMatchObject({ status: 200 });
  });

  test('on a request with a body, as Java sends it', async () => {
    const body = '{"query":"{ __typename }"}';
    const headers = `${wish}Content-Length: ${body.length}\r\nContent-Type: application/json\r\n`;
    expect((await ask('POST /graphql', headers, body)).text).toMatch(/200 OK[\s\S]*\{"data":\{"__typename":"Query"\}/);
  });

  test('on a body longer than the first packet, and on every request of a connection', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { filler: 'x'.repeat(300_000) } });
    const socket = await openTcp(platform.url);
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    try {
      for (let number = 1; number <= 20; number++) {
        socket.write(
          `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n${wish}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
        );
        for (let at = 0; at < body.length; at += 50_000) {
          socket.write(body.slice(at, at + 50_000));
          await nextTurn();
        }
        await waitFor('the answer', async () => text.match(/"__typename":"Query"/g)?.length === number);
      }
    } finally {
      socket.destroy();
    }
  });

  test('but closes the connection on pipelined requests', async () => {
    const socket = await openTcp(platform.url);
    socket.resume().write(`GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n${wish}\r\n`.repeat(50));
    await once(socket, 'close');
    expect(await isServing()).toBe(true);
  });

  test('and does not read a body as another request after more headers than Node keeps', async () => {
    const body = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: smuggled\r\n\r\n';
    const headers = `${wish}Content-Type: application/json\r\n${'a:\r\n'.repeat(2100)}Content-Length: ${body.length}\r\n`;
    const { status, text } = await ask('POST /graphql', headers, body);
    expect(status).toBe(400);
    expect(text).not.toContain('smuggled');
  });

  test('and honors Connection: close', async () => {
    const { status, text } = await ask('GET /healthz', 'Connection: Upgrade, close\r\nUpgrade: h2c\r\n');
    expect([status, text]).toEqual([200, expect.stringMatching(/^Connection: close\r$/im)]);
  });
});
