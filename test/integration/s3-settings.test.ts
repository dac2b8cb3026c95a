/** Errors for an S3 server that cannot be used: each server here fails in its own way, over a real socket. */
import dns, { type LookupAddress, type LookupAllOptions } from 'node:dns';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createMinioStore, type S3Options } from '../../src/artifacts/minio.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type Authority, createAuthority } from '../support/certificates.ts';

const secretKey = 'wJalrXUtnFEMI/K7MDENG';
const options = { bucket: 'aias', region: 'us-east-1', accessKey: 'AKIATEST', secretKey };
const servers: Server[] = [];
let folder: string;
let authority: Authority;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-s3-'));
  authority = createAuthority(folder);
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});
afterAll(() => rm(folder, { recursive: true }));

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port; // a TCP server has no other kind of address of address
}

const serve = async (answer: RequestListener) => `http://127.0.0.1:${await listen(createServer(answer))}`;

/** Starts a server that rejects every request, with a reason where the response may have a body. */
const refusing = (status: number, code: string, message = 'Because.') =>
  serve((request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(
      request.method === 'HEAD'
        ? ''
        : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
  });

async function refusalOf(more: Partial<S3Options> & { endpoint: string }): Promise<string> {
  const error = await createMinioStore({ ...options, ...more }).then(
    () => null,
    (reason: Error) => reason,
  );
  expect(error?.name).toBe('InvalidConfiguration');
  expect(error?.message).toMatch(/^AIAS_S3_\w+\b[^\n]+$/);
  expect(error?.message).not.toContain(secretKey);
  return error?.message ?? '';
}

test.each([
  [
    403,
    'SecondLevelDomainForbidden',
    'Please use virtual hosted style to access.',
    /^AIAS_S3_STYLE.*AIAS_S3_STYLE=virtual/,
  ],
  [400, 'InvalidRequest', 'Path-style requests are not supported', /^AIAS_S3_STYLE.*AIAS_S3_STYLE=virtual/],
  [403, 'InvalidAccessKeyId', 'The key does not exist', /^AIAS_S3_ACCESS_KEY/],
  [403, 'SignatureDoesNotMatch', 'Check your secret key', /^AIAS_S3_ACCESS_KEY, AIAS_S3_SECRET_KEY/],
  [403, 'AccessDenied', 'Access Denied', /^AIAS_S3_BUCKET.*denies access to the bucket "aias"/],
  [403, 'RequestTimeTooSkewed', 'The difference is too large', /clock/],
  [400, 'ExpiredToken', 'The token has expired', /^AIAS_S3_SESSION_TOKEN/],
  [400, 'AuthorizationHeaderMalformed', "the region is wrong, expecting 'eu-west-1'", /^AIAS_S3_REGION.*eu-west-1/],
  [301, 'PermanentRedirect', 'Use the endpoint aias.s3.example.com', /^AIAS_S3_ENDPOINT.*AIAS_S3_STYLE/],
])('names the setting when a server answers %i %s (%s)', async (status, code, message, line) => {
  expect(await refusalOf({ endpoint: await refusing(status, code, message) })).toMatch(line);
});

test('names the endpoint when it is unreachable, unknown or not an S3 server', async () => {
  expect(await refusalOf({ endpoint: 'http://127.0.0.1:9' })).toMatch(/^AIAS_S3_ENDPOINT: nothing listens at/);
  expect(await refusalOf({ endpoint: 'http://s3.invalid' })).toMatch(/^AIAS_S3_ENDPOINT: .*s3\.invalid/);
  for (const status of [302, 404, 501, 502]) {
    const page = await serve((_, response) => response.writeHead(status).end('<html>No S3</html>'));
    const line = new RegExp(`does not respond like an S3 server \\(HTTP status ${status}\\b`);
    expect(await refusalOf({ endpoint: page })).toMatch(line);
  }
  const plain = createTcpServer((socket) => socket.end('no TLS'));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as AddressInfo; // a TCP server has no other kind
  expect(await refusalOf({ endpoint: `https://127.0.0.1:${port}` })).toMatch(/^AIAS_S3_ENDPOINT: .*http:\/\//);
  plain.close();
});

test('retries an overloaded server at startup', async () => {
  let requests = 0;
  const endpoint = await serve((_, response) => response.writeHead(requests++ === 0 ? 503 : 200).end());
  await createMinioStore({ ...options, endpoint });
  expect(requests).toBe(2);
});

/** Answers virtual-hosted-style requests for the bucket and records them. */
function virtualHosted() {
  const seen: { host: string; url: string; token: string | undefined; key: string }[] = [];
  const answer: RequestListener = (request, response) => {
    const { host = '', authorization = '', 'x-amz-security-token': token } = request.headers;
    seen.push({
      host,
      url: request.url ?? '',
      token: token?.toString(),
      key: /Credential=([^/]+)/.exec(authorization)?.[1] ?? '',
    });
    const isVirtual = host.startsWith('aias.');
    response.writeHead(isVirtual ? 200 : 403).end();
  };
  return { seen, answer };
}

function lookUpHere(_name: string, _options: LookupAllOptions, done: (error: null, found: LookupAddress[]) => void) {
  done(null, [{ address: '127.0.0.1', family: 4 }]);
}

test('uses bucket.host with AIAS_S3_STYLE=virtual, and names the setting when that host is unknown', async () => {
  const { seen, answer } = virtualHosted();
  const port = await listen(createServer(answer));
  const { s3 } = parseConfig({
    AIAS_S3_ENDPOINT: `http://s3.localhost:${port}`,
    AIAS_S3_STYLE: 'virtual',
    AIAS_S3_ACCESS_KEY: 'AKIATEST',
    AIAS_S3_SECRET_KEY: secretKey,
    AIAS_S3_SESSION_TOKEN: 'session-token',
  });
  if (!s3) throw new Error('There is an endpoint.');
  // Names below localhost resolve to this machine only on some systems, so the lookup is mocked.
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(lookUpHere as typeof dns.lookup); // one of its overloads
  await createMinioStore(s3);
  lookup.mockRestore();
  expect(seen).toEqual([{ host: `aias.s3.localhost:${port}`, url: '/', token: 'session-token', key: 'AKIATEST' }]);
  expect(await refusalOf({ endpoint: 'http://s3.invalid', style: 'virtual' })).toMatch(
    /^AIAS_S3_STYLE: .*AIAS_S3_STYLE=path/,
  );
});

test('trusts the CA in AIAS_S3_CA_FILE, and names the setting for an untrusted certificate', async () => {
  const { certificate, key } = authority.sign('store', 'IP:127.0.0.1');
  const [cert, privateKey] = await Promise.all([readFile(certificate), readFile(key)]);
  const port = await listen(createTlsServer({ cert, key: privateKey }, (_, response) => response.end()));
  const endpoint = `https://127.0.0.1:${port}`;
  await createMinioStore({ ...options, endpoint, caFile: authority.file });
  expect(await refusalOf({ endpoint })).toMatch(/^AIAS_S3_CA_FILE: .*not trusted/);
  expect(await refusalOf({ endpoint, caFile: '/nowhere.pem' })).toMatch(/^AIAS_S3_CA_FILE names \/nowhere\.pem/);
});

test('an endpoint requires both keys and rejects paths and credentials', () => {
  expect(() => parseConfig({ AIAS_S3_ENDPOINT: 'http://minio:9000' })).toThrow(/AIAS_S3_ACCESS_KEY is not set/);
  expect(() =>
    parseConfig({ AIAS_S3_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com', AIAS_S3_ACCESS_KEY: 'A' }),
  ).toThrow(/AIAS_S3_SECRET_KEY is not set/);
  expect(() => parseConfig({ AIAS_S3_ENDPOINT: 'http://minio:9000/aias' })).toThrow(
    /AIAS_S3_ENDPOINT.*must not have a path/,
  );
  expect(() => parseConfig({ AIAS_S3_ENDPOINT: 'http://a:TopSecret@minio:9000' })).toThrow(
    /AIAS_S3_ENDPOINT=(?!.*TopSecret).*must not contain a user/,
  );
});
