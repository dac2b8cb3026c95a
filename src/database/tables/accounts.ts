/** Users, sessions, organizations and their members. */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { createdAt, id, instant } from './columns.ts';

export const role = pgEnum('role', ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER']);

export const users = pgTable(
  'users',
  {
    id: id(),
    username: text('username').notNull(),
    passwordHash: text('password_hash').notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('users_username').on(sql`lower(${t.username})`)],
);

/** `id` is the SHA-256 (hex) of the session secret, which only the client holds. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('sessions_user').on(t.userId)],
);

/** `eventSeq` is the last position in the organization's event stream; see tasks/events/event-log.ts. */
export const organizations = pgTable('organizations', {
  id: id(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
  tags: text('tags').array().notNull().default(sql`'{}'::text[]`),
  personalOf: uuid('personal_of')
    .unique()
    .references(() => users.id),
  eventSeq: bigint('event_seq', { mode: 'number' }).notNull().default(0),
  /** Number of the last claim of one of its tasks; 0 before the first claim. */
  lastClaim: bigint('last_claim', { mode: 'number' }).notNull().default(0),
  /** Number of the last claim of one of its uploads for ingestion; 0 before the first claim. */
  lastIngestion: bigint('last_ingestion', { mode: 'number' }).notNull().default(0),
  /** Number of RUNNING tasks, updated with their state (tasks/queue). Counting them at each claim would take too long. */
  runningTasks: integer('running_tasks').notNull().default(0),
  /** Quotas. Null means no limit. GPU seconds are per calendar month. */
  maxRunningTasks: integer('max_running_tasks'),
  gpuSeconds: bigint('gpu_seconds', { mode: 'number' }),
  createdAt: createdAt(),
});

export const memberships = pgTable(
  'memberships',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: role('role').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.userId] }), index('memberships_user').on(t.userId)],
);
