/** SQL of models and their versions. */
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { models, modelVersions } from '../database/tables.ts';
import {
  environmentSchema,
  evaluationReportSchema,
  factsSchema,
  historySchema,
  type ModelVersion,
  type TrainedModel,
} from './model.ts';

export type Model = typeof models.$inferSelect;

export type ModelRepository = ReturnType<typeof createModelRepository>;

export function createModelRepository({ db }: { db: Database }) {
  return {
    /** Also one that was deleted: `deletedAt` tells. */
    async byId(id: string): Promise<Model | null> {
      const [row] = await db.select().from(models).where(eq(models.id, id));
      return row ?? null;
    },

    /** Of a version: its model, which nobody deletes before the end of this transaction. Null: it was deleted. */
    async hold(tx: Transaction, versionId: string): Promise<Model | null> {
      const [row] = await tx
        .select({ model: models })
        .from(models)
        .innerJoin(modelVersions, eq(modelVersions.modelId, models.id))
        .where(and(eq(modelVersions.id, versionId), isNull(models.deletedAt)))
        .for('share', { of: models });
      return row?.model ?? null;
    },

    async ofConfiguration(configurationId: string): Promise<Model | null> {
      const [row] = await db.select().from(models).where(eq(models.configurationId, configurationId));
      return row ?? null;
    },

    /** Newest first, of the given organisations, with ids before `before`. */
    list(organizationIds: string[], limit: number, before: string | null): Promise<Model[]> {
      return db
        .select()
        .from(models)
        .where(
          and(
            inArray(models.organizationId, organizationIds),
            isNull(models.deletedAt),
            before ? lt(models.id, before) : undefined,
          ),
        )
        .orderBy(desc(models.id))
        .limit(limit);
    },

    /** Newest first. */
    async versions(modelId: string): Promise<ModelVersion[]> {
      const rows = await db
        .select()
        .from(modelVersions)
        .where(eq(modelVersions.modelId, modelId))
        .orderBy(desc(modelVersions.version));
      return rows.map(versionOfRow);
    },

    async versionById(id: string): Promise<ModelVersion | null> {
      const [row] = await db.select().from(modelVersions).where(eq(modelVersions.id, id));
      return row ? versionOfRow(row) : null;
    },

    /** Null also when its model was deleted. */
    async versionOfTask(taskId: string): Promise<ModelVersion | null> {
      const [row] = await db
        .select({ version: modelVersions })
        .from(modelVersions)
        .innerJoin(models, eq(models.id, modelVersions.modelId))
        .where(and(eq(modelVersions.taskId, taskId), isNull(models.deletedAt)));
      return row ? versionOfRow(row.version) : null;
    },

    /** Adds the next version to the configuration's model, making the model with its first one. */
    async addVersion(
      tx: Transaction,
      origin: { organizationId: string; configurationId: string; name: string; taskId: string },
      trained: TrainedModel,
    ): Promise<{ modelId: string; versionId: string }> {
      const { organizationId, configurationId, name, taskId } = origin;
      // The update that changes nothing makes the row come back, locked, when another training made it.
      const [model] = await tx
        .insert(models)
        .values({ id: newId(), organizationId, configurationId, name })
        .onConflictDoUpdate({ target: models.configurationId, set: { name: sql`${models.name}` } })
        .returning();
      if (!model) throw new Error(`The model of configuration ${configurationId} was neither found nor made.`);
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

function versionOfRow(row: typeof modelVersions.$inferSelect): ModelVersion {
  return {
    ...row,
    report: evaluationReportSchema.nullable().parse(row.report),
    facts: factsSchema.parse(row.facts),
    history: historySchema.parse(row.history),
    environment: environmentSchema.nullable().parse(row.environment),
  };
}
