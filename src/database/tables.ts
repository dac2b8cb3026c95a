/**
 * Every table. Rules that hold for all of them:
 * - ids are UUIDv7, made by the application (sortable by time, so they page well);
 * - everything that a person makes belongs to an organisation;
 * - a state column is only ever changed through its feature's transition function;
 * - what was deleted has a `deletedAt` and can be restored for a while (trash/); `purgedAt`: a stub that others refer to is all that is left.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const id = () => uuid('id').primaryKey();
const createdAt = () => instant('created_at').notNull().defaultNow();
const deletedAt = () => instant('deleted_at');
const purgedAt = () => instant('purged_at');

export const role = pgEnum('role', ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER']);
export const datasetState = pgEnum('dataset_state', ['UPLOADING', 'INGESTING', 'READY', 'REJECTED', 'EXPIRED']);
export const datasetFormat = pgEnum('dataset_format', [
  'CSV',
  'TSV',
  'IMAGE_FOLDER',
  'IDX',
  'TEXT',
  'TEXT_FOLDER',
  'COCO',
]);
export const importState = pgEnum('import_state', ['UPLOADING', 'READY', 'REJECTED', 'EXPIRED']);
export const importFormat = pgEnum('import_format', ['LAYERS_MODEL', 'GRAPH_MODEL']);
export const taskKind = pgEnum('task_kind', ['TRAIN', 'EVALUATE', 'PREDICT', 'TUNE']);
export const taskState = pgEnum('task_state', ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED']);
export const workerState = pgEnum('worker_state', ['IDLE', 'BUSY', 'DRAINING', 'STOPPED']);

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

/** `id` is the SHA-256 (hex) of the secret that the client holds. */
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

/** Numbers the claims: who was served longest ago goes first. */
export const claimNumber = pgSequence('claim_number');

/** `eventSeq` is the last position in the organisation's event stream; see tasks/event-log.ts. */
export const organizations = pgTable('organizations', {
  id: id(),
  name: text('name').notNull(),
  personalOf: uuid('personal_of')
    .unique()
    .references(() => users.id),
  eventSeq: bigint('event_seq', { mode: 'number' }).notNull().default(0),
  /** Number of the last claim of one of its tasks; 0: none yet. */
  lastClaim: bigint('last_claim', { mode: 'number' }).notNull().default(0),
  /** The same for the last of its uploads that was taken up for reading. */
  lastIngestion: bigint('last_ingestion', { mode: 'number' }).notNull().default(0),
  /** Its tasks that are RUNNING; changed with their state (tasks/queue.ts). Counting them at each claim would take too long. */
  runningTasks: integer('running_tasks').notNull().default(0),
  /** Quotas; null: no limit. GPU seconds are those of a calendar month. */
  maxRunningTasks: integer('max_running_tasks'),
  gpuSeconds: bigint('gpu_seconds', { mode: 'number' }),
  createdAt: createdAt(),
});

/** GPU time of attempts that have ended, in the month (its first day, UTC) of their end. */
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

export const datasets = pgTable(
  'datasets',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    deletedAt: deletedAt(),
    purgedAt: purgedAt(),
  },
  (t) => [
    index('datasets_organization').on(t.organizationId, t.id),
    index('datasets_deleted').on(t.deletedAt).where(sql`${t.deletedAt} is not null and ${t.purgedAt} is null`),
  ],
);

/** A version is immutable once READY. `uploadTokenHash` is the SHA-256 (hex) of the ticket in the upload's URL. */
export const datasetVersions = pgTable(
  'dataset_versions',
  {
    id: id(),
    datasetId: uuid('dataset_id')
      .notNull()
      .references(() => datasets.id),
    version: integer('version').notNull(),
    state: datasetState('state').notNull().default('UPLOADING'),
    /** Null until the content told it, when the uploader did not. */
    format: datasetFormat('format'),
    uploadTokenHash: text('upload_token_hash').unique(),
    uploadExpiresAt: instant('upload_expires_at'),
    artifactKey: text('artifact_key'),
    sha256: text('sha256'),
    bytes: bigint('bytes', { mode: 'number' }),
    profile: jsonb('profile'),
    /** Who opened its upload. Null: the version is older than this column. */
    createdBy: uuid('created_by').references(() => users.id),
    rejectionReason: text('rejection_reason'),
    rejectionLocation: text('rejection_location'),
    /** While INGESTING: the worker that reads it is gone after this, and another takes over. Null: it waits. */
    ingestLeaseExpiresAt: instant('ingest_lease_expires_at'),
    /** Claims so far; the number of the last one is the fencing token of its worker (ingestion-queue.ts). */
    ingestAttempts: integer('ingest_attempts').notNull().default(0),
    /** Claims that were handed back unharmed: they count for nothing. */
    ingestReleases: integer('ingest_releases').notNull().default(0),
    /** While INGESTING: how far the reader has come (datasets/ingestion.ts). */
    ingestion: jsonb('ingestion'),
    createdAt: createdAt(),
    readyAt: instant('ready_at'),
  },
  (t) => [
    uniqueIndex('dataset_versions_number').on(t.datasetId, t.version),
    index('dataset_versions_artifact').on(t.artifactKey),
    index('dataset_versions_ingesting').on(t.ingestLeaseExpiresAt).where(sql`${t.state} = 'INGESTING'`),
  ],
);

export const configurations = pgTable(
  'configurations',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    family: text('family').notNull(),
    parameters: jsonb('parameters').notNull(),
    datasetVersionId: uuid('dataset_version_id')
      .notNull()
      .references(() => datasetVersions.id),
    /** What the model is fed with: feature columns and target of a table, null inputs for images. */
    inputs: jsonb('inputs').$type<string[]>(),
    target: text('target'),
    modality: text('modality').notNull(),
    objective: text('objective').notNull(),
    /** Columns of a series whose values are known before their time comes. */
    knownAhead: jsonb('known_ahead').$type<string[]>(),
    split: jsonb('split').notNull(),
    training: jsonb('training').notNull(),
    /** The version of a model that it goes on from, and what of it learns (base.ts); null for a family that begins anew. */
    base: jsonb('base'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [index('configurations_organization').on(t.organizationId, t.id)],
);

/**
 * A task. The row IS the job: a worker claims it with SKIP LOCKED, `attempt` is the fencing token,
 * `leaseExpiresAt` the promise to be heard of again. `lastSeq` numbers the task's events without a gap.
 */
export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    kind: taskKind('kind').notNull(),
    state: taskState('state').notNull().default('QUEUED'),
    /** Everything that a worker needs, frozen at launch (tasks/task-spec.ts). */
    spec: jsonb('spec').notNull(),
    configurationId: uuid('configuration_id').references(() => configurations.id),
    modelId: uuid('model_id'),
    datasetVersionId: uuid('dataset_version_id').references(() => datasetVersions.id),
    /** Most memory that it will take: only a worker with as much left claims it. */
    memoryBytes: bigint('memory_bytes', { mode: 'number' })
      .notNull()
      .default(512 * 2 ** 20),
    priority: integer('priority').notNull().default(0),
    /** The pool whose workers may take it; empty: any. Not null, for the sake of the queue's index. */
    pool: text('pool').notNull().default(''),
    /** Labels that its worker must have; sorted, so that equal demands lie together in the queue's index. */
    requiredLabels: text('required_labels').array().notNull().default(sql`'{}'::text[]`),
    idempotencyKey: text('idempotency_key'),
    attempt: integer('attempt').notNull().default(0),
    /** Attempts that ended because a worker or its trainer died; bounded by AIAS_MAX_ATTEMPTS. */
    crashes: integer('crashes').notNull().default(0),
    workerId: uuid('worker_id'),
    leaseExpiresAt: instant('lease_expires_at'),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    pauseRequested: boolean('pause_requested').notNull().default(false),
    /** The waiting task of higher priority that this one was asked to make room for. */
    preemptedFor: uuid('preempted_for'),
    /** This attempt's worker computes on a GPU, so its time counts. */
    onGpu: boolean('on_gpu').notNull().default(false),
    /** Number of the last batch of reports written in this attempt: a batch that is sent twice is written once. */
    lastBatch: integer('last_batch').notNull().default(0),
    lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(0),
    /** How far its curves reach: a report of a later step only adds to them (tasks/metric-store.ts). */
    metricStep: bigint('metric_step', { mode: 'number' }).notNull().default(-1),
    /** The latest TrainingProgressed payload, so that lists need not read the log. */
    progress: jsonb('progress'),
    checkpoint: jsonb('checkpoint'),
    failureReason: text('failure_reason'),
    result: jsonb('result'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    /** When it came into the queue, the last time. */
    queuedAt: instant('queued_at').notNull().defaultNow(),
    /** When its first attempt began, and its latest. */
    startedAt: instant('started_at'),
    claimedAt: instant('claimed_at'),
    finishedAt: instant('finished_at'),
    /** When its log was pruned (tasks/retention.ts). */
    prunedAt: instant('pruned_at'),
    deletedAt: deletedAt(),
    purgedAt: purgedAt(),
  },
  (t) => [
    index('tasks_organization').on(t.organizationId, t.id),
    index('tasks_deleted').on(t.deletedAt).where(sql`${t.deletedAt} is not null and ${t.purgedAt} is null`),
    index('tasks_unfinished_data').on(t.datasetVersionId).where(sql`${t.finishedAt} is null`),
    index('tasks_predictions').on(sql`(${t.result}->>'artifactKey')`).where(sql`${t.kind} = 'PREDICT'`),
    // Each demand of each organisation is one stretch, its next task first (tasks/candidates.ts).
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
 * The log. Positions are given out without a gap, `seq` within a task and `organizationSeq` within an organisation; what
 * retention takes away leaves an EventsOmitted behind that says so.
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
    payload: jsonb('payload').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.taskId, t.seq] }),
    uniqueIndex('task_events_organization').on(t.organizationId, t.organizationSeq),
  ],
);

/** The curve of one metric of one task. `points` counts its reports; below `finest` retention has thinned it out. */
export const metricSeries = pgTable(
  'metric_series',
  {
    id: id(),
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id),
    name: text('name').notNull(),
    points: integer('points').notNull(),
    finest: smallint('finest').notNull().default(0),
  },
  (t) => [uniqueIndex('metric_series_name').on(t.taskId, t.name)],
);

/**
 * The points of the curves, and summaries of them: bucket n of level l stands for the points from n * 16^l on, up to 16^l of them
 * (tasks/metric-store.ts). Refers to metric_series without saying so: a check for each point would cost as much as the point.
 */
export const metricBuckets = pgTable(
  'metric_buckets',
  {
    seriesId: uuid('series_id').notNull(),
    level: smallint('level').notNull(),
    bucket: integer('bucket').notNull(),
    /** Of the last of its points, like all that follow: the position of its report in the task's log. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    step: bigint('step', { mode: 'number' }).notNull(),
    epoch: integer('epoch').notNull(),
    at: instant('at').notNull(),
    value: doublePrecision('value').notNull(),
    /** Of all its points. */
    minimum: doublePrecision('minimum').notNull(),
    maximum: doublePrecision('maximum').notNull(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.level, t.bucket] })],
);

/**
 * A model that somebody brings along. Once its archive has come and was found in order, it is a model like the others; until then,
 * and when it was not, this tells. `uploadTokenHash` as in dataset_versions.
 */
export const modelImports = pgTable(
  'model_imports',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    state: importState('state').notNull().default('UPLOADING'),
    /** What the files do not say (models/imported.ts). */
    options: jsonb('options').notNull(),
    uploadTokenHash: text('upload_token_hash').notNull().unique(),
    uploadExpiresAt: instant('upload_expires_at').notNull(),
    format: importFormat('format'),
    rejectionReason: text('rejection_reason'),
    rejectionLocation: text('rejection_location'),
    modelId: uuid('model_id').references(() => models.id),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [index('model_imports_organization').on(t.organizationId, t.id)],
);

/** A model is what a configuration learns; each finished training of it adds a version. Or it was brought along. */
export const models = pgTable(
  'models',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    name: text('name').notNull(),
    /** Null: it was imported. */
    configurationId: uuid('configuration_id')
      .unique()
      .references(() => configurations.id),
    createdAt: createdAt(),
    deletedAt: deletedAt(),
    /** Of one that was deleted: the configuration that it had, which may learn another model meanwhile. */
    configurationBefore: uuid('configuration_before').references(() => configurations.id),
  },
  (t) => [
    index('models_organization').on(t.organizationId, t.id),
    index('models_deleted').on(t.deletedAt).where(sql`${t.deletedAt} is not null`),
  ],
);

export const modelVersions = pgTable(
  'model_versions',
  {
    id: id(),
    modelId: uuid('model_id')
      .notNull()
      .references(() => models.id),
    version: integer('version').notNull(),
    /** Null: it was imported. */
    taskId: uuid('task_id')
      .unique()
      .references(() => tasks.id),
    artifactKey: text('artifact_key').notNull(),
    sha256: text('sha256').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    report: jsonb('report'),
    facts: jsonb('facts').notNull().default([]),
    history: jsonb('history').notNull(),
    /** Null: it was imported. */
    environment: jsonb('environment'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('model_versions_number').on(t.modelId, t.version),
    index('model_versions_artifact').on(t.artifactKey),
  ],
);

export const workers = pgTable('workers', {
  id: id(),
  host: text('host').notNull(),
  pid: integer('pid').notNull(),
  version: text('version').notNull(),
  backend: text('backend').notNull(),
  device: text('device').notNull(),
  slots: integer('slots').notNull(),
  /** What its tasks may take together. */
  memoryBytes: bigint('memory_bytes', { mode: 'number' }).notNull().default(0),
  pool: text('pool').notNull().default('default'),
  labels: text('labels').array().notNull().default(sql`'{}'::text[]`),
  state: workerState('state').notNull().default('IDLE'),
  startedAt: instant('started_at').notNull().defaultNow(),
  lastHeartbeatAt: instant('last_heartbeat_at').notNull().defaultNow(),
});
