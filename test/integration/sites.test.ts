/** What a browser on a foreign page can send, read and change. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';
import { freePort } from '../support/ports.ts';
import { exchange, upgradeHeaders } from '../support/raw-http.ts';
import { startRewritingProxy } from '../support/rewriting-proxy.ts';

const foreign = 'https://evil.example';
const friend = 'https://friend.example';
let platform: TestPlatform;
/** A platform with its own public address and allowed origins. */
let open: { url: string; stop(): Promise<void> };

beforeAll(async () => {
  platform = await startTestPlatform();
  open = await startAtAddress({
    AIAS_ALLOWED_ORIGINS: `${friend},https://second.example`,
    AIAS_ALLOWED_HOSTS: 'named.example',
    AIAS_PUBLIC_URL: 'https://aias.example.com',
    AIAS_GRAPHIQL: 'off',
  });
});
afterAll(() => Promise.all([platform.stop(), open.stop()]));

/** Starts a platform on a known port, because its public URL does not lead to it. */
async function startAtAddress(settings: Record<string, string>) {
  const port = String(await freePort());
  const { stop } = await startTestPlatform({ ...settings, AIAS_PORT: port });
  return { url: `http://127.0.0.1:${port}`, stop };
}

let users = 0;
const register = () => ({
  query: 'mutation ($input: RegisterInput!) { register(input: $input) { ... on RegisterPayload { token } } }',
  variables: { input: { username: `site-${users++}`, password: 'correct horse battery' } },
});

const post = (body: unknown, headers: Record<string, string> = {}, url = platform.url) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const accepts = ['application/json', 'text/event-stream'];

describe('without allowed origins', () => {
  test.each([foreign, 'null', 'http://localhost'])('reflects no Origin: %s', async (origin) => {
    for (const accept of accepts) {
      const response = await post({ query: '{ __typename }' }, { origin, accept });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      await response.text();
    }
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const preflight = await fetch(`${platform.url}/graphql`, { method: 'OPTIONS', headers });
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each(accepts)('a foreign page cannot sign a browser in or out, accepting %s', async (accept) => {
    const strangers: Record<string, string>[] = [
      { origin: foreign },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of strangers) {
      const signedIn = await post(register(), { ...headers, accept });
      expect(signedIn.headers.get('set-cookie')).toBeNull();
    }
    const own = await post(register(), { accept });
    const cookie = own.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^aias_session=/);
    const out = await post({ query: 'mutation { logout }' }, { cookie, origin: foreign, accept });
    expect(out.headers.get('set-cookie')).toBeNull();
    expect(await out.text()).toContain('"logout":false');
    expect(await (await post({ query: '{ viewer { username } }' }, { cookie })).text()).toContain('site-');
  });

  test.each(accepts)('rejects a body that needs no preflight with 415, accepting %s', async (accept) => {
    const body = JSON.stringify({ query: 'mutation { logout }' });
    const send = (headers: Record<string, string>, content: string | Blob) =>
      fetch(`${platform.url}/graphql`, { method: 'POST', headers: { accept, ...headers }, body: content });
    for (const type of [
      'text/plain',
      'text/plain;application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const response = await send({ 'content-type': type }, body);
      expect([response.status, await response.text()]).toEqual([415, expect.stringContaining('application/json')]);
    }
    expect((await send({}, new Blob([body]))).status).toBe(415);
    const json = { 'content-type': 'application/graphql-response+json; charset=utf-8' };
    expect((await send(json, body)).status).toBe(200);
  });

  test('runs no mutation on GET', async () => {
    const url = `${platform.url}/graphql?query=${encodeURIComponent('mutation { logout }')}`;
    expect((await fetch(url)).status).toBe(405);
    expect(await (await fetch(url, { headers: { accept: 'text/event-stream' } })).text()).toContain('require POST');
  });
});

describe('with allowed origins', () => {
  test('only these pages can read responses, on every route', async () => {
    for (const path of ['/graphql?query={__typename}', '/models/none/download']) {
      const allowed = await fetch(open.url + path, { headers: { origin: friend } });
      expect(allowed.headers.get('access-control-allow-origin')).toBe(friend);
      expect(allowed.headers.get('vary')).toContain('Origin');
      const refused = await fetch(open.url + path, { headers: { origin: foreign } });
      expect(refused.headers.get('access-control-allow-origin')).toBeNull();
    }
    const headers = { origin: friend, 'access-control-request-headers': 'content-type' };
    const preflight = await fetch(`${open.url}/uploads/none`, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  });
});

describe('the Host header', () => {
  const ask = (path: string, host: string, headers = '', url = platform.url) =>
    exchange(url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n`);

  test('is rejected when unknown, naming the setting, over HTTP and WebSocket', async () => {
    const { status, text } = await ask('/graphql?query={__typename}', 'rebound.example:4000');
    expect([status, text]).toEqual([421, expect.stringContaining('AIAS_ALLOWED_HOSTS')]);
    const origin = 'Origin: http://rebound.example:4000\r\n';
    expect((await ask('/graphql', 'rebound.example:4000', origin + upgradeHeaders)).status).toBe(421);
    expect((await ask('/', '%zz')).status).not.toBe(500);
  });

  test('is ignored for probes and metrics', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) expect((await ask(path, 'any.example')).status).toBe(200);
    expect((await exchange(platform.url, 'GET /readyz HTTP/1.0\r\n\r\n')).status).toBe(200);
  });

  test('is accepted when it is configured', async () => {
    expect((await ask('/graphql?query={__typename}', 'named.example', '', open.url)).status).toBe(200);
    expect((await ask('/graphql?query={__typename}', 'aias.example.com', '', open.url)).status).toBe(200);
  });
});

test('sets security headers on every response', async () => {
  for (const path of ['/', '/graphql', '/graphql?query={__typename}', '/healthz', '/nowhere', '/uploads/x']) {
    const { headers } = await fetch(open.url + path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d+/);
    const plain = await fetch(platform.url + path);
    expect(plain.headers.get('strict-transport-security')).toBeNull();
  }
});

test('serves no GraphiQL when it is disabled', async () => {
  const page = await fetch(`${open.url}/graphql`, { headers: { accept: 'text/html' } });
  expect(await page.text()).not.toMatch(/<html/i);
});

test('a gateway behind a proxy that rewrites Host serves pages of its public address', async () => {
  const proxy = await startRewritingProxy();
  const behind = await startAtAddress({ AIAS_PUBLIC_URL: proxy.url });
  try {
    proxy.lead(behind.url);
    const origin = proxy.url;
    const cookie = (await post(register(), { origin }, proxy.url)).headers.get('set-cookie')?.split(';')[0] ?? '';
    for (const accept of accepts) {
      const answer = await post({ query: '{ viewer { username } }' }, { origin, cookie, accept }, proxy.url);
      expect(await answer.text()).toContain('"username":"site-');
    }
    const socket = new WebSocket(`${proxy.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { origin, cookie },
    });
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: '{ viewer { username } }' } }));
    expect(String((await once(socket, 'message'))[0])).toContain('"username":"site-');
    socket.terminate();
    const strange = await post({ query: '{ viewer { username } }' }, { origin: foreign, cookie }, proxy.url);
    expect(await strange.text()).toContain('"viewer":null');
  } finally {
    await behind.stop();
    await proxy.close();
  }
});
