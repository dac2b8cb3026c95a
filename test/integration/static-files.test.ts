/** The dashboard's files as the gateway serves them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadStaticFiles } from '../../src/gateway/static-files.ts';

const script = `console.log("${'a'.repeat(3000)}")`;
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-pages-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'icon.svg'), '<svg/>');
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), script);
  await writeFile(join(folder, 'assets', 'app-1a2b.js.br'), brotliCompressSync(script));
  await writeFile(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync(script));
  await writeFile(join(folder, 'secret.txt'), 'not of a kind that is served');
  const pages = await loadStaticFiles(folder);
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (!pages?.(request, response, pathname)) response.writeHead(404).end('nothing');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other kind of address
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const html = { accept: 'text/html,application/xhtml+xml' };

test('serves index.html on every route with a CSP that forbids inline code', async () => {
  for (const path of ['/', '/runs/VGFzazox?tab=log', '/datasets']) {
    const response = await fetch(url + path, { headers: html });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>page</title>');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain('wasm-unsafe-eval');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-cache');
  }
});

test('serves assets in an encoding that the browser accepts, as immutable', async () => {
  const response = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'br, gzip' } });
  expect(response.headers.get('content-encoding')).toBe('br');
  expect(await response.text()).toBe(script);
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(Number(response.headers.get('content-length'))).toBeLessThan(100);
  const gzip = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(gzip.headers.get('content-encoding')).toBe('gzip');
  const plain = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toBe(script);
});

test('allows worker scripts to run WebAssembly and to connect to this server only', async () => {
  const response = await fetch(`${url}/assets/app-1a2b.js`);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toBe("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
});

test('answers 304 for a file that the browser has cached', async () => {
  const first = await fetch(url, { headers: html });
  const again = await fetch(url, { headers: { ...html, 'if-none-match': first.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test('answers HEAD without a body', async () => {
  const response = await fetch(`${url}/icon.svg`, { method: 'HEAD' });
  expect(response.headers.get('content-type')).toBe('image/svg+xml');
  expect(response.headers.get('content-length')).toBe('6');
});

test.each([
  ['a missing asset', '/assets/app-0000.js', html],
  ['a request that does not accept HTML', '/runs', { accept: 'application/json' }],
  ['a file of another kind', '/secret.txt', html],
  ['a path outside the folder', '/..%2f..%2fetc%2fpasswd.html', html],
])('answers 404 for %s', async (_, path, headers) => {
  expect((await fetch(url + path, { headers })).status).toBe(404);
});

test('answers 404 to a POST', async () => {
  expect((await fetch(url, { method: 'POST', headers: html })).status).toBe(404);
});

test('serves no pages without a build', async () => {
  expect(await loadStaticFiles(join(folder, 'absent'))).toBeNull();
});
