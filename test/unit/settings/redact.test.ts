import { expect, test } from 'vitest';
import { redact } from '../../../src/redact.ts';

const secret = 'S3cr#t/p@w?d';
const encoded = encodeURIComponent(secret);

test.each([
  ['a URL', `cannot reach postgres://ada:${encoded}@db:5432/aias`],
  ['a URL whose password is not encoded', `connect postgres://ada:${secret}@db.example.org:5432/aias failed`],
  ['a URL without a user', `redis://:${secret}@cache:6379`],
  ['a parameter of a URL', `jdbc:postgresql://db/aias?user=ada&password=${encoded}&ssl=true`],
  ['a keyword DSN', `host=db user=ada password='${secret}' dbname=aias`],
  ['a keyword DSN without quotes', `host=db password=${encodeURIComponent('S3cr#t')} dbname=aias`],
  ['JSON', JSON.stringify({ user: 'ada', password: secret })],
  ['JSON within JSON, as in a log', JSON.stringify({ msg: JSON.stringify({ password: secret }) })],
  ['a variable', `AIAS_S3_SECRET_KEY=${encoded}`],
  ['a header', 'Authorization: Bearer S3cr9tS3cr9t'],
  ['a signed request', 'GET /aias?X-Amz-Signature=S3cr9t&x=1'],
  ['a temporary key', 'x-amz-security-token: S3cr9t'],
])('removes the secret from %s', (_, text) => {
  const left = redact(text);
  expect(left).not.toMatch(/S3cr|p@w/);
  expect(left).toContain('[redacted]');
});

test('removes known secrets anywhere and in every encoding', () => {
  const text = `tried ${secret}, then ${encoded}, then ${JSON.stringify(`${secret}"`)}`;
  expect(redact(text, [secret])).toBe('tried [redacted], then [redacted], then "[redacted]\\""');
});

test('leaves text without secrets unchanged', () => {
  for (const text of [
    'AIAS_DATABASE_URL: the password of the role "ada" is wrong.',
    'postgres://ada@db:5432/aias and http://127.0.0.1:4000/graphql',
    'a secret is needed, and a token',
  ]) {
    expect(redact(text, ['ada'])).toBe(text);
  }
});
