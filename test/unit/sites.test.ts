/** The host names that the gateway accepts, and the pages for which a cookie counts. */
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { createSites, type SiteOptions } from '../../src/gateway/sites.ts';

const sites = (options: Partial<SiteOptions> = {}) =>
  createSites({ host: '127.0.0.1', allowedHosts: [], allowedOrigins: [], ...options });
const request = (headers: Record<string, string>, method = 'POST') =>
  ({ method, headers }) as unknown as IncomingMessage;

describe('the Host header', () => {
  const named = sites({
    host: 'bound.example',
    publicUrl: 'https://aias.example.com',
    allowedHosts: ['other.example', '.inner.example'],
  });

  test.each([
    '127.0.0.1:4000',
    '10.1.2.3',
    '[::1]:4000',
    '[fd00::1]',
    'localhost',
    'LOCALHOST:4000',
    'localhost.',
    'a.localhost',
    'gateway:4000',
    'bound.example',
    'aias.example.com',
    'AIAS.example.com:443',
    'other.example:8080',
    'a.b.inner.example',
    hostname(),
    `${hostname()}.local`,
  ])('accepts %s', (host) => expect(named.isAllowedHost(request({ host }))).toBe(true));

  test.each([
    'evil.example',
    'aias.example.com.evil.example',
    'evil-aias.example.com',
    'inner.example.evil.example',
    'notinner.example',
    '127.0.0.1.nip.io',
    '127.0.0.1@evil.example',
    'evil.example#localhost',
    '',
    ' ',
    'a b',
    '[evil.example]',
    'evil.example:x',
  ])('rejects "%s"', (host) => expect(named.isAllowedHost(request({ host }))).toBe(false));

  test('may end with a dot, like every setting', () => {
    const dotted = sites({
      host: 'bound.example.',
      publicUrl: 'https://aias.example.com.:8443',
      allowedHosts: ['other.example.', '.inner.example.'],
      allowedOrigins: ['https://friend.example.'],
    });
    for (const name of ['bound.example', 'aias.example.com', 'other.example', 'a.inner.example']) {
      for (const host of [name, `${name}.`, `${name}.:8443`]) {
        expect(dotted.isAllowedHost(request({ host }))).toBe(true);
        expect(dotted.isAllowedHost(request({ host: `${name}.evil.example.` }))).toBe(false);
      }
    }
    for (const end of ['', '.']) {
      const page = { host: 'bound.example', 'sec-fetch-site': 'cross-site' };
      expect(dotted.isTrusted(request({ ...page, origin: `https://aias.example.com${end}:8443` }))).toBe(true);
      const friend = `https://friend.example${end}`;
      expect(dotted.isTrusted(request({ ...page, origin: friend }))).toBe(true);
      expect(dotted.corsHeaders(request({ origin: friend }))).toMatchObject({ 'Access-Control-Allow-Origin': friend });
      expect(dotted.preflightHeaders(request({ origin: friend }))).toHaveProperty('Access-Control-Allow-Methods');
    }
    expect(dotted.corsHeaders(request({ origin: 'https://friend.example.:444' }))).toEqual({ Vary: 'Origin' });
  });

  test('may be absent, as in HTTP/1.0, and anything with "*"', () => {
    expect(named.isAllowedHost(request({}))).toBe(true);
    expect(sites({ allowedHosts: ['*'] }).isAllowedHost(request({ host: 'evil.example' }))).toBe(true);
  });
});

describe('a session cookie', () => {
  const host = '127.0.0.1:4000';
  const origin = `http://${host}`;
  const behindProxy = sites({ publicUrl: 'https://aias.example.com', allowedOrigins: ['https://friend.example'] });

  test.each<[string, Record<string, string>, string?]>([
    ['a script', { host }],
    ['a page of the same origin', { host, origin }],
    ['a page that the browser marks as same-origin', { host, origin, 'sec-fetch-site': 'same-origin' }],
    ['a URL that a user typed', { host, 'sec-fetch-site': 'none' }, 'GET'],
    ['a followed link', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 'GET'],
    ['the public URL behind a proxy', { host, origin: 'https://aias.example.com', 'sec-fetch-site': 'same-origin' }],
    ['an allowed origin', { host, origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' }],
  ])('counts for %s', (_, headers, method) => expect(behindProxy.isTrusted(request(headers, method))).toBe(true));

  test.each<[string, Record<string, string>, string?]>([
    ['another origin', { host, origin: 'https://evil.example' }],
    ['another port', { host, origin: 'http://127.0.0.1:5000' }],
    ['a sandboxed page', { host, origin: 'null' }],
    ['an Origin that is not a URL', { host, origin: '%zz' }],
    ['the same host with another scheme', { host, origin: `https://${host}`, 'sec-fetch-site': 'cross-site' }],
    ['a form of another origin', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
    ['an image on a sibling site', { host, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }, 'GET'],
    ['the public host over HTTP', { host, origin: 'http://aias.example.com' }],
  ])('does not count for %s', (_, headers, method) =>
    expect(behindProxy.isTrusted(request(headers, method))).toBe(false),
  );
});
