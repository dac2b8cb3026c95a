/** SQL queries for models and their versions. */
import { and, desc, eq, getTableColumns, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { groupBy, isAmongFirst, isAnyOf } from '../database/batch.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { type Keyed, type PageRequest, pageClauses, pageRows, type SortKeys, textKey } from '../database/keyset.ts';
import { type LargeJson, readLargeJson } from '../database/large-json.ts';
import { type Described, describedColumns, type ItemFilter, matchesFilter, onPage } from '../database/search.ts';
import { configurations } from '../database/tables/configurations.ts';
import { modelImports, models, modelVersions } from '../database/tables/models.ts';
import type { Objective } from '../shared/objectives.ts';
import {
  detailsSchema,
  environmentSchema,
  type ModelDetails,
  type ModelVersion,
  mainMetrics,
  type Score,
  type TrainedModel,
} from './model.ts';

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

const { report, fittedAttributes, history, ...columns } = getTableColumns(modelVersions);
/** The value of the main metric in the JSON of a report, which can have megabytes. */
const mainMetric = sql<number | null>`(case ${report}->>'objective' ${sql.join(
  Object.entries(mainMetrics).map(
    ([objective, metric]) => sql`when ${sql.raw(`'${objective}'`)} then ${report}->>${sql.raw(`'${metric}'`)}`,
  ),
  sql` `,
)} end)::float8`;
const ofModel = { table: modelVersions, id: modelVersions.id, parent: modelVersions.modelId };

export type ModelRepository = ReturnType<typeof createModelRepository>;

export function createModelRepository({ db }: { db: Database }) {
  /** Returns the first versions of each model in an order, newest first, by model id. */
  async function firstVersions(
    modelIds: readonly string[],
    select: Parameters<typeof isAmongFirst>[2],
  ): Promise<Map<string, ModelVersion[]>> {
    const rows = await db
      .select(columns)
      .from(modelVersions)
      .where(isAmongFirst(ofModel, modelIds, select))
      .orderBy(desc(modelVersions.version));
    return groupBy(rows.map(toModelVersion), ({ modelId }) => modelId);
  }

  return {
    /** Returns models by id, including deleted ones (see `deletedAt`). */
    async byIds(ids: readonly string[]): Promise<Map<string, Model>> {
      const rows = await db.select(modelColumns).from(models).where(isAnyOf(models.id, ids));
      return new Map(rows.map((row) => [row.id, row]));
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
      const clauses = pageClauses(page, { id: models.id, keys: sortKeys });
      const { orderBy, limit, key } = clauses;
      const where = onPage(models, clauses, matching({ ...filter, search: null }), filter.search);
      const query = db.select({ row: modelColumns, key }).from(models);
      return pageRows(
        await query
          .where(where)
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

    /** Returns the versions of each model with numbers below `before`, newest first, at most `limit`. */
    versions: (modelIds: readonly string[], limit: number, before: number | null) =>
      firstVersions(modelIds, {
        ...(before !== null && { where: sql`candidate.version < ${before}` }),
        orderBy: sql`candidate.version desc`,
        limit,
      }),

    /** Returns the version with a number of each model; null: the newest one. */
    versionsByNumber: (modelIds: readonly string[], version: number | null) =>
      firstVersions(modelIds, {
        ...(version !== null && { where: sql`candidate.version = ${version}` }),
        orderBy: sql`candidate.version desc`,
        limit: 1,
      }),

    /** Returns the details of versions, as many as fit into memory. */
    detailsOf: (versionIds: readonly string[]): Promise<Map<string, LargeJson<ModelDetails> | Error | null>> =>
      readLargeJson(
        db,
        { table: modelVersions, id: modelVersions.id, columns: { report, fittedAttributes, history } },
        versionIds,
        detailsSchema,
      ),

    /** Returns the main metrics of versions by id, except those without a report, or whose metric is undefined. */
    async scoresOf(versionIds: readonly string[]): Promise<Map<string, Score>> {
      const objective = sql<Objective | null>`${report}->>'objective'`;
      const rows = await db
        .select({ id: modelVersions.id, objective, value: mainMetric })
        .from(modelVersions)
        .where(isAnyOf(modelVersions.id, versionIds));
      const scores = new Map<string, Score>();
      for (const row of rows) {
        if (row.objective === null || row.value === null) continue;
        scores.set(row.id, { name: mainMetrics[row.objective], value: row.value });
      }
      return scores;
    },

    /** Returns the ids of the users who configured or imported models, by the id of the model. Null when it is not recorded. */
    async creatorsOf(modelIds: readonly string[]): Promise<Map<string, string | null>> {
      const userId = sql<string | null>`coalesce(${configurations.createdBy}, ${modelImports.createdBy})`;
      const configurationId = sql`coalesce(${models.configurationId}, ${models.configurationBefore})`;
      const rows = await db
        .select({ modelId: models.id, userId })
        .from(models)
        .leftJoin(configurations, eq(configurations.id, configurationId))
        .leftJoin(modelImports, eq(modelImports.modelId, models.id))
        .where(isAnyOf(models.id, modelIds));
      return new Map(rows.map((row) => [row.modelId, row.userId]));
    },

    /** Returns versions by id. */
    async versionsByIds(ids: readonly string[]): Promise<Map<string, ModelVersion>> {
      const rows = await db.select(columns).from(modelVersions).where(isAnyOf(modelVersions.id, ids));
      return new Map(rows.map((row) => [row.id, toModelVersion(row)]));
    },

    /** Returns the versions that tasks produced, by the id of the task, except those of deleted models. */
    async versionsByTasks(taskIds: readonly string[]): Promise<Map<string, ModelVersion>> {
      const rows = await db
        .select(columns)
        .from(modelVersions)
        .innerJoin(models, eq(models.id, modelVersions.modelId))
        .where(and(isAnyOf(modelVersions.taskId, taskIds), isNull(models.deletedAt)));
      return new Map(rows.map((row) => [row.taskId ?? '', toModelVersion(row)]));
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
