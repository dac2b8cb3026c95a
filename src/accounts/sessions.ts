/**
 * Sessions, by lucia. It is feature-frozen, so it stays behind this file. A client holds the session's secret; the database
 * holds only its SHA-256, so who reads the table cannot sign in with it.
 */
import { createHash } from 'node:crypto';
import { eq, lt, sql } from 'drizzle-orm';
import { type Adapter, type DatabaseSession, type DatabaseUser, Lucia, TimeSpan } from 'lucia';
import type { Database } from '../database/client.ts';
import { sessions, users } from '../database/tables.ts';

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseUserAttributes: { username: string };
  }
}

export interface Session {
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
      return session && { userId: session.userId, expiresAt: session.expiresAt, fresh: session.fresh };
    },

    /** Forgets the sessions that nobody can use any more. */
    deleteExpired: () => lucia.deleteExpiredSessions(),

    async end(token: string): Promise<void> {
      await lucia.invalidateSession(token);
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

/** lucia's storage interface over our tables; every id is hashed on its way in. */
function hashingAdapter(db: Database): Adapter {
  const sessionOf = (id: string, row: typeof sessions.$inferSelect): DatabaseSession => ({
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
      await db.delete(sessions).where(eq(sessions.id, hashId(id)));
    },
    async deleteUserSessions(userId) {
      await db.delete(sessions).where(eq(sessions.userId, userId));
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, sql`now()`));
    },
  };
}
