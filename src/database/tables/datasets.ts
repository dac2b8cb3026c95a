/** Datasets and their versions. */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organizations, users } from './accounts.ts';
import { createdAt, deletedAt, described, id, instant, type JsonObject, nameKey, purgedAt } from './columns.ts';

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

export const datasets = pgTable(
  'datasets',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    ...described(),
    /** SPDX expression or free text (datasets/license.ts). Null when not specified. */
    license: text('license'),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    deletedAt: deletedAt(),
    purgedAt: purgedAt(),
  },
  (t) => [
    index('datasets_organization').on(t.organizationId, t.id),
    index('datasets_name').on(t.organizationId, nameKey(t.name), t.id),
    index('datasets_by_name').on(nameKey(t.name), t.id),
    index('datasets_search').using('gin', t.search),
    index('datasets_deleted').on(t.deletedAt).where(sql`${t.deletedAt} is not null and ${t.purgedAt} is null`),
  ],
);

/** A version is immutable once READY. `uploadTokenHash` is the SHA-256 (hex) of the ticket in the upload URL. */
export const datasetVersions = pgTable(
  'dataset_versions',
  {
    id: id(),
    datasetId: uuid('dataset_id')
      .notNull()
      .references(() => datasets.id),
    version: integer('version').notNull(),
    state: datasetState('state').notNull().default('UPLOADING'),
    /** Null until it is detected from the content, if the uploader did not specify it. */
    format: datasetFormat('format'),
    uploadTokenHash: text('upload_token_hash').unique(),
    uploadExpiresAt: instant('upload_expires_at'),
    artifactKey: text('artifact_key'),
    sha256: text('sha256'),
    sizeBytes: bigint('bytes', { mode: 'number' }),
    /** Summary of the contents (datasets/profile.ts). Null until READY. */
    profile: jsonb('profile').$type<JsonObject>(),
    /** User who created the upload. Null for versions older than this column. */
    createdBy: uuid('created_by').references(() => users.id),
    rejectionReason: text('rejection_reason'),
    rejectionLocation: text('rejection_location'),
    /** While INGESTING: after this time, another worker may take over. Null while the version waits for a worker. */
    ingestLeaseExpiresAt: instant('ingest_lease_expires_at'),
    /** Number of claims so far; it is the fencing token of the current worker (datasets/ingestion-queue.ts). */
    ingestAttempts: integer('ingest_attempts').notNull().default(0),
    /** Number of claims that were released without a failure; they do not count as attempts. */
    ingestReleases: integer('ingest_releases').notNull().default(0),
    /** While INGESTING: progress of the ingestion (datasets/ingestion.ts). */
    ingestion: jsonb('ingestion').$type<JsonObject>(),
    createdAt: createdAt(),
    readyAt: instant('ready_at'),
  },
  (t) => [
    uniqueIndex('dataset_versions_number').on(t.datasetId, t.version),
    index('dataset_versions_artifact').on(t.artifactKey),
    index('dataset_versions_ingesting').on(t.ingestLeaseExpiresAt).where(sql`${t.state} = 'INGESTING'`),
  ],
);
