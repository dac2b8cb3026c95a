/**
 * Permanently deletes items whose restore period has ended: rows, logs, curves, and artifacts that no other record references.
 * Each artifact is deleted before its record, in one transaction, so a crash in between leaves no orphaned artifact. Safe to run
 * concurrently: locked items are skipped.
 */
import { and, asc, eq, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deleteIfUnreferenced } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Database, Transaction } from '../database/client.ts';
import { datasets, datasetVersions } from '../database/tables/datasets.ts';
import { metricBuckets, metricSeries } from '../database/tables/metrics.ts';
import { modelImports, models, modelVersions } from '../database/tables/models.ts';
import { taskEvents, tasks } from '../database/tables/tasks.ts';
import { datasetProfileSchema, redactSamples } from '../datasets/profile.ts';
import type { Retention } from '../tasks/events/retention.ts';
import { parseCheckpoints } from '../tasks/task-row.ts';

/** Limit per item type and run. Further items wait for the next run. */
const maxPerRun = 100;

/** The artifacts that belong to the result of a task. Not taskResultSchema: a result that it rejects must not block the purge. */
const resultKeysSchema = z
  .object({
    artifactKey: z.string().optional(),
    report: z.object({ evaluatedKey: z.string().optional() }).nullish(),
  })
  .nullable();

/** Artifact key of a report's sample predictions. No other record references it (models/sample-predictions.ts). */
const samplePredictionsKeySql = sql<string | null>`${modelVersions.report}->>'evaluatedKey'`;

/** @param days how long a deleted item can be restored, in days */
export function createPurger(deps: { db: Database; store: ArtifactStore; days: number; retention: Retention }) {
  const { db, store, days, retention } = deps;
  const restoreDeadline = sql`now() - make_interval(days => ${days})`;

  /** Deletes unreferenced artifacts. Keys are locked in sorted order, so that two processes cannot deadlock. */
  async function deleteArtifacts(
    tx: Transaction,
    keys: (string | null)[],
    isNeeded: (key: string) => Promise<unknown[]>,
  ) {
    const distinct = [...new Set(keys.filter((key) => key !== null))].sort();
    for (const key of distinct)
      await deleteIfUnreferenced(tx, store, key, async () => (await isNeeded(key)).length > 0);
  }

  /** Purges one dataset. Its stub keeps what configuration estimates and the origins of models need. */
  function purgeDataset(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const due = and(isNull(datasets.purgedAt), lt(datasets.deletedAt, restoreDeadline));
      const [dataset] = await tx
        .select()
        .from(datasets)
        .where(due)
        .orderBy(asc(datasets.deletedAt))
        .limit(1)
        .for('update', { skipLocked: true });
      if (!dataset) return false;
      const { id, state, artifactKey } = datasetVersions;
      const ofDataset = eq(datasetVersions.datasetId, dataset.id);
      const versions = await tx.select({ id, state, artifactKey }).from(datasetVersions).where(ofDataset);
      await deleteArtifacts(
        tx,
        versions.map(({ artifactKey }) => artifactKey),
        (key) => {
          const others = and(eq(datasetVersions.artifactKey, key), ne(datasetVersions.datasetId, dataset.id));
          return tx.select({ id: datasetVersions.id }).from(datasetVersions).where(others).limit(1);
        },
      );
      const cleared = { artifactKey: null, uploadTokenHash: null, rejectionReason: null, rejectionLocation: null };
      for (const { id, state } of versions) {
        // A profile can have megabytes, so only one is loaded at a time.
        const own = eq(datasetVersions.id, id);
        const [row] = await tx.select({ profile: datasetVersions.profile }).from(datasetVersions).where(own);
        const redacted = row?.profile ? redactSamples(datasetProfileSchema.parse(row.profile)) : null;
        const finalState = state === 'READY' || state === 'EXPIRED' ? state : 'REJECTED'; // keeps it from being ingested
        await tx
          .update(datasetVersions)
          .set({ ...cleared, profile: redacted, state: finalState })
          .where(own);
      }
      await tx.update(datasets).set({ purgedAt: sql`now()` }).where(eq(datasets.id, dataset.id));
      return true;
    });
  }

  /** Purges one model completely. */
  function purgeModel(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const due = lt(models.deletedAt, restoreDeadline);
      const [model] = await tx
        .select()
        .from(models)
        .where(due)
        .orderBy(asc(models.deletedAt))
        .limit(1)
        .for('update', { skipLocked: true });
      if (!model) return false;
      const own = eq(modelVersions.modelId, model.id);
      const keys = { artifactKey: modelVersions.artifactKey, evaluated: samplePredictionsKeySql };
      const versions = await tx.select(keys).from(modelVersions).where(own);
      await deleteArtifacts(
        tx,
        versions.map(({ artifactKey }) => artifactKey),
        (key) => {
          const others = and(eq(modelVersions.artifactKey, key), ne(modelVersions.modelId, model.id));
          return tx.select({ id: modelVersions.id }).from(modelVersions).where(others).limit(1);
        },
      );
      for (const { evaluated } of versions) if (evaluated) await store.delete(evaluated);
      await tx.update(modelImports).set({ modelId: null }).where(eq(modelImports.modelId, model.id));
      await tx.delete(modelVersions).where(own);
      await tx.delete(models).where(eq(models.id, model.id));
      return true;
    });
  }

  /** Purges a task. Its state changes stay in the organization's log, without reasons, so that positions have no gap. */
  function purgeTask(id: string): Promise<void> {
    return db.transaction(async (tx) => {
      // A task that is not pruned yet is locked by another process.
      const due = and(
        eq(tasks.id, id),
        isNull(tasks.purgedAt),
        isNotNull(tasks.prunedAt),
        lt(tasks.deletedAt, restoreDeadline),
      );
      const [task] = await tx.select().from(tasks).where(due).limit(1).for('update', { skipLocked: true });
      if (!task) return;
      for (const { key } of parseCheckpoints(task)) await store.delete(key);
      const result = resultKeysSchema.parse(task.result);
      const written = result?.artifactKey;
      const evaluated = result?.report?.evaluatedKey;
      if (task.kind === 'PREDICT') {
        await deleteArtifacts(tx, [written ?? null], (key) => {
          const others = and(
            eq(tasks.kind, 'PREDICT'),
            sql`${tasks.result}->>'artifactKey' = ${key}`,
            ne(tasks.id, id),
          );
          return tx.select({ id: tasks.id }).from(tasks).where(others).limit(1);
        });
      }
      if (evaluated) await store.delete(evaluated);
      await deleteCurves(tx, id);
      const isStateChange = and(eq(taskEvents.taskId, id), eq(taskEvents.type, 'TaskStateChanged'));
      await tx
        .update(taskEvents)
        .set({ payload: sql`${taskEvents.payload} || '{"reason":null}'` })
        .where(isStateChange);
      const cleared = {
        spec: {},
        progress: null,
        checkpoint: null,
        failureReason: null,
        result: null,
        idempotencyKey: null,
      };
      await tx
        .update(tasks)
        .set({ ...cleared, purgedAt: sql`now()` })
        .where(eq(tasks.id, id));
    });
  }

  async function purgeTasks(): Promise<number> {
    const due = and(isNull(tasks.purgedAt), lt(tasks.deletedAt, restoreDeadline));
    const found = await db.select({ id: tasks.id }).from(tasks).where(due).orderBy(tasks.deletedAt).limit(maxPerRun);
    for (const { id } of found) {
      await retention.pruneTask(id);
      await purgeTask(id);
    }
    return found.length;
  }

  /** Resolves with the number of purged items. Safe to call from any process. @throws if the artifact store is unavailable */
  return async function purge(): Promise<number> {
    let purged = 0;
    for (const purgeOne of [purgeModel, purgeDataset]) {
      for (let count = 0; count < maxPerRun && (await purgeOne()); count++) purged++;
    }
    return purged + (await purgeTasks());
  };
}

async function deleteCurves(tx: Transaction, taskId: string): Promise<void> {
  const series = tx.select({ id: metricSeries.id }).from(metricSeries).where(eq(metricSeries.taskId, taskId));
  await tx.delete(metricBuckets).where(inArray(metricBuckets.seriesId, series));
  await tx.delete(metricSeries).where(eq(metricSeries.taskId, taskId));
}
