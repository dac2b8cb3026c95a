/** Passwords typed into a URL without encoding: each is read as it is, or rejected without being printed. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { parsePostgresUrl } from '../../../src/config/postgres-url.ts';
import { secretsOf } from '../../../src/config/secrets.ts';
import { explainDatabaseError } from '../../../src/database/connection-errors.ts';
import { describeFailure } from '../../../src/start-errors.ts';

/** Each part is a word that occurs nowhere else. */
const passwords = [
  'geheim@Kw0rt/xyzzy',
  'geheim/Kw0rt@xyzzy',
  'geheim@Kw0rt?xyzzy=plugh',
  'geheim@Kw0rt?sslmode=xyzzy',
  'geheim#Kw0rt@xyzzy',
  'geheim@Kw0rt#xyzzy/',
  'geheim:Kw0rt@xyzzy:plugh',
  'geheim%Kw0rt@xyzzy',
  '[geheim]@[Kw0rt]/xyzzy',
  'geheim@Kw0rt,xyzzy/plugh',
  'geheim Kw0rt@ xyzzy/',
  `"geheim'@Kw0rt"/'xyzzy`,
  'geheim:5432/@Kw0rt:6379/0@xyzzy',
  'geheim://Kw0rt@xyzzy',
  'geheim?Kw0rt',
  'geheim<Kw0rt>@xyzzy',
];
const part = /geheim|Kw0rt|xyzzy|plugh/;

/** Returns the message of a rejection, or null when the settings are valid. */
function refusalOf(settings: Record<string, string>): string | null {
  try {
    parseConfig(settings);
    return null;
  } catch (error) {
    return describeFailure(error).text;
  }
}

describe.each(passwords)('the password %s', (password) => {
  test('in AIAS_DATABASE_URL is not printed', () => {
    const url = `postgres://ada:${password}@db.example:5432/aias`;
    const refusal = refusalOf({ AIAS_DATABASE_URL: url });
    if (refusal !== null) {
      expect(refusal).toMatch(/^AIAS_DATABASE_URL has [^\n]*%2[0-9A-F][^\n]*$/);
      return expect(refusal).not.toMatch(part);
    }
    expect(parsePostgresUrl(url)).toMatchObject({ password, hosts: [{ host: 'db.example', port: 5432 }] });
    for (const code of ['ENOTFOUND', 'ECONNREFUSED', '28P01', '3D000']) {
      const error = Object.assign(new Error('It failed.'), { code });
      expect(explainDatabaseError(error, url)?.message).not.toMatch(part);
    }
  });

  test('in AIAS_REDIS_URL is not printed', () => {
    const url = `redis://ada:${password}@cache.example:6379/0`;
    const refusal = refusalOf({ AIAS_REDIS_URL: url });
    if (refusal !== null) {
      expect(refusal).toMatch(/^AIAS_REDIS_URL has [^\n]*%2[0-9A-F][^\n]*$/);
      return expect(refusal).not.toMatch(part);
    }
    expect(new URL(url).host).toBe('cache.example:6379');
    expect(secretsOf(parseConfig({ AIAS_REDIS_URL: url }))).toContain(password);
  });

  test('in any other URL is not printed', () => {
    for (const name of ['AIAS_S3_ENDPOINT', 'AIAS_PUBLIC_URL']) {
      const refusal = refusalOf({ [name]: `https://ada:${password}@s3.example:9000` });
      expect(refusal).toMatch(name);
      expect(refusal).not.toMatch(part);
    }
  });

  test('in a URL without a scheme is not printed', () => {
    for (const name of ['AIAS_DATABASE_URL', 'AIAS_REDIS_URL']) {
      const refusal = refusalOf({ [name]: `ada:${password}@db.example:5432/aias` });
      expect(refusal).toMatch(name);
      expect(refusal).not.toMatch(part);
    }
  });
});

test('accepts a percent-encoded password', () => {
  for (const password of passwords) {
    const encoded = encodeURIComponent(password);
    const config = parseConfig({
      AIAS_DATABASE_URL: `postgres://ada:${encoded}@db.example/aias`,
      AIAS_REDIS_URL: `rediss://ada:${encoded}@cache.example`,
    });
    expect(secretsOf(config)).toEqual([password, password]);
  }
});

test('a wrong AIAS_REDIS_URL is rejected with the correct form', () => {
  for (const url of ['http://cache:6379', 'redis://ada:S3cret', 'cache:6379']) {
    const refusal = refusalOf({ AIAS_REDIS_URL: url });
    expect(refusal).toMatch(/^AIAS_REDIS_URL is not a Redis URL\. .*redis:\/\/<user>:<password>@<host>:<port>/);
    expect(refusal).not.toMatch(/redacted|S3cret/);
  }
  expect(refusalOf({ AIAS_REDIS_URL: 'redis://cache/jobs' })).toMatch(/database number/);
});
