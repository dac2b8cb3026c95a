import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { readPostgresParameters } from '../../../src/config/postgres-parameters.ts';
import { parsePostgresUrl } from '../../../src/config/postgres-url.ts';

describe('a Postgres URL', () => {
  test.each([
    [
      'postgres://ada:p%40ss@db/aias',
      { hosts: [{ host: 'db', port: 5432 }], user: 'ada', password: 'p@ss', database: 'aias' },
    ],
    ['postgresql://ada:a@b@db:6432/aias', { hosts: [{ host: 'db', port: 6432 }], password: 'a@b' }],
    ['postgres://ada:a#b@db/aias', { password: 'a#b', database: 'aias' }],
    ['postgres://[::1]:6432/aias', { hosts: [{ host: '::1', port: 6432 }] }],
    ['postgres://[fe80::1%25eth0]/aias', { hosts: [{ host: 'fe80::1%eth0', port: 5432 }] }],
    [
      'postgres://a:1,[::1],c:3/aias',
      {
        hosts: [
          { host: 'a', port: 1 },
          { host: '::1', port: 5432 },
          { host: 'c', port: 3 },
        ],
      },
    ],
    ['postgres:///aias?host=/run/postgresql', { hosts: [{ host: '/run/postgresql', port: 5432 }] }],
    ['postgres://%2Frun%2Fpostgresql:5433/aias', { hosts: [{ host: '/run/postgresql', port: 5433 }] }],
    [
      'postgres://?host=a,b&port=1,2&user=ada&dbname=x',
      {
        hosts: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
        user: 'ada',
        database: 'x',
      },
    ],
    ['postgres://', { hosts: [], user: undefined, password: undefined, database: undefined }],
  ])('%s is parsed as by libpq', (url, wanted) => {
    expect(parsePostgresUrl(url)).toMatchObject(wanted);
  });

  test.each([
    ['postgres://aias:S3cr#t/pw@db.example.org:5432/aias', /%2F/],
    ['postgres://aias:S3cr?t@db.example.org/aias', /%3F/],
    ['postgres://aias:S3cr%t@db.example.org/aias', /%25/],
    ['postgres://aias:S3cr:t@pw@[::1/aias', /host|%2F/],
    ['jdbc:postgresql://db.example.org/aias?user=aias&password=S3cret', /begins with "jdbc:postgresql/],
    ['postgresql+asyncpg://aias:S3cret@db/aias', /begins with "postgresql\+asyncpg/],
    ['host=db password=S3cret dbname=aias', /list of keywords/],
    ['S3cret', /is not a URL/],
    ['postgres://aias:S3cret@db:port/aias', /port/],
    ['postgres://aias:S3cret@db/aias?sslmode=strict', /sslmode=.*verify-full/],
    ['postgres://aias:S3cret@db/aias?hostaddr=10.0.0.1', /hostaddr=/],
    ['postgres://aias:S3cret@db/aias?connection_limit=1', /connection_limit=/],
    ['postgres://aias:S3cret@db/aias?schema=tenant', /a schema other than public/],
    ['postgres://aias:S3cret@db/aias?options=-csearch_path%3Dtenant', /a schema other than public/],
    ['postgres://aias:S3cret@db/aias?channel_binding=require', /sslmode=require/],
    ['postgres://aias:S3cret@db/aias?sslrootcert=system&sslmode=require', /verify-full/],
    ['postgres://aias:S3cret@db/aias?;drop', /name=value/],
  ])('%s is rejected in one line without its password', (url, reason) => {
    let message = '';
    try {
      parseConfig({ AIAS_DATABASE_URL: url });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(reason);
    expect(message).toMatch(/^AIAS_DATABASE_URL[^\n]+$/);
    expect(message).not.toMatch(/S3cr|pw@/);
  });

  test.each([
    ['', 'prefer'],
    ['sslmode=require&sslrootcert=/ca.pem', 'verify-ca'],
    ['sslrootcert=system', 'verify-full'],
    ['ssl=true', 'require'],
    ['ssl=false', 'disable'],
  ])('with ?%s uses the mode %s', (query, mode) => {
    expect(readPostgresParameters(parsePostgresUrl(`postgres://db/aias?${query}`).parameters).tls.mode).toBe(mode);
  });
});

describe('AIAS_DATABASE_CA_FILE', () => {
  const urlOf = (url: string) =>
    parseConfig({ AIAS_DATABASE_URL: url, AIAS_DATABASE_CA_FILE: '/etc/my ca.pem' }).databaseUrl;
  test('implies verify-full unless the URL says otherwise', () => {
    expect(urlOf('postgres://db/aias')).toBe('postgres://db/aias?sslrootcert=%2Fetc%2Fmy%20ca.pem&sslmode=verify-full');
    expect(urlOf('postgres://db/aias?sslmode=verify-ca')).toBe(
      'postgres://db/aias?sslmode=verify-ca&sslrootcert=%2Fetc%2Fmy%20ca.pem',
    );
    expect(urlOf('postgres://db/aias?sslrootcert=/own.pem')).toBe('postgres://db/aias?sslrootcert=/own.pem');
  });
});
