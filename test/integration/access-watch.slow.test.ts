/** Every gateway notices the end of access: immediately by a hint, and by polling when a hint is lost. */
import { once } from 'node:events';
import { pino } from 'pino';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { accessChannel } from '../../src/accounts/access-hint.ts';
import { createAccountRepository } from '../../src/accounts/account-repository.ts';
import { type AccountService, createAccountService } from '../../src/accounts/account-service.ts';
import { createMembershipService, type MembershipService } from '../../src/accounts/membership-service.ts';
import { createSessionService } from '../../src/accounts/sessions.ts';
import { createDatabase, type DatabaseClient } from '../../src/database/create-database.ts';
import { type AccessQuery, createAccessWatch, type RevocationReason } from '../../src/live/access-watch.ts';
import { createTestDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let accounts: AccountService;
let memberships: MembershipService;
const leave: (() => Promise<void>)[] = [];
const password = 'correct horse battery';

function accountsOf({ db }: DatabaseClient) {
  const repository = createAccountRepository({ db });
  const sessions = createSessionService({ db, days: 30 });
  return {
    accounts: createAccountService({ repository, sessions }),
    memberships: createMembershipService({ repository }),
  };
}

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  ({ accounts, memberships } = accountsOf(database));
});
afterEach(async () => {
  for (const close of leave.splice(0)) await close();
});
afterAll(() => database.drop());

/** Starts a gateway's watch with its own database client. `queries` lists the sessions of each query. */
async function startGateway({ around = (look) => look }: { around?: (look: AccessQuery) => AccessQuery } = {}) {
  const client = createDatabase(database.url);
  const queries: (readonly string[])[] = [];
  const warnings: string[] = [];
  const look = around(accountsOf(client).accounts.readableBySession);
  const watch = await createAccessWatch({
    hints: client.hints,
    log: pino({ level: 'warn' }, { write: (line) => void warnings.push(line) }),
    queryAccess(sessionIds) {
      queries.push(sessionIds);
      return look(sessionIds);
    },
  });
  leave.push(async () => {
    await watch.close();
    await client.close();
  });
  return { watch, queries, warnings };
}

type Gateway = Awaited<ReturnType<typeof startGateway>>;

let people = 0;
async function signUp() {
  const { token, user } = await accounts.register({ username: `person-${++people}`, password }, null);
  return { token, user, ...(await signedIn(token)) };
}

async function signedIn(token: string) {
  const session = await accounts.authenticate(token);
  if (!session) throw new Error('Not signed in.');
  return session;
}

type Watched = Pick<Awaited<ReturnType<typeof signedIn>>, 'sessionId' | 'viewer'>;

/** Watches like a socket; returns a list that receives the reasons of revocation. */
function follow({ watch }: Gateway, { sessionId, viewer }: Watched): RevocationReason[] {
  const revocations: RevocationReason[] = [];
  watch.watch({ sessionId, userId: viewer.userId, organizationIds: [...viewer.roles.keys()] }, (why) =>
    revocations.push(why),
  );
  return revocations;
}

const waitForRevocation = (revocations: RevocationReason[]) => waitFor('a revocation', async () => revocations[0]);

/**
 * Resolves when a query of the session that began after this call has ended. `hint` triggers a query instead of waiting for
 * the next poll.
 */
async function waitForQueries(
  { queries }: Gateway,
  { sessionId, viewer }: Watched,
  { hint = true } = {},
): Promise<void> {
  const before = queries.length;
  // Queries run one at a time: when the second begins, the first one's result has been processed.
  await waitFor('two queries', async () => {
    if (hint) await database.sql`select pg_notify(${accessChannel}, ${viewer.userId})`;
    return queries.slice(before).filter((ids) => ids.includes(sessionId)).length >= 2;
  });
}

test("reports a logout on every gateway, to that session's watchers only", async () => {
  const [first, second] = [await startGateway(), await startGateway()];
  const [ada, eve] = [await signUp(), await signUp()];
  const again = await accounts.login({ username: ada.user.username, password }, null);
  const revocations = [follow(first, ada), follow(second, ada)];
  const others = [follow(first, eve), follow(second, eve), follow(first, await signedIn(again.token))];
  expect(await accounts.logout(ada.token)).toBe(true);
  for (const reasons of revocations) expect(await waitForRevocation(reasons)).toBe('SESSION_ENDED');
  // Only a hint causes a query of that user's sessions alone.
  const byHint = ({ queries }: Gateway) =>
    queries.some((ids) => ids.includes(ada.sessionId) && !ids.includes(eve.sessionId));
  expect([first, second].map(byHint)).toEqual([true, true]);
  for (const gateway of [first, second]) await waitForQueries(gateway, eve);
  expect(revocations).toEqual([['SESSION_ENDED'], ['SESSION_ENDED']]);
  expect(others).toEqual([[], [], []]);
});

test('reports a revoked session', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const revocations = follow(gateway, ada);
  await accounts.revokeSession(ada.viewer, ada.sessionId);
  expect(await waitForRevocation(revocations)).toBe('SESSION_ENDED');
});

test('reports a lost organization, but not a gained one or a role change', async () => {
  const gateway = await startGateway();
  const [owner, guest] = [await signUp(), await signUp()];
  const shared = await memberships.createOrganization(owner.viewer, { name: 'shared' });
  const organizationId = shared.organization.id;
  const unaware = follow(gateway, guest);
  const add = { organizationId, username: guest.user.username, role: 'ADMIN' as const };
  await memberships.addMember(shared.viewer, add);
  const aware = follow(gateway, await signedIn(guest.token));
  await memberships.setMemberRole(shared.viewer, { organizationId, userId: guest.user.id, role: 'VIEWER' });
  await waitForQueries(gateway, guest);
  expect([unaware, aware]).toEqual([[], []]);
  await memberships.removeMember(shared.viewer, { organizationId, userId: guest.user.id });
  expect(await waitForRevocation(aware)).toBe('ACCESS_CHANGED');
  // A watcher from before the organization was shared has lost nothing.
  await waitForQueries(gateway, guest);
  expect([unaware, aware]).toEqual([[], ['ACCESS_CHANGED']]);
});

test('detects expiry and manual edits without a hint', async () => {
  const gateway = await startGateway();
  const [expired, deleted, removed, untouched] = [await signUp(), await signUp(), await signUp(), await signUp()];
  const revocations = [expired, deleted, removed, untouched].map((person) => follow(gateway, person));
  const { sql } = database;
  await sql`update sessions set expires_at = now() where id = ${expired.sessionId}`;
  await sql`delete from sessions where id = ${deleted.sessionId}`;
  await sql`delete from memberships where user_id = ${removed.user.id}`;
  await waitFor('three revocations', async () => revocations.filter((reasons) => reasons.length > 0).length === 3);
  await waitForQueries(gateway, untouched);
  expect(revocations).toEqual([['SESSION_ENDED'], ['SESSION_ENDED'], ['ACCESS_CHANGED'], []]);
});

test('reopens a killed LISTEN connection and misses no revocation', async () => {
  const gateway = await startGateway();
  const [ada, eve, ida] = [await signUp(), await signUp(), await signUp()];
  const [first, second] = [follow(gateway, ada), follow(gateway, eve)];
  follow(gateway, ida);
  const { sql } = database;
  const listeners = async () =>
    (
      await sql<{ pid: number }[]>`
        select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%'`
    ).map(({ pid }) => pid);
  const killed = await listeners();
  expect(killed).toHaveLength(1);
  await sql`select pg_terminate_backend(pid) from unnest(${killed}::int[]) pid`;
  await accounts.logout(ada.token);
  expect(await waitForRevocation(first)).toBe('SESSION_ENDED');
  await waitFor('it to listen again', async () => (await listeners()).some((pid) => !killed.includes(pid)));
  await accounts.logout(eve.token);
  expect(await waitForRevocation(second)).toBe('SESSION_ENDED');
  expect(gateway.queries).toContainEqual([eve.sessionId]); // triggered by a hint
});

test('revokes nothing during a database outage, warns once, and reports revocations afterwards', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const revocations = follow(gateway, ada);
  await waitForQueries(gateway, ada);
  const name = new URL(database.url).pathname.slice(1);
  const admin = postgres(inject('postgresUrl'), { max: 1 });
  await admin`alter database ${admin(name)} allow_connections false`;
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  await waitForQueries(gateway, ada, { hint: false });
  expect([revocations, gateway.warnings.length]).toEqual([[], 1]);
  await admin`alter database ${admin(name)} allow_connections true`;
  await admin.end();
  await waitFor('the database to be back', () => accounts.logout(ada.token).catch(() => false));
  expect(await waitForRevocation(revocations)).toBe('SESSION_ENDED');
  expect(gateway.warnings).toHaveLength(1);
});

test('queries a session once for 5000 watchers and notifies all of them', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const revocations = Array.from({ length: 5000 }, () => follow(gateway, ada));
  await waitForQueries(gateway, ada);
  expect(new Set(gateway.queries.map(({ length }) => length))).toEqual(new Set([1]));
  await accounts.logout(ada.token);
  await waitForRevocation(revocations.at(-1) ?? []);
  expect(revocations.every((reasons) => reasons.length === 1)).toBe(true);
});

test('queries sessions in batches of 1000', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const rows = await database.sql<{ id: string }[]>`
    insert into sessions (id, user_id, expires_at)
    select 'made-' || n, ${ada.user.id}, now() + interval '1 day' from generate_series(1, 2500) n returning id`;
  const revocations = rows.map(({ id: sessionId }) => follow(gateway, { ...ada, sessionId }));
  await database.sql`delete from sessions where user_id = ${ada.user.id}`;
  await waitFor('all revocations', async () => revocations.every(([why]) => why === 'SESSION_ENDED'));
  expect(gateway.queries.slice(-3).map(({ length }) => length)).toEqual([1000, 1000, 500]);
});

test('ignores watchers that have stopped', async () => {
  const gateway = await startGateway();
  const [ada, eve] = [await signUp(), await signUp()];
  const revocations: RevocationReason[] = [];
  const watched = { sessionId: ada.sessionId, userId: ada.user.id, organizationIds: [] };
  const stop = gateway.watch.watch(watched, (why) => revocations.push(why));
  stop();
  stop();
  follow(gateway, eve);
  await accounts.logout(ada.token);
  await waitForQueries(gateway, eve);
  expect([revocations, gateway.queries.flat().filter((id) => id === ada.sessionId)]).toEqual([[], []]);
});

test('watching does not extend a session', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  // More than half of its lifetime is over, so that using the session would extend it.
  await database.sql`update sessions set expires_at = now() + interval '2 days' where id = ${ada.sessionId}`;
  const expiry = async () => (await database.sql`select expires_at from sessions where id = ${ada.sessionId}`)[0];
  const before = await expiry();
  const revocations = follow(gateway, ada);
  await waitForQueries(gateway, ada);
  expect([await expiry(), revocations]).toEqual([before, []]);
});

test('ignores a running check for a watcher that joined after it started', async () => {
  const gate = new EventTarget();
  let held = 0;
  const gateway = await startGateway({
    around: (look) => async (sessionIds) => {
      const seen = await look(sessionIds);
      if (sessionIds.length > 0 && held++ === 0) await once(gate, 'open');
      return seen;
    },
  });
  const [owner, guest] = [await signUp(), await signUp()];
  const early = follow(gateway, guest);
  await waitFor('the first query to be held', async () => held === 1);
  const shared = await memberships.createOrganization(owner.viewer, { name: 'shared' });
  const add = { organizationId: shared.organization.id, username: guest.user.username, role: 'MEMBER' as const };
  await memberships.addMember(shared.viewer, add);
  const late = follow(gateway, await signedIn(guest.token));
  gate.dispatchEvent(new Event('open'));
  await waitForQueries(gateway, guest);
  expect([early, late]).toEqual([[], []]);
});
