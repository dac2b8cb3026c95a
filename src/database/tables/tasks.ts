/** Tasks and their event log. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { organizations, users } from './accounts.ts';
import { createdAt, deletedAt, described, id, instant, type JsonObject, purgedAt } from './columns.ts';
import { configurations } from './configurations.ts';
import { datasetVersions } from './datasets.ts';

export const taskKind = pgEnum('task_kind', ['TRAIN', 'EVALUATE', 'PREDICT', 'TUNE']);
export const taskState = pgEnum('task_state', ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED']);

/**
 * A task. The row itself is the queue entry: a worker claims it with SKIP LOCKED, `attempt` is the fencing token, and heartbeats
 * extend `leaseExpiresAt`. `lastSeq` numbers the task's events without gaps.
 */
export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    // Without indexes for `name` and `search`: a task's row is updated often, and every update would pay for them.
    ...described(),
    /** Name of the configuration or model at launch, until a user changes it. */
    name: text('name').notNull().default(''),
    kind: taskKind('kind').notNull(),
    state: taskState('state').notNull().default('QUEUED'),
    /** Everything that a worker needs, fixed at launch (tasks/task-spec.ts). Empty once the task was purged. */
    spec: jsonb('spec').$type<JsonObject>().notNull(),
    configurationId: uuid('configuration_id').references(() => configurations.id),
    modelId: uuid('model_id'),
    datasetVersionId: uuid('dataset_version_id').references(() => datasetVersions.id),
    /** Maximum memory of the task: only a worker with this much free memory claims it. */
    memoryBytes: bigint('memory_bytes', { mode: 'number' })
      .notNull()
      .default(512 * 2 ** 20),
    priority: integer('priority').notNull().default(0),
    /** Pool whose workers may claim the task; empty for any pool. Not null, because of the queue's index. */
    pool: text('pool').notNull().default(''),
    /** Labels that the worker must have; sorted, so that equal sets are adjacent in the queue's index. */
    requiredLabels: text('required_labels').array().notNull().default(sql`'{}'::text[]`),
    idempotencyKey: text('idempotency_key'),
    attempt: integer('attempt').notNull().default(0),
    /** Number of attempts that ended because a worker or its trainer died; limited by AIAS_MAX_ATTEMPTS. */
    crashes: integer('crashes').notNull().default(0),
    workerId: uuid('worker_id'),
    leaseExpiresAt: instant('lease_expires_at'),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    pauseRequested: boolean('pause_requested').notNull().default(false),
    /** The queued task of higher priority for which this task is being preempted. */
    preemptedFor: uuid('preempted_for'),
    /** Whether this attempt runs on a GPU, so that its time counts towards the quota. */
    onGpu: boolean('on_gpu').notNull().default(false),
    /** Number of the last batch of reports written in this attempt, so that a batch sent twice is written once. */
    lastBatch: integer('last_batch').notNull().default(0),
    lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(0),
    /** Last step of its metric curves: a report of a later step only appends to them (tasks/metrics/metric-store.ts). */
    metricStep: bigint('metric_step', { mode: 'number' }).notNull().default(-1),
    /** Latest TrainingProgressed payload, so that lists need not read the log. */
    progress: jsonb('progress').$type<JsonObject>(),
    /** The stored checkpoints, newest first. */
    checkpoint: jsonb('checkpoint').$type<{ key: string; step: number }[]>(),
    failureReason: text('failure_reason'),
    /** Result of a succeeded task (tasks/task-result.ts). */
    result: jsonb('result').$type<JsonObject>(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    /** Time at which the task was last queued. */
    queuedAt: instant('queued_at').notNull().defaultNow(),
    /** Start times of the first and of the latest attempt. */
    startedAt: instant('started_at'),
    claimedAt: instant('claimed_at'),
    finishedAt: instant('finished_at'),
    /** Time at which its log was pruned (tasks/events/retention.ts). */
    prunedAt: instant('pruned_at'),
    deletedAt: deletedAt(),
    purgedAt: purgedAt(),
  },
  (t) => [
    index('tasks_organization').on(t.organizationId, t.id),
    index('tasks_deleted').on(t.deletedAt).where(sql`${t.deletedAt} is not null and ${t.purgedAt} is null`),
    index('tasks_unfinished_data').on(t.datasetVersionId).where(sql`${t.finishedAt} is null`),
    index('tasks_predictions').on(sql`(${t.result}->>'artifactKey')`).where(sql`${t.kind} = 'PREDICT'`),
    // Tasks with equal requirements of one organization are contiguous, the next one to run first (tasks/queue/candidates.ts).
    index('tasks_queue')
      .on(t.pool, t.requiredLabels, t.organizationId, t.priority.desc(), t.id)
      .where(sql`${t.state} = 'QUEUED'`),
    index('tasks_leases').on(t.leaseExpiresAt).where(sql`${t.state} = 'RUNNING'`),
    uniqueIndex('tasks_idempotency').on(t.organizationId, t.idempotencyKey),
    index('tasks_old_checkpoints')
      .on(t.finishedAt)
      .where(sql`${t.checkpoint} is not null and ${t.finishedAt} is not null`),
    index('tasks_unpruned').on(t.finishedAt).where(sql`${t.prunedAt} is null and ${t.finishedAt} is not null`),
  ],
);

/**
 * The event log. Positions have no gaps: `seq` within a task, `organizationSeq` within an organization. Retention replaces the
 * events that it removes with an EventsOmitted event.
 */
export const taskEvents = pgTable(
  'task_events',
  {
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    organizationId: uuid('organization_id').notNull(),
    organizationSeq: bigint('organization_seq', { mode: 'number' }).notNull(),
    attempt: integer('attempt').notNull(),
    at: instant('at').notNull().defaultNow(),
    type: text('type').notNull(),
    /** Depends on `type` (tasks/events/task-event.ts). */
    payload: jsonb('payload').$type<JsonObject>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.taskId, t.seq] }),
    uniqueIndex('task_events_organization').on(t.organizationId, t.organizationSeq),
  ],
);
