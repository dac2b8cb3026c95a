/** Models, their versions and imports. */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organizations, users } from './accounts.ts';
import { createdAt, deletedAt, described, id, instant, type JsonArray, type JsonObject, nameKey } from './columns.ts';
import { configurations } from './configurations.ts';
import { tasks } from './tasks.ts';

export const importState = pgEnum('import_state', ['UPLOADING', 'READY', 'REJECTED', 'EXPIRED']);
export const importFormat = pgEnum('import_format', ['LAYERS_MODEL', 'GRAPH_MODEL']);

/**
 * The import of a model. Once its archive is uploaded and accepted, the import has a model like any other; this row records the
 * progress and a rejection. `uploadTokenHash` as in dataset_versions.
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
    /** Information that the files do not contain (models/import-archive.ts). */
    options: jsonb('options').$type<JsonObject>().notNull(),
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

/** The model of a configuration; each finished training run adds a version. Imported models have no configuration. */
export const models = pgTable(
  'models',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    ...described(),
    /** Null for imported models. */
    configurationId: uuid('configuration_id')
      .unique()
      .references(() => configurations.id),
    createdAt: createdAt(),
    deletedAt: deletedAt(),
    /** Configuration of a deleted model, which may train another model in the meantime. */
    configurationBefore: uuid('configuration_before').references(() => configurations.id),
  },
  (t) => [
    index('models_organization').on(t.organizationId, t.id),
    index('models_name').on(t.organizationId, nameKey(t.name), t.id),
    index('models_by_name').on(nameKey(t.name), t.id),
    index('models_search').using('gin', t.search),
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
    /** Null for imported models. */
    taskId: uuid('task_id')
      .unique()
      .references(() => tasks.id),
    artifactKey: text('artifact_key').notNull(),
    sha256: text('sha256').notNull(),
    sizeBytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** Report, facts and history: see models/model.ts. */
    report: jsonb('report').$type<JsonObject>(),
    fittedAttributes: jsonb('facts').$type<JsonArray>().notNull().default([]),
    history: jsonb('history').$type<JsonArray>().notNull(),
    /** Null for imported models. */
    environment: jsonb('environment').$type<JsonObject>(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('model_versions_number').on(t.modelId, t.version),
    index('model_versions_artifact').on(t.artifactKey),
  ],
);
