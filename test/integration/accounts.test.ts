/** Accounts on a real Postgres: names are unique whatever happens at once, secrets are not in the tables, roles decide. */
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

test('twenty registrations of one name at once make one user', async () => {
  const names = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'Popular' : 'popular'));
  const results = await Promise.allSettled(names.map((username) => accounts.register({ username, password }, null)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'UsernameTaken' });
  }
  const [count] = await database.sql`select count(*)::int as organizations from organizations`;
  expect(count?.organizations).toBe(1);
});

test('a session is found by its secret alone, which no table holds', async () => {
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

test('a session that expired is none', async () => {
  const { token } = await accounts.register({ username: 'grace', password }, null);
  await database.sql`update sessions set expires_at = now() - interval '1 minute'`;
  expect(await accounts.authenticate(token)).toBeNull();
});

test('guessing is slowed down, for the one who guesses', async () => {
  await accounts.register({ username: 'victim', password }, null);
  const guess = (address: string) => accounts.login({ username: 'victim', password: 'wrong password' }, address);
  for (let tries = 0; tries < 10; tries++)
    await expect(guess('1.1.1.1')).rejects.toMatchObject({ code: 'InvalidCredentials' });
  await expect(guess('1.1.1.1')).rejects.toMatchObject({ code: 'RateLimited', retryAfter: expect.any(Number) });
  await expect(guess('2.2.2.2')).rejects.toMatchObject({ code: 'InvalidCredentials' });
  expect((await accounts.login({ username: 'VICTIM', password }, '2.2.2.2')).user.username).toBe('victim');
});

test('a rate limit gives tries back with time', () => {
  let now = 0;
  const limit = createRateLimit({ capacity: 2, refillSeconds: 10, now: () => now });
  limit.take('a');
  limit.take('a');
  expect(() => limit.take('a')).toThrow(expect.objectContaining({ retryAfter: 10 }));
  limit.take('b');
  now = 10_000;
  limit.take('a');
  expect(() => limit.take('a')).toThrow();
  limit.reset('a');
  limit.take('a');
});

test('a rate limit does not depend on the time of day, which can be set back', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 3_600_000 });
  try {
    const limit = createRateLimit({ capacity: 2, refillSeconds: 10 });
    limit.take('a');
    vi.setSystemTime(0);
    limit.take('a');
    expect(() => limit.take('a')).toThrow(expect.objectContaining({ retryAfter: 10 }));
  } finally {
    vi.useRealTimers();
  }
});

describe('access', () => {
  const roles: Role[] = ['VIEWER', 'MEMBER', 'ADMIN', 'OWNER'];
  const actions: Action[] = ['read', 'write', 'launch', 'administer', 'appoint'];
  const viewer = (role: Role): Viewer => ({
    userId: 'u',
    username: 'u',
    personalOrganizationId: 'own',
    roles: new Map([['org', role]]),
  });

  test('is what the table says', () => {
    const table = roles.map((role) => {
      const allowed = actions.filter((action) => {
        try {
          return authorize(viewer(role), action, 'org');
        } catch (error) {
          expect(error).toMatchObject({ code: 'Forbidden' });
          return false;
        }
      });
      return `${role}: ${allowed.join(' ')}`;
    });
    expect(table).toEqual([
      'VIEWER: read',
      'MEMBER: read write launch',
      'ADMIN: read write launch administer',
      'OWNER: read write launch administer appoint',
    ]);
  });

  test('to what one is no member of is not even denied', () => {
    expect(() => authorize(viewer('OWNER'), 'read', 'other')).toThrow(expect.objectContaining({ code: 'NotFound' }));
    expect(() => authorize(null, 'read', 'org')).toThrow(expect.objectContaining({ code: 'Unauthenticated' }));
    expect(readableOrganizationIds(viewer('VIEWER'), null)).toEqual(['org']);
    expect(() => readableOrganizationIds(viewer('VIEWER'), 'other')).toThrow(
      expect.objectContaining({ code: 'NotFound' }),
    );
  });
});
