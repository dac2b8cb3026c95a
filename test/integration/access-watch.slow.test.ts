/** The end of access is noticed by every gateway: at once by a hint, and by itself where a hint is lost. */
import { once } from 'node:events';
import { pino } from 'pino';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { accessChannel } from '../../src/accounts/access-hint.ts';
import { createAccountRepository } from '../../src/accounts/account-repository.ts';
import { type AccountService, createAccountService } from '../../src/accounts/account-service.ts';
import { createMembershipService, type MembershipService } from '../../src/accounts/membership-service.ts';
import { createSessionService } from '../../src/accounts/sessions.ts';
import { createDatabase, type DatabaseClient } from '../../src/database/client.ts';
import { type AccessLook, createAccessWatch, type RevocationReason } from '../../src/live/access-watch.ts';
import { createTestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

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

/** A gateway's watch with a database client of its own. `looks` are the sessions that each look asked for. */
async function startGateway({ around = (look) => look }: { around?: (look: AccessLook) => AccessLook } = {}) {
  const client = createDatabase(database.url);
  const looks: (readonly string[])[] = [];
  const warnings: string[] = [];
  const look = around(accountsOf(client).accounts.readableBySession);
  const watch = await createAccessWatch({
    hints: client.hints,
    log: pino({ level: 'warn' }, { write: (line) => void warnings.push(line) }),
    look(sessionIds) {
      looks.push(sessionIds);
      return look(sessionIds);
    },
  });
  leave.push(async () => {
    await watch.close();
    await client.close();
  });
  return { watch, looks, warnings };
}

type Gateway = Awaited<ReturnType<typeof startGateway>>;

let people = 0;
async function signUp() {
  const { token, user } = await accounts.register({ username: `person-${++people}`, password }, null);
  return { token, user, ...(await signedIn(token)) };
}

async function signedIn(token: string) {
  const session = await accounts.authenticate(token);
  if (!session) throw new Error('Nobody is signed in.');
  return session;
}

type Watched = Pick<Awaited<ReturnType<typeof signedIn>>, 'sessionId' | 'viewer'>;

/** Watches as a socket would; what it is told is in the list that this returns. */
function follow({ watch }: Gateway, { sessionId, viewer }: Watched): RevocationReason[] {
  const told: RevocationReason[] = [];
  watch.watch({ sessionId, userId: viewer.userId, organizationIds: [...viewer.roles.keys()] }, (why) => told.push(why));
  return told;
}

const untilTold = (told: RevocationReason[]) => until('the end of access to be told', async () => told[0]);

/** Resolves when a look for the session that began after this call is over. `hint` asks for one, in place of the next round. */
async function untilLooked({ looks }: Gateway, { sessionId, viewer }: Watched, { hint = true } = {}): Promise<void> {
  const before = looks.length;
  // One look at a time: when the second begins, the first has been judged.
  await until('two looks', async () => {
    if (hint) await database.sql`select pg_notify(${accessChannel}, ${viewer.userId})`;
    return looks.slice(before).filter((ids) => ids.includes(sessionId)).length >= 2;
  });
}

test('a logout is told on every gateway, at once and to nobody else', async () => {
  const [first, second] = [await startGateway(), await startGateway()];
  const [ada, eve] = [await signUp(), await signUp()];
  const again = await accounts.login({ username: ada.user.username, password }, null);
  const told = [follow(first, ada), follow(second, ada)];
  const others = [follow(first, eve), follow(second, eve), follow(first, await signedIn(again.token))];
  expect(await accounts.logout(ada.token)).toBe(true);
  for (const reasons of told) expect(await untilTold(reasons)).toBe('SESSION_ENDED');
  // A look for the sessions of that user alone can only come of a hint.
  const byHint = ({ looks }: Gateway) =>
    looks.some((ids) => ids.includes(ada.sessionId) && !ids.includes(eve.sessionId));
  expect([first, second].map(byHint)).toEqual([true, true]);
  for (const gateway of [first, second]) await untilLooked(gateway, eve);
  expect(told).toEqual([['SESSION_ENDED'], ['SESSION_ENDED']]);
  expect(others).toEqual([[], [], []]);
});

test('a revoked session is told', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const told = follow(gateway, ada);
  await accounts.revokeSession(ada.viewer, ada.sessionId);
  expect(await untilTold(told)).toBe('SESSION_ENDED');
});

test('the loss of an organisation is told; to gain one, or another role, is not', async () => {
  const gateway = await startGateway();
  const [owner, guest] = [await signUp(), await signUp()];
  const shared = await memberships.createOrganization(owner.viewer, { name: 'shared' });
  const organizationId = shared.organization.id;
  const unaware = follow(gateway, guest);
  const add = { organizationId, username: guest.user.username, role: 'ADMIN' as const };
  await memberships.addMember(shared.viewer, add);
  const aware = follow(gateway, await signedIn(guest.token));
  await memberships.setMemberRole(shared.viewer, { organizationId, userId: guest.user.id, role: 'VIEWER' });
  await untilLooked(gateway, guest);
  expect([unaware, aware]).toEqual([[], []]);
  await memberships.removeMember(shared.viewer, { organizationId, userId: guest.user.id });
  expect(await untilTold(aware)).toBe('ACCESS_CHANGED');
  // Who began to watch before the organisation was shared has lost nothing.
  await untilLooked(gateway, guest);
  expect([unaware, aware]).toEqual([[], ['ACCESS_CHANGED']]);
});

test('what no hint speaks of is found: expiry, and tables edited by hand', async () => {
  const gateway = await startGateway();
  const [expired, deleted, removed, untouched] = [await signUp(), await signUp(), await signUp(), await signUp()];
  const told = [expired, deleted, removed, untouched].map((person) => follow(gateway, person));
  const { sql } = database;
  await sql`update sessions set expires_at = now() where id = ${expired.sessionId}`;
  await sql`delete from sessions where id = ${deleted.sessionId}`;
  await sql`delete from memberships where user_id = ${removed.user.id}`;
  await until('three to be told', async () => told.filter((reasons) => reasons.length > 0).length === 3);
  await untilLooked(gateway, untouched);
  expect(told).toEqual([['SESSION_ENDED'], ['SESSION_ENDED'], ['ACCESS_CHANGED'], []]);
});

test('a killed LISTEN connection hides nothing, and is opened again', async () => {
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
  expect(await untilTold(first)).toBe('SESSION_ENDED');
  await until('it to listen again', async () => (await listeners()).some((pid) => !killed.includes(pid)));
  await accounts.logout(eve.token);
  expect(await untilTold(second)).toBe('SESSION_ENDED');
  expect(gateway.looks).toContainEqual([eve.sessionId]); // by a hint
});

test('a database that is away ends nothing, is warned of once, and what ended is told when it is back', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const told = follow(gateway, ada);
  await untilLooked(gateway, ada);
  const name = new URL(database.url).pathname.slice(1);
  const admin = postgres(inject('postgresUrl'), { max: 1 });
  await admin`alter database ${admin(name)} allow_connections false`;
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  await untilLooked(gateway, ada, { hint: false });
  expect([told, gateway.warnings.length]).toEqual([[], 1]);
  await admin`alter database ${admin(name)} allow_connections true`;
  await admin.end();
  await until('the database to be back', () => accounts.logout(ada.token).catch(() => false));
  expect(await untilTold(told)).toBe('SESSION_ENDED');
  expect(gateway.warnings).toHaveLength(1);
});

test('thousands of watchers of one session cost one entry, and all are told', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const told = Array.from({ length: 5000 }, () => follow(gateway, ada));
  await untilLooked(gateway, ada);
  expect(new Set(gateway.looks.map(({ length }) => length))).toEqual(new Set([1]));
  await accounts.logout(ada.token);
  await untilTold(told.at(-1) ?? []);
  expect(told.every((reasons) => reasons.length === 1)).toBe(true);
});

test('many sessions are asked for together, a thousand at a time', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  const rows = await database.sql<{ id: string }[]>`
    insert into sessions (id, user_id, expires_at)
    select 'made-' || n, ${ada.user.id}, now() + interval '1 day' from generate_series(1, 2500) n returning id`;
  const told = rows.map(({ id: sessionId }) => follow(gateway, { ...ada, sessionId }));
  await database.sql`delete from sessions where user_id = ${ada.user.id}`;
  await until('all to be told', async () => told.every(([why]) => why === 'SESSION_ENDED'));
  expect(gateway.looks.slice(-3).map(({ length }) => length)).toEqual([1000, 1000, 500]);
});

test('who stopped watching is told nothing, and is not asked for', async () => {
  const gateway = await startGateway();
  const [ada, eve] = [await signUp(), await signUp()];
  const told: RevocationReason[] = [];
  const watched = { sessionId: ada.sessionId, userId: ada.user.id, organizationIds: [] };
  const stop = gateway.watch.watch(watched, (why) => told.push(why));
  stop();
  stop();
  follow(gateway, eve);
  await accounts.logout(ada.token);
  await untilLooked(gateway, eve);
  expect([told, gateway.looks.flat().filter((id) => id === ada.sessionId)]).toEqual([[], []]);
});

test('to be watched prolongs no session', async () => {
  const gateway = await startGateway();
  const ada = await signUp();
  // More than half of its life is over: to use it would prolong it.
  await database.sql`update sessions set expires_at = now() + interval '2 days' where id = ${ada.sessionId}`;
  const expiry = async () => (await database.sql`select expires_at from sessions where id = ${ada.sessionId}`)[0];
  const before = await expiry();
  const told = follow(gateway, ada);
  await untilLooked(gateway, ada);
  expect([await expiry(), told]).toEqual([before, []]);
});

test('who comes while a look is under way is not judged by what it saw before', async () => {
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
  await until('the first look to be held', async () => held === 1);
  const shared = await memberships.createOrganization(owner.viewer, { name: 'shared' });
  const add = { organizationId: shared.organization.id, username: guest.user.username, role: 'MEMBER' as const };
  await memberships.addMember(shared.viewer, add);
  const late = follow(gateway, await signedIn(guest.token));
  gate.dispatchEvent(new Event('open'));
  await untilLooked(gateway, guest);
  expect([early, late]).toEqual([[], []]);
});
