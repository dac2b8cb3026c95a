/** Where a request comes from: a client may write into X-Forwarded-For what it likes, only proxies of ours are believed. */
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { addressOf } from '../../src/gateway/http.ts';

const requestWith = (forwarded: string | undefined) =>
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.1' } }) as unknown as IncomingMessage;

test.each([
  ['without a proxy the header is the client talking', 0, '1.2.3.4', '10.0.0.1'],
  ['of one proxy the last address counts', 1, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['of two proxies the last but one counts', 2, '6.6.6.6, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
  ['a proxy that says nothing is the client', 1, undefined, '10.0.0.1'],
])('%s', (_, proxies, forwarded, address) => {
  expect(addressOf(requestWith(forwarded), proxies)).toBe(address);
});
