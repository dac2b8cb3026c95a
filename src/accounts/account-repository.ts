/** SQL of users, organisations and memberships. */
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { memberships, organizations, users } from '../database/tables.ts';
import type { Role, Viewer } from './access.ts';

export type User = typeof users.$inferSelect;
export type Organization = typeof organizations.$inferSelect;

export type AccountRepository = ReturnType<typeof createAccountRepository>;

export function createAccountRepository({ db }: { db: Database }) {
  return {
    /** A new user with a personal organisation of which they are the owner. Null when the name is taken. */
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

    /** Names differ by more than upper and lower case. */
    async userByName(username: string): Promise<User | null> {
      const [row] = await db
        .select()
        .from(users)
        .where(eq(sql`lower(${users.username})`, username.toLowerCase()));
      return row ?? null;
    },

    async userById(id: string): Promise<User | null> {
      const [row] = await db.select().from(users).where(eq(users.id, id));
      return row ?? null;
    },

    async viewerOf(userId: string): Promise<Viewer | null> {
      const rows = await db
        .select({ user: users, organization: organizations, role: memberships.role })
        .from(users)
        .innerJoin(memberships, eq(memberships.userId, users.id))
        .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
        .where(eq(users.id, userId));
      const [first] = rows;
      if (!first) return null;
      const personal = rows.find(({ organization }) => organization.personalOf === userId) ?? first;
      return {
        userId,
        username: first.user.username,
        personalOrganizationId: personal.organization.id,
        roles: new Map(rows.map(({ organization, role }) => [organization.id, role])),
      };
    },

    organizationsByIds(ids: readonly string[]): Promise<Organization[]> {
      return db
        .select()
        .from(organizations)
        .where(inArray(organizations.id, [...ids]))
        .orderBy(asc(organizations.id));
    },

    /** The members of an organisation, by the order in which they joined. */
    members(organizationId: string): Promise<{ user: User; role: Role }[]> {
      return db
        .select({ user: users, role: memberships.role })
        .from(memberships)
        .innerJoin(users, eq(users.id, memberships.userId))
        .where(eq(memberships.organizationId, organizationId))
        .orderBy(asc(memberships.createdAt));
    },
  };
}
