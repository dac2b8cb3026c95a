/** What the queues need besides their jobs: workers, the order of claims, and GPU time. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  date,
  doublePrecision,
  integer,
  pgEnum,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { organizations } from './accounts.ts';
import { id, instant } from './columns.ts';

export const workerState = pgEnum('worker_state', ['IDLE', 'BUSY', 'DRAINING', 'STOPPED']);

/** Numbers claims, so that the organization with the oldest last claim goes first. */
export const claimNumber = pgSequence('claim_number');

/** GPU time of finished attempts, by the month (its first day, UTC) in which they ended. */
export const gpuUsage = pgTable(
  'gpu_usage',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    month: date('month').notNull(),
    seconds: doublePrecision('seconds').notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.month] })],
);

export const workers = pgTable('workers', {
  id: id(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  version: text('version').notNull(),
  backend: text('backend').notNull(),
  device: text('device').notNull(),
  slots: integer('slots').notNull(),
  /** Memory available to all of its tasks together. */
  memoryBytes: bigint('memory_bytes', { mode: 'number' }).notNull().default(0),
  pool: text('pool').notNull().default('default'),
  labels: text('labels').array().notNull().default(sql`'{}'::text[]`),
  state: workerState('state').notNull().default('IDLE'),
  startedAt: instant('started_at').notNull().defaultNow(),
  lastHeartbeatAt: instant('last_heartbeat_at').notNull().defaultNow(),
});
