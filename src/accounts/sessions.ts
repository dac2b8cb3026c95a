/**
 * Sessions, implemented with Lucia. Lucia is feature-frozen, so no other file imports it. The client holds the session secret;
 * the database stores only its SHA-256, so a leaked table cannot be used to sign in.
 */
import { createHash } from 'node:crypto';
import { and, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import type { Database } from '../database/client.ts';
import { sessions, users } from '../database/tables/accounts.ts';
import { notifyAccessChange } from './access-hint.ts';

const maxListedSessions = 500;

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseUserAttributes: { username: string };
  }
}

/** A session as stored. `id` is the SHA-256 of its secret and cannot be used to sign in. */
export type StoredSession = typeof sessions.$inferSelect;

export interface Session {
  /** Same as `StoredSession.id`. */
  id: string;
  userId: string;
  expiresAt: Date;
  /** Whether this validation extended the session. If so, a browser's cookie should be set again. */
  fresh: boolean;
}

export type SessionService = ReturnType<typeof createSessionService>;

export function createSessionService({ db, days }: { db: Database; days: number }) {
  const lucia = createLucia(db, days);
  return {
    /** Creates a session and returns its secret token, which cannot be retrieved again. */
    async create(userId: string): Promise<{ token: string; expiresAt: Date }> {
      const { id, expiresAt } = await lucia.createSession(userId, {});
      return { token: id, expiresAt };
    },

    /** Returns null if the token is unknown or expired. Extends a session in use after half of its lifetime. */
    async validate(token: string): Promise<Session | null> {
      const { session } = await lucia.validateSession(token);
      return (
        session && { id: hashToken(token), userId: session.userId, expiresAt: session.expiresAt, fresh: session.fresh }
      );
    },

    deleteExpired: () => lucia.deleteExpiredSessions(),

    async revokeByToken(token: string): Promise<void> {
      await lucia.invalidateSession(token);
    },

    /** Returns up to `maxListedSessions` unexpired sessions of a user, newest first. */
    list(userId: string): Promise<StoredSession[]> {
      return db
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`)))
        .orderBy(desc(sessions.createdAt), desc(sessions.id))
        .limit(maxListedSessions);
    },

    /** Ends a session of a user by its ID and returns it. Returns null if the user has no such session. */
    async revoke(userId: string, id: string): Promise<StoredSession | null> {
      const [ended] = await deleteSessions(db, and(eq(sessions.id, id), eq(sessions.userId, userId)));
      return ended ?? null;
    },
  };
}

function createLucia(db: Database, days: number) {
  return new Lucia(hashingAdapter(db), {
    sessionExpiresIn: new TimeSpan(days, 'd'),
    getUserAttributes: ({ username }) => ({ username }),
  });
}

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');

/** Deletes sessions, notifies the gateways of their users, and returns the deleted sessions. */
function deleteSessions(db: Database, which: SQL | undefined): Promise<StoredSession[]> {
  return db.transaction(async (tx) => {
    const ended = await tx.delete(sessions).where(which).returning();
    for (const userId of new Set(ended.map((session) => session.userId))) await notifyAccessChange(tx, userId);
    return ended;
  });
}

/** Implements Lucia's storage interface. Lucia's session IDs are the secrets, so each one is hashed before it reaches SQL. */
function hashingAdapter(db: Database): Adapter {
  const sessionOf = (id: string, row: StoredSession): DatabaseSession => ({
    id,
    userId: row.userId,
    expiresAt: row.expiresAt,
    attributes: {},
  });
  // Built once: it runs for every request.
  const findSession = db
    .select()
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare('find_session');
  return {
    async getSessionAndUser(id): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const [row] = await findSession.execute({ id: hashToken(id) });
      if (!row) return [null, null];
      return [sessionOf(id, row.sessions), { id: row.users.id, attributes: { username: row.users.username } }];
    },
    async getUserSessions(userId) {
      const rows = await db.select().from(sessions).where(eq(sessions.userId, userId));
      return rows.map((row) => sessionOf(row.id, row));
    },
    async setSession({ id, userId, expiresAt }) {
      await db.insert(sessions).values({ id: hashToken(id), userId, expiresAt });
    },
    async updateSessionExpiration(id, expiresAt) {
      await db
        .update(sessions)
        .set({ expiresAt })
        .where(eq(sessions.id, hashToken(id)));
    },
    async deleteSession(id) {
      await deleteSessions(db, eq(sessions.id, hashToken(id)));
    },
    async deleteUserSessions(userId) {
      await deleteSessions(db, eq(sessions.userId, userId));
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
    },
  };
}
