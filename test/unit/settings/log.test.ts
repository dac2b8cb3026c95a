/** Query parameters are never logged, because they contain user-provided texts and password hashes. */
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { loggedError } from '../../../src/log.ts';

const hash = '$argon2id$v=19$m=19456$hash';

test.each([
  ['directly', (failed: Error) => failed],
  ['as a cause', (failed: Error) => new Error('Registering failed.', { cause: failed })],
])('the error of a query, %s, is logged without its parameters', (_, wrap) => {
  const failed = new DrizzleQueryError('insert into users values ($1)', [hash], new Error('is read-only'));
  const logged = JSON.stringify(loggedError(wrap(failed)));
  expect(logged).not.toContain(hash);
  expect(logged).toContain('insert into users values ($1)');
  expect(logged).toContain('is read-only');
  expect(logged).toContain('log.test.ts'); // the stack
});

test('logs a value that is not an error unchanged', () => {
  expect(loggedError('text')).toBe('text');
});
