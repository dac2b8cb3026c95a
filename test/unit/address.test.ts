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
  ['an IPv6 address is its network of 64 bits', 1, '2001:DB8:0:12::7', '2001:db8:0:12::/64'],
  ['and so is another one of it', 1, '2001:db8:0:12:ffff:1:2:3', '2001:db8:0:12::/64'],
  ['zeros are left out anywhere', 1, '2001:db8::1', '2001:db8:0:0::/64'],
  ['of this machine', 1, '::1', '0:0:0:0::/64'],
  ['with the name of an interface', 1, 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['an IPv4 address in IPv6 is that', 1, '::ffff:1.2.3.4', '1.2.3.4'],
  ['and so it is in hexadecimal', 1, '::ffff:102:304', '1.2.3.4'],
  ['a port is not of it', 1, '[2001:db8:0:12::7]:443', '2001:db8:0:12::/64'],
  ['nor are brackets', 1, '[2001:db8:0:12::7]', '2001:db8:0:12::/64'],
  ['an IPv4 address has no port either', 1, '6.6.6.6:1, 1.2.3.4:49152', '1.2.3.4'],
  ['nor has one in IPv6', 1, '[::ffff:1.2.3.4]:49152', '1.2.3.4'],
  ['what is no address is taken as it is', 1, 'unknown', 'unknown'],
])('%s', (_, proxies, forwarded, address) => {
  expect(addressOf(requestWith(forwarded), proxies)).toBe(address);
});
