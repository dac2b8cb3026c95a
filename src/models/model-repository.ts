/** SQL queries for models and their versions. */
import { and, desc, eq, getTableColumns, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { type Keyed, type PageRequest, pageClauses, pageRows, type SortKeys, textKey } from '../database/keyset.ts';
import { type LargeJson, parseLargeJson } from '../database/large-json.ts';
import { type Described, describedColumns, type ItemFilter, matchesFilter } from '../database/search.ts';
import { configurations } from '../database/tables/configurations.ts';
import { models, modelVersions } from '../database/tables/models.ts';
import { detailsSchema, environmentSchema, type ModelDetails, type ModelVersion, type TrainedModel } from './model.ts';

export type Model = Omit<typeof models.$inferSelect, 'search'>;

export type ModelOrder = 'CREATED_AT' | 'NAME';

/** Families, objectives and datasets are those of the model's configuration; imported models have none. */
export interface ModelFilter extends ItemFilter {
  families?: readonly string[] | null | undefined;
  objectives?: readonly string[] | null | undefined;
  datasetId?: string | null | undefined;
}

const sortKeys: SortKeys<ModelOrder> = { CREATED_AT: null, NAME: textKey(models.name) };
const { search, ...modelColumns } = getTableColumns(models);

function matching(filter: ModelFilter): SQL | undefined {
  const { families, objectives, datasetId } = filter;
  const ofConfiguration = and(
    eq(configurations.id, models.configurationId),
    families ? inArray(configurations.family, [...new Set(families)]) : undefined,
    objectives ? inArray(configurations.objective, [...new Set(objectives)]) : undefined,
    datasetId
      ? sql`${configurations.datasetVersionId} in (select v.id from dataset_versions v where v.dataset_id = ${datasetId})`
      : undefined,
  );
  return and(
    matchesFilter(models, filter),
    isNull(models.deletedAt),
    families || objectives || datasetId
      ? sql`exists (select 1 from ${configurations} where ${ofConfiguration})`
      : undefined,
  );
}

const { report, facts, history, ...columns } = getTableColumns(modelVersions);

export type ModelRepository = ReturnType<typeof createModelRepository>;

export function createModelRepository({ db }: { db: Database }) {
  return {
    /** Finds a model, including a deleted one (see `deletedAt`). */
    async byId(id: string): Promise<Model | null> {
      const [row] = await db.select().from(models).where(eq(models.id, id));
      return row ?? null;
    },

    /** Returns the model of a version and locks it against deletion until the transaction ends. Null when it was deleted. */
    async lockForUse(tx: Transaction, versionId: string): Promise<Model | null> {
      const [row] = await tx
        .select({ model: models })
        .from(models)
        .innerJoin(modelVersions, eq(modelVersions.modelId, models.id))
        .where(and(eq(modelVersions.id, versionId), isNull(models.deletedAt)))
        .for('share', { of: models });
      return row?.model ?? null;
    },

    async findByConfiguration(configurationId: string): Promise<Model | null> {
      const [row] = await db.select().from(models).where(eq(models.configurationId, configurationId));
      return row ?? null;
    },

    /** Returns a page of the models that match a filter. Deleted ones do not. */
    async list(filter: ModelFilter, page: PageRequest<ModelOrder>): Promise<Keyed<Model>[]> {
      const { where, orderBy, limit, key } = pageClauses(page, { id: models.id, keys: sortKeys });
      const query = db.select({ row: modelColumns, key }).from(models);
      return pageRows(
        await query
          .where(and(matching(filter), where))
          .orderBy(...orderBy)
          .limit(limit),
        page,
      );
    },

    count: async (filter: ModelFilter): Promise<number> => db.$count(models, matching(filter)),

    /** Changes name, description and tags. Null when the model was deleted. */
    async describe(id: string, values: Described): Promise<Model | null> {
      const present = and(eq(models.id, id), isNull(models.deletedAt));
      const [row] = await db.update(models).set(describedColumns(values)).where(present).returning(modelColumns);
      return row ?? null;
    },

    /** Lists the versions with numbers below `before`, newest first. */
    async versions(modelId: string, limit: number, before: number | null): Promise<ModelVersion[]> {
      const ofModel = eq(modelVersions.modelId, modelId);
      const rows = await db
        .select(columns)
        .from(modelVersions)
        .where(before === null ? ofModel : and(ofModel, lt(modelVersions.version, before)))
        .orderBy(desc(modelVersions.version))
        .limit(limit);
      return rows.map(toModelVersion);
    },

    /** Finds a version by its number. */
    async versionOf(modelId: string, version: number): Promise<ModelVersion | null> {
      const [row] = await db
        .select(columns)
        .from(modelVersions)
        .where(and(eq(modelVersions.modelId, modelId), eq(modelVersions.version, version)));
      return row ? toModelVersion(row) : null;
    },

    /** Returns the details of a version. Null when the version does not exist. */
    async detailsOf(versionId: string): Promise<LargeJson<ModelDetails> | null> {
      const text = sql<string>`json_build_object('report', ${report}, 'facts', ${facts}, 'history', ${history})::text`;
      const [row] = await db.select({ text }).from(modelVersions).where(eq(modelVersions.id, versionId));
      return row ? parseLargeJson(row.text, detailsSchema) : null;
    },

    async versionById(id: string): Promise<ModelVersion | null> {
      const [row] = await db.select(columns).from(modelVersions).where(eq(modelVersions.id, id));
      return row ? toModelVersion(row) : null;
    },

    /** Finds the version that a task produced. Null also when its model was deleted. */
    async findVersionByTask(taskId: string): Promise<ModelVersion | null> {
      const [row] = await db
        .select(columns)
        .from(modelVersions)
        .innerJoin(models, eq(models.id, modelVersions.modelId))
        .where(and(eq(modelVersions.taskId, taskId), isNull(models.deletedAt)));
      return row ? toModelVersion(row) : null;
    },

    /** Adds the next version to the configuration's model. The first version creates the model. */
    async addVersion(
      tx: Transaction,
      origin: { organizationId: string; configurationId: string; name: string; taskId: string },
      trained: TrainedModel,
    ): Promise<{ modelId: string; versionId: string }> {
      const { organizationId, configurationId, name, taskId } = origin;
      // The no-op update returns the row, locked, even when another training task has created it.
      const [model] = await tx
        .insert(models)
        .values({
          id: newId(),
          organizationId,
          configurationId,
          ...describedColumns({ name, description: '', tags: [] }),
        })
        .onConflictDoUpdate({ target: models.configurationId, set: { name: sql`${models.name}` } })
        .returning();
      if (!model) throw new Error(`The model of configuration ${configurationId} was neither found nor created.`);
      const [last] = await tx
        .select({ version: modelVersions.version })
        .from(modelVersions)
        .where(eq(modelVersions.modelId, model.id))
        .orderBy(desc(modelVersions.version))
        .limit(1);
      const versionId = newId();
      await tx
        .insert(modelVersions)
        .values({ ...trained, id: versionId, modelId: model.id, version: (last?.version ?? 0) + 1, taskId });
      return { modelId: model.id, versionId };
    },
  };
}

function toModelVersion(row: Omit<typeof modelVersions.$inferSelect, keyof ModelDetails>): ModelVersion {
  return {
    ...row,
    environment: environmentSchema.nullable().parse(row.environment),
  };
}
