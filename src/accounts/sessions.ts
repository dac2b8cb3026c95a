/**
 * Sessions, by lucia. It is feature-frozen, so it stays behind this file. A client holds the session's secret; the database
 * holds only its SHA-256, so who reads the table cannot sign in with it.
 */
import { createHash } from 'node:crypto';
import { and, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import type { Database } from '../database/client.ts';
import { sessions, users } from '../database/tables.ts';
import { hintAccessChange } from './access-hint.ts';

/** A user's sessions are listed up to this many, the newest. */
const mostListed = 500;

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseUserAttributes: { username: string };
  }
}

/** A session as it is stored: `id` is the SHA-256 of its secret, and cannot be signed in with. */
export type StoredSession = typeof sessions.$inferSelect;

export interface Session {
  /** As in StoredSession. */
  id: string;
  userId: string;
  expiresAt: Date;
  /** The session was prolonged just now: a browser's cookie should be set again. */
  fresh: boolean;
}

export type SessionService = ReturnType<typeof createSessionService>;

export function createSessionService({ db, days }: { db: Database; days: number }) {
  const lucia = createLucia(db, days);
  return {
    /** Returns the secret for the client; it cannot be had again. */
    async create(userId: string): Promise<{ token: string; expiresAt: Date }> {
      const { id, expiresAt } = await lucia.createSession(userId, {});
      return { token: id, expiresAt };
    },

    /** Null for a secret that is unknown or expired. A session in use is prolonged once half of its life is over. */
    async validate(token: string): Promise<Session | null> {
      const { session } = await lucia.validateSession(token);
      return (
        session && { id: hashId(token), userId: session.userId, expiresAt: session.expiresAt, fresh: session.fresh }
      );
    },

    /** Forgets the sessions that nobody can use any more. */
    deleteExpired: () => lucia.deleteExpiredSessions(),

    async end(token: string): Promise<void> {
      await lucia.invalidateSession(token);
    },

    /** Those of a user that have not expired, newest first. */
    list(userId: string): Promise<StoredSession[]> {
      return db
        .select()
        .from(sessions)
        .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, sql`now()`)))
        .orderBy(desc(sessions.createdAt), desc(sessions.id))
        .limit(mostListed);
    },

    /** Ends one session of a user without its secret. Null when the user has no such session. */
    async revoke(userId: string, id: string): Promise<StoredSession | null> {
      const [ended] = await endSessions(db, and(eq(sessions.id, id), eq(sessions.userId, userId)));
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

const hashId = (id: string) => createHash('sha256').update(id).digest('hex');

/** Deletes sessions, and tells the gateways whose they were. Returns what they were. */
function endSessions(db: Database, which: SQL | undefined): Promise<StoredSession[]> {
  return db.transaction(async (tx) => {
    const ended = await tx.delete(sessions).where(which).returning();
    for (const userId of new Set(ended.map((session) => session.userId))) await hintAccessChange(tx, userId);
    return ended;
  });
}

/** lucia's storage interface over our tables; every id is hashed on its way in. */
function hashingAdapter(db: Database): Adapter {
  const sessionOf = (id: string, row: StoredSession): DatabaseSession => ({
    id,
    userId: row.userId,
    expiresAt: row.expiresAt,
    attributes: {},
  });
  return {
    async getSessionAndUser(id): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const [row] = await db
        .select()
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.id, hashId(id)));
      if (!row) return [null, null];
      return [sessionOf(id, row.sessions), { id: row.users.id, attributes: { username: row.users.username } }];
    },
    async getUserSessions(userId) {
      const rows = await db.select().from(sessions).where(eq(sessions.userId, userId));
      return rows.map((row) => sessionOf(row.id, row));
    },
    async setSession({ id, userId, expiresAt }) {
      await db.insert(sessions).values({ id: hashId(id), userId, expiresAt });
    },
    async updateSessionExpiration(id, expiresAt) {
      await db
        .update(sessions)
        .set({ expiresAt })
        .where(eq(sessions.id, hashId(id)));
    },
    async deleteSession(id) {
      await endSessions(db, eq(sessions.id, hashId(id)));
    },
    async deleteUserSessions(userId) {
      await endSessions(db, eq(sessions.userId, userId));
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
    },
  };
}
