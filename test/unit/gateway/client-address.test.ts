/** The client address of a request: X-Forwarded-For can be forged, so only entries of our own proxies count. */
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from '../../../src/gateway/http/request.ts';

const requestWith = (forwarded: string | undefined) =>
  ({ headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: '10.0.0.1' } }) as unknown as IncomingMessage;

test.each([
  ['ignores the header without a proxy', 0, '1.2.3.4', '10.0.0.1'],
  ['uses the last address behind one proxy', 1, '6.6.6.6, 1.2.3.4', '1.2.3.4'],
  ['uses the second to last address behind two proxies', 2, '6.6.6.6, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
  ['uses the peer address without a header', 1, undefined, '10.0.0.1'],
  ['groups IPv6 addresses by their /64 network', 1, '2001:DB8:0:12::7', '2001:db8:0:12::/64'],
  ['groups another address of the same network', 1, '2001:db8:0:12:ffff:1:2:3', '2001:db8:0:12::/64'],
  ['expands omitted zeros', 1, '2001:db8::1', '2001:db8:0:0::/64'],
  ['accepts the loopback address', 1, '::1', '0:0:0:0::/64'],
  ['ignores the zone of an address', 1, 'fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['reads an IPv4-mapped address', 1, '::ffff:1.2.3.4', '1.2.3.4'],
  ['reads an IPv4-mapped address in hexadecimal', 1, '::ffff:102:304', '1.2.3.4'],
  ['ignores a port after brackets', 1, '[2001:db8:0:12::7]:443', '2001:db8:0:12::/64'],
  ['ignores brackets', 1, '[2001:db8:0:12::7]', '2001:db8:0:12::/64'],
  ['ignores the port of an IPv4 address', 1, '6.6.6.6:1, 1.2.3.4:49152', '1.2.3.4'],
  ['ignores the port of an IPv4-mapped address', 1, '[::ffff:1.2.3.4]:49152', '1.2.3.4'],
  ['keeps a value that is not an address', 1, 'unknown', 'unknown'],
])('%s', (_, proxies, forwarded, address) => {
  expect(clientAddress(requestWith(forwarded), proxies)).toBe(address);
});
