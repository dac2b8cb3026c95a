/** Configurations (configurations/configuration.ts). */
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { organizations, users } from './accounts.ts';
import { createdAt, described, id, type JsonObject, nameKey } from './columns.ts';
import { datasetVersions } from './datasets.ts';

export const configurations = pgTable(
  'configurations',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id),
    ...described(),
    family: text('family').notNull(),
    parameters: jsonb('parameters').$type<JsonObject>().notNull(),
    datasetVersionId: uuid('dataset_version_id')
      .notNull()
      .references(() => datasetVersions.id),
    /** Input columns of a table; null for images. */
    inputs: jsonb('inputs').$type<string[]>(),
    target: text('target'),
    modality: text('modality').notNull(),
    objective: text('objective').notNull(),
    /** Future covariates: columns of a time series whose future values are known in advance. */
    futureCovariates: jsonb('known_ahead').$type<string[]>(),
    split: jsonb('split').$type<JsonObject>().notNull(),
    training: jsonb('training').$type<JsonObject>().notNull(),
    /** The base model version to fine-tune and what of it is trained (base-model.ts); null when training from scratch. */
    baseModelVersion: jsonb('base').$type<JsonObject>(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    index('configurations_organization').on(t.organizationId, t.id),
    index('configurations_name').on(t.organizationId, nameKey(t.name), t.id),
    index('configurations_by_name').on(nameKey(t.name), t.id),
    index('configurations_search').using('gin', t.search),
  ],
);
