import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { describeConfig } from '../../src/config/describe-config.ts';

describe('settings', () => {
  test('have defaults that work on one machine', () => {
    expect(parseConfig({})).toMatchObject({ port: 4000, host: '127.0.0.1', backend: 'auto', s3: null, workers: 1 });
  });

  test.each([
    ['AIAS_HOST', '[::1]', /AIAS_HOST=.*without brackets/],
    ['AIAS_HOST', '127.0.0.1:4000', /AIAS_HOST=/],
    ['AIAS_HOST', '127.0.0.1\r', /AIAS_HOST=127\.0\.0\.1\\r /],
    ['AIAS_HOST', '*', /AIAS_HOST=/],
    ['AIAS_PORT', '70000', /AIAS_PORT=70000 is not valid: must be at most 65535\. /],
    ['AIAS_SHUTDOWN_GRACE_SECONDS', '1', /AIAS_SHUTDOWN_GRACE_SECONDS=1 is not valid: must be at least 2\. /],
    ['AIAS_GRAPHIQL', 'yes', /AIAS_GRAPHIQL=yes is not valid: must be on or off\. /],
    ['AIAS_S3_BUCKET', 'ab', /AIAS_S3_BUCKET=ab is not valid: must have at least 3 characters\. /],
    ['AIAS_S3_BUCKET', 'a'.repeat(64), /is not valid: must have at most 63 characters\. /],
    ['AIAS_PORT', 'x', /AIAS_PORT=x/],
    ['AIAS_PORT', '0x10', /AIAS_PORT=0x10.*whole number/],
    ['AIAS_PORT', '1e3', /AIAS_PORT=1e3.*whole number/],
    ['AIAS_ALLOWED_ORIGINS', 'https://a.example,b.example', /AIAS_ALLOWED_ORIGINS.*https:/],
    ['AIAS_ALLOWED_ORIGINS', 'https://a.example/page', /AIAS_ALLOWED_ORIGINS/],
    ['AIAS_ALLOWED_ORIGINS', '*', /AIAS_ALLOWED_ORIGINS/],
    ['AIAS_BACKEND', 'gpu', /AIAS_BACKEND=gpu is not valid: must be auto, tensorflow, webgpu, wasm or cpu\. /],
    [
      'AIAS_DATABASE_URL',
      'postgres://db/aias?sslmode=on',
      /has an invalid sslmode=: must be disable, allow, .* or verify-full\./,
    ],
    [
      'AIAS_DATABASE_URL',
      'postgres://db/aias?keepalives=2',
      /has an invalid keepalives=: must be 0, 1, true or false\./,
    ],
    [
      'AIAS_DATABASE_URL',
      'postgres://db/aias?connect_timeout=-1',
      /has an invalid connect_timeout=: must be at least 0\./,
    ],
    [
      'AIAS_DATABASE_URL',
      'postgres://db/aias?connect_timeout=soon',
      /has an invalid connect_timeout=: must be a number\./,
    ],
    ['AIAS_DATABASE_URL', 'mysql://x', /AIAS_DATABASE_URL begins with "mysql:\/\/".*postgres:\/\//],
    ['AIAS_REDIS_URL', 'http://x:6379', /AIAS_REDIS_URL is not a Redis URL.*redis:\/\//],
    ['AIAS_S3_ENDPOINT', 'minio:9000', /AIAS_S3_ENDPOINT/],
    ['AIAS_WORKERS', '-1', /AIAS_WORKERS=-1/],
    ['AIAS_LEASE_SECONDS', '0.5', /AIAS_LEASE_SECONDS/],
    ['AIAS_WORKER_POOL', 'My Pool', /AIAS_WORKER_POOL=My Pool.*lowercase letters/],
    ['AIAS_WORKER_LABELS', 'gpu,A 100', /AIAS_WORKER_LABELS=gpu,A 100.*lowercase letters/],
    ['AIAS_LOG_LEVEL', 'loud', /AIAS_LOG_LEVEL=loud/],
  ])('%s=%s is rejected, naming the allowed values', (name, value, message) => {
    expect(() => parseConfig({ [name]: value })).toThrow(message);
  });

  test('that are invalid are all reported at once', () => {
    expect(() => parseConfig({ AIAS_PORT: 'x', AIAS_WORKERS: 'y' })).toThrow(/AIAS_PORT.*\n.*AIAS_WORKERS/);
  });

  test('for S3 require each other', () => {
    expect(() => parseConfig({ AIAS_S3_ENDPOINT: 'http://s3:9000' })).toThrow(
      /AIAS_S3_ACCESS_KEY is not set.*\n.*AIAS_S3_SECRET_KEY/,
    );
    const config = parseConfig({
      AIAS_S3_ENDPOINT: 'http://s3:9000',
      AIAS_S3_ACCESS_KEY: 'a',
      AIAS_S3_SECRET_KEY: 'b',
    });
    expect(config.s3).toMatchObject({ endpoint: 'http://s3:9000', bucket: 'aias', region: 'us-east-1' });
  });

  test.each([
    ['AIAS_S3_BUCKET', 'models'],
    ['AIAS_S3_ACCESS_KEY', 'S3cret'],
    ['AIAS_S3_SECRET_KEY', 'S3cret'],
    ['AIAS_S3_SESSION_TOKEN', 'S3cret'],
    ['AIAS_S3_REGION', 'eu-west-1'],
    ['AIAS_S3_STYLE', 'path'],
    ['AIAS_S3_CA_FILE', '/ca.pem'],
  ])('for S3 are rejected without an endpoint: %s', (name, value) => {
    for (const endpoint of [{}, { AIAS_S3_ENDPOINT: ' ' }]) {
      const refused = () => parseConfig({ ...endpoint, [name]: value });
      expect(refused).toThrow(new RegExp(`^AIAS_S3_ENDPOINT is not set, but ${name} requires it\\.[^\n]+$`));
      expect(refused).not.toThrow(/S3cret/);
    }
    expect(() => parseConfig({ [name]: value, AIAS_S3_BUCKET: 'aias', AIAS_S3_REGION: 'eu' })).toThrow(/require it\./);
    expect(parseConfig({ [name]: '' }).s3).toBeNull();
  });

  test('for files and folders may start with the home folder', () => {
    const config = parseConfig({
      AIAS_DATA_DIR: '~/data/aias',
      AIAS_DATABASE_URL: 'postgres://db/aias',
      AIAS_DATABASE_CA_FILE: '~/pg.pem',
      AIAS_S3_ENDPOINT: 'http://s3:9000',
      AIAS_S3_ACCESS_KEY: 'a',
      AIAS_S3_SECRET_KEY: 'b',
      AIAS_S3_CA_FILE: '~/s3.pem',
      AIAS_SANDBOX_READABLE: '~/lib, /opt/lib',
    });
    expect(config.dataDir).toBe(join(homedir(), 'data/aias'));
    expect(config.databaseUrl).toContain(encodeURIComponent(join(homedir(), 'pg.pem')));
    expect(config.s3?.caFile).toBe(join(homedir(), 's3.pem'));
    expect(config.sandbox.readable).toEqual([join(homedir(), 'lib'), '/opt/lib']);
    expect(parseConfig({ AIAS_DATA_DIR: '~' }).dataDir).toBe(homedir());
    expect(parseConfig({ AIAS_DATA_DIR: './~/data' }).dataDir).toBe('./~/data');
    expect(parseConfig({}).sandbox.readable).toEqual([]);
  });

  test.each(['AIAS_DATA_DIR', 'AIAS_DATABASE_CA_FILE', 'AIAS_S3_CA_FILE', 'AIAS_SANDBOX_READABLE'])(
    '%s rejects the home folder of another user',
    (name) => {
      expect(() => parseConfig({ [name]: '~ada/file' })).toThrow(
        new RegExp(`^${name}=~ada/file is not valid: only "~/" is expanded[^\\n]+$`),
      );
    },
  );

  test.each([
    ['https://aias.example.com', 'https://aias.example.com'],
    ['HTTPS://Aias.example.com./', 'https://aias.example.com'],
    ['http://aias.example.com.:8080', 'http://aias.example.com:8080'],
    ['http://[::1]:4000/', 'http://[::1]:4000'],
  ])('normalizes the public URL %s', (given, taken) => {
    expect(parseConfig({ AIAS_PUBLIC_URL: given }).publicUrl).toBe(taken);
  });

  test('normalizes origins as browsers send them', () => {
    const { allowedOrigins } = parseConfig({ AIAS_ALLOWED_ORIGINS: 'HTTP://A.example/, https://b.example:8443' });
    expect(allowedOrigins).toEqual(['http://a.example', 'https://b.example:8443']);
  });

  test('that are blank count as unset', () => {
    expect(parseConfig({ AIAS_PORT: ' ', AIAS_TRUSTED_PROXIES: '\t' })).toMatchObject({ port: 4000, proxies: 0 });
  });

  test('that are empty count as unset', () => {
    expect(parseConfig({ AIAS_S3_ENDPOINT: '', AIAS_DATABASE_URL: '' })).toMatchObject({
      s3: null,
      databaseUrl: undefined,
    });
  });

  test('are all described, with the same table in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    for (const { name, default: fallback, description } of describeConfig()) {
      expect(description.length).toBeGreaterThan(10);
      expect(readme).toContain(`| \`${name}\` | ${fallback ? `\`${fallback}\`` : ''} | ${description} |`);
    }
  });
});
