/** SQL for users, organizations and memberships. */
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { groupBy, isAnyOf } from '../database/batch.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import type { Described } from '../database/search.ts';
import { memberships, organizations, sessions, users } from '../database/tables/accounts.ts';
import type { OrganizationMembers, Role, Viewer } from './access.ts';
import { notifyAccessChange } from './access-hint.ts';

const maxUsername = 32;

export type User = typeof users.$inferSelect;
export type Organization = typeof organizations.$inferSelect;

export interface Membership {
  user: User;
  role: Role;
}

export type AccountRepository = ReturnType<typeof createAccountRepository>;

export function createAccountRepository({ db }: { db: Database }) {
  // Built once: it runs for every request.
  const findMemberships = db
    .select({
      username: users.username,
      organizationId: organizations.id,
      personalOf: organizations.personalOf,
      role: memberships.role,
    })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(users.id, sql.placeholder('userId')))
    .prepare('find_memberships');
  return {
    /** Creates a user who owns a new personal organization. Returns null if the username is taken. */
    createUser(username: string, passwordHash: string): Promise<User | null> {
      return db.transaction(async (tx) => {
        const [user] = await tx
          .insert(users)
          .values({ id: newId(), username, passwordHash })
          .onConflictDoNothing()
          .returning();
        if (!user) return null;
        const organizationId = newId();
        await tx.insert(organizations).values({ id: organizationId, name: username, personalOf: user.id });
        await tx.insert(memberships).values({ organizationId, userId: user.id, role: 'OWNER' });
        return user;
      });
    },

    /** Finds a user by name. The comparison ignores case. */
    async userByName(username: string): Promise<User | null> {
      // No stored name is longer, and Postgres rejects text that contains NUL.
      if (username.length > maxUsername || username.includes('\0')) return null;
      const [row] = await db
        .select()
        .from(users)
        .where(eq(sql`lower(${users.username})`, username.toLowerCase()));
      return row ?? null;
    },

    usersByIds(ids: readonly string[]): Promise<User[]> {
      return db.select().from(users).where(isAnyOf(users.id, ids));
    },

    async findViewer(userId: string): Promise<Viewer | null> {
      const rows = await findMemberships.execute({ userId });
      const [first] = rows;
      if (!first) return null;
      const personal = rows.find(({ personalOf }) => personalOf === userId) ?? first;
      return {
        userId,
        username: first.username,
        personalOrganizationId: personal.organizationId,
        roles: new Map(rows.map(({ organizationId, role }) => [organizationId, role])),
      };
    },

    organizationsByIds(ids: readonly string[]): Promise<Organization[]> {
      return db.select().from(organizations).where(isAnyOf(organizations.id, ids)).orderBy(asc(organizations.id));
    },

    /** Returns the members of organizations in the order in which they joined, by organization ID. */
    async members(organizationIds: readonly string[]): Promise<Map<string, Membership[]>> {
      const rows = await db
        .select({ user: users, role: memberships.role, organizationId: memberships.organizationId })
        .from(memberships)
        .innerJoin(users, eq(users.id, memberships.userId))
        .where(isAnyOf(memberships.organizationId, organizationIds))
        .orderBy(asc(memberships.createdAt));
      return groupBy(rows, ({ organizationId }) => organizationId);
    },

    /** Changes name, description and tags of an organization. */
    async describeOrganization(id: string, values: Described): Promise<Organization> {
      const [row] = await db.update(organizations).set(values).where(eq(organizations.id, id)).returning();
      if (!row) throw new Error(`Organization ${id} was not found.`);
      return row;
    },

    /** Creates an organization with one owner. */
    createOrganization(name: string, ownerId: string): Promise<Organization> {
      return db.transaction(async (tx) => {
        const [organization] = await tx.insert(organizations).values({ id: newId(), name }).returning();
        if (!organization) throw new Error('INSERT INTO organizations returned no row.');
        await setRole(tx, organization.id, ownerId, 'OWNER');
        return organization;
      });
    },

    /**
     * Sets a member's role, or removes the member (null), unless `check` throws. `check` runs under the lock that serializes
     * role changes. Returns the previous role, or null if the user had none.
     */
    changeRole(
      organizationId: string,
      userId: string,
      newRole: Role | null,
      check: (members: OrganizationMembers) => void,
    ): Promise<Role | null> {
      return db.transaction(async (tx) => {
        // This lock serializes role changes. FOR UPDATE would also block every insert that references the row.
        const [organization] = await tx
          .select({ personalOf: organizations.personalOf })
          .from(organizations)
          .where(eq(organizations.id, organizationId))
          .for('no key update');
        const members = await tx
          .select({ userId: memberships.userId, role: memberships.role })
          .from(memberships)
          .where(eq(memberships.organizationId, organizationId));
        const roles = new Map(members.map((member) => [member.userId, member.role]));
        check({ personal: Boolean(organization?.personalOf), roles });
        await setRole(tx, organizationId, userId, newRole);
        return roles.get(userId) ?? null;
      });
    },

    /** Returns the role of a user in an organization, or null. Within a transaction, the role is locked until its end. */
    async holdRole(organizationId: string, userId: string, tx: Transaction | Database = db): Promise<Role | null> {
      const [row] = await tx
        .select({ role: memberships.role })
        .from(memberships)
        .where(and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId)))
        .for('share');
      return row?.role ?? null;
    },

    /** Returns the IDs of the readable organizations of each unexpired session, by session ID. Does not extend sessions. */
    async readableOrganizationsBySession(sessionIds: readonly string[]): Promise<Map<string, Set<string>>> {
      const rows = await db
        .select({ sessionId: sessions.id, organizationId: memberships.organizationId })
        .from(sessions)
        .leftJoin(memberships, eq(memberships.userId, sessions.userId))
        .where(and(inArray(sessions.id, [...sessionIds]), gt(sessions.expiresAt, sql`now()`)));
      const readable = new Map(rows.map(({ sessionId }) => [sessionId, new Set<string>()]));
      for (const { sessionId, organizationId } of rows)
        if (organizationId) readable.get(sessionId)?.add(organizationId);
      return readable;
    },
  };
}

async function setRole(tx: Transaction, organizationId: string, userId: string, role: Role | null): Promise<void> {
  if (role) {
    const target = [memberships.organizationId, memberships.userId];
    await tx.insert(memberships).values({ organizationId, userId, role }).onConflictDoUpdate({ target, set: { role } });
  } else {
    await tx
      .delete(memberships)
      .where(and(eq(memberships.organizationId, organizationId), eq(memberships.userId, userId)));
  }
  await notifyAccessChange(tx, userId);
}
