/** Accounts on a real Postgres: concurrent registrations, stored secrets, and permissions by role. */
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type Action, authorize, type Role, readableOrganizationIds, type Viewer } from '../../src/accounts/access.ts';
import { createAccountRepository } from '../../src/accounts/account-repository.ts';
import { type AccountService, createAccountService } from '../../src/accounts/account-service.ts';
import { createSessionService } from '../../src/accounts/sessions.ts';
import { createRateLimit } from '../../src/rate-limit.ts';
import { createTestDatabase } from '../support/database.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let accounts: AccountService;
const password = 'correct horse battery';

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  const { db } = database;
  accounts = createAccountService({
    repository: createAccountRepository({ db }),
    sessions: createSessionService({ db, days: 30 }),
  });
});
afterAll(() => database.drop());

test('creates one user for twenty concurrent registrations of the same name', async () => {
  const names = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'Popular' : 'popular'));
  const results = await Promise.allSettled(names.map((username) => accounts.register({ username, password }, null)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'USERNAME_TAKEN' });
  }
  const [count] = await database.sql`select count(*)::int as organizations from organizations`;
  expect(count?.organizations).toBe(1);
});

test('authenticates by session secret, of which only the hash is stored', async () => {
  const { token, user } = await accounts.register({ username: 'ada', password }, null);
  const session = await accounts.authenticate(token);
  expect(session?.viewer).toMatchObject({ userId: user.id, username: 'ada' });
  expect(session?.sessionId).toMatch(/^[0-9a-f]{64}$/);
  expect([...(session?.viewer.roles.values() ?? [])]).toEqual(['OWNER']);
  const [stored] = await database.sql`select id from sessions where user_id = ${user.id}`;
  expect(stored?.id).toBe(session?.sessionId);
  expect(await accounts.authenticate(stored?.id ?? '')).toBeNull();
  expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await accounts.logout(token)).toBe(true);
  expect(await accounts.authenticate(token)).toBeNull();
  expect(await accounts.logout(token)).toBe(false);
});

test('rejects an expired session', async () => {
  const { token } = await accounts.register({ username: 'grace', password }, null);
  await database.sql`update sessions set expires_at = now() - interval '1 minute'`;
  expect(await accounts.authenticate(token)).toBeNull();
});

test('rate-limits failed sign-ins per address and username', async () => {
  await accounts.register({ username: 'victim', password }, null);
  const guess = (address: string) => accounts.login({ username: 'victim', password: 'wrong password' }, address);
  for (let tries = 0; tries < 10; tries++)
    await expect(guess('1.1.1.1')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  await expect(guess('1.1.1.1')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  await expect(guess('2.2.2.2')).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  expect((await accounts.login({ username: 'VICTIM', password }, '2.2.2.2')).user.username).toBe('victim');
});

test('a rate limit refills over time', () => {
  let now = 0;
  const limit = createRateLimit({ capacity: 2, refillSeconds: 10, now: () => now });
  limit.consume('a');
  limit.consume('a');
  expect(() => limit.consume('a')).toThrow(expect.objectContaining({ retryAfter: 10 }));
  limit.consume('b');
  now = 10_000;
  limit.consume('a');
  expect(() => limit.consume('a')).toThrow();
  limit.reset('a');
  limit.consume('a');
});

test('a rate limit does not depend on the system clock, which can be set back', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 3_600_000 });
  try {
    const limit = createRateLimit({ capacity: 2, refillSeconds: 10 });
    limit.consume('a');
    vi.setSystemTime(0);
    limit.consume('a');
    expect(() => limit.consume('a')).toThrow(expect.objectContaining({ retryAfter: 10 }));
  } finally {
    vi.useRealTimers();
  }
});

describe('access', () => {
  const roles: Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];
  const actions: Action[] = ['read', 'write', 'launch', 'manageMembers', 'manageOwners'];
  const viewer = (role: Role): Viewer => ({
    userId: 'u',
    username: 'u',
    personalOrganizationId: 'own',
    roles: new Map([['org', role]]),
  });

  test('follows the permission table', () => {
    const table = roles.map((role) => {
      const allowed = actions.filter((action) => {
        try {
          return authorize(viewer(role), action, 'org');
        } catch (error) {
          expect(error).toMatchObject({ code: 'FORBIDDEN' });
          return false;
        }
      });
      return `${role}: ${allowed.join(' ')}`;
    });
    expect(table).toEqual([
      'VIEWER: read',
      'MEMBER: read write launch',
      'ADMIN: read write launch manageMembers',
      'OWNER: read write launch manageMembers manageOwners',
    ]);
  });

  test('answers NotFound, not Forbidden, to non-members', () => {
    expect(() => authorize(viewer('OWNER'), 'read', 'other')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => authorize(null, 'read', 'org')).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
    expect(readableOrganizationIds(viewer('VIEWER'), null)).toEqual(['org']);
    expect(() => readableOrganizationIds(viewer('VIEWER'), 'other')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});
