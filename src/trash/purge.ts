/**
 * Takes from the trash what nobody can restore any more: rows, logs, curves, and the artifacts that nothing else refers to. An
 * artifact is deleted before its record forgets it, in one transaction, so a process that dies in between leaves nothing behind that
 * nobody knows of. Any number of processes may purge at once: what another one is at is passed over.
 */
import { and, asc, eq, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { deleteArtifact } from '../artifacts/reference.ts';
import type { Database, Transaction } from '../database/client.ts';
import {
  datasets,
  datasetVersions,
  metricBuckets,
  metricSeries,
  modelImports,
  models,
  modelVersions,
  taskEvents,
  tasks,
} from '../database/tables.ts';
import { datasetProfileSchema, withoutSamples } from '../datasets/profile.ts';
import { checkpointsOf } from '../tasks/queue.ts';
import type { Retention } from '../tasks/retention.ts';

/** Of each kind; the rest waits for the next time. */
const mostAtOnce = 100;

/** The samples of a report, which is alone in naming them (models/evaluated.ts). */
const evaluatedOfVersion = sql<string | null>`${modelVersions.report}->>'evaluatedKey'`;

/** @param days that what was deleted can be restored */
export function createPurge(deps: { db: Database; store: ArtifactStore; days: number; retention: Retention }) {
  const { db, store, days, retention } = deps;
  const longAgo = sql`now() - make_interval(days => ${days})`;

  /** Of keys in one order, so that two who purge cannot wait for each other. */
  async function deleteAll(tx: Transaction, keys: (string | null)[], isNeeded: (key: string) => Promise<unknown[]>) {
    const distinct = [...new Set(keys.filter((key) => key !== null))].sort();
    for (const key of distinct) await deleteArtifact(tx, store, key, async () => (await isNeeded(key)).length > 0);
  }

  /** What is left of it is what the estimates of configurations need, and where models came from. */
  function purgeDataset(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const due = and(isNull(datasets.purgedAt), lt(datasets.deletedAt, longAgo));
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
      await deleteAll(
        tx,
        versions.map(({ artifactKey }) => artifactKey),
        (key) => {
          const others = and(eq(datasetVersions.artifactKey, key), ne(datasetVersions.datasetId, dataset.id));
          return tx.select({ id: datasetVersions.id }).from(datasetVersions).where(others).limit(1);
        },
      );
      const gone = { artifactKey: null, uploadTokenHash: null, rejectionReason: null, rejectionLocation: null };
      for (const { id, state } of versions) {
        // One after the other: a profile may have megabytes.
        const own = eq(datasetVersions.id, id);
        const [row] = await tx.select({ profile: datasetVersions.profile }).from(datasetVersions).where(own);
        const left = row?.profile ? withoutSamples(datasetProfileSchema.parse(row.profile)) : null;
        const ended = state === 'READY' || state === 'EXPIRED' ? state : 'REJECTED'; // nobody is to ingest it
        await tx
          .update(datasetVersions)
          .set({ ...gone, profile: left, state: ended })
          .where(own);
      }
      await tx.update(datasets).set({ purgedAt: sql`now()` }).where(eq(datasets.id, dataset.id));
      return true;
    });
  }

  /** Nothing is left of it. */
  function purgeModel(): Promise<boolean> {
    return db.transaction(async (tx) => {
      const due = lt(models.deletedAt, longAgo);
      const [model] = await tx
        .select()
        .from(models)
        .where(due)
        .orderBy(asc(models.deletedAt))
        .limit(1)
        .for('update', { skipLocked: true });
      if (!model) return false;
      const own = eq(modelVersions.modelId, model.id);
      const keys = { artifactKey: modelVersions.artifactKey, evaluated: evaluatedOfVersion };
      const versions = await tx.select(keys).from(modelVersions).where(own);
      await deleteAll(
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

  /** The log of the organisation keeps the changes of its state, without their reasons: its positions have no gap. */
  function purgeTask(id: string): Promise<void> {
    return db.transaction(async (tx) => {
      // One that is not pruned yet: another process is at it.
      const due = and(
        eq(tasks.id, id),
        isNull(tasks.purgedAt),
        isNotNull(tasks.prunedAt),
        lt(tasks.deletedAt, longAgo),
      );
      const [task] = await tx.select().from(tasks).where(due).limit(1).for('update', { skipLocked: true });
      if (!task) return;
      for (const { key } of checkpointsOf(task)) await store.delete(key);
      const result = task.result as { artifactKey?: string; report?: { evaluatedKey?: string } } | null;
      const written = result?.artifactKey;
      const evaluated = result?.report?.evaluatedKey;
      if (task.kind === 'PREDICT') {
        await deleteAll(tx, [written ?? null], (key) => {
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
      const told = and(eq(taskEvents.taskId, id), eq(taskEvents.type, 'TaskStateChanged'));
      await tx
        .update(taskEvents)
        .set({ payload: sql`${taskEvents.payload} || '{"reason":null}'` })
        .where(told);
      const gone = {
        spec: {},
        progress: null,
        checkpoint: null,
        failureReason: null,
        result: null,
        idempotencyKey: null,
      };
      await tx
        .update(tasks)
        .set({ ...gone, purgedAt: sql`now()` })
        .where(eq(tasks.id, id));
    });
  }

  async function purgeTasks(): Promise<number> {
    const due = and(isNull(tasks.purgedAt), lt(tasks.deletedAt, longAgo));
    const found = await db.select({ id: tasks.id }).from(tasks).where(due).orderBy(tasks.deletedAt).limit(mostAtOnce);
    for (const { id } of found) {
      await retention.pruneTask(id);
      await purgeTask(id);
    }
    return found.length;
  }

  /** Resolves with how much there was to do. Any process may call it, any time. @throws when the store is away */
  return async function purge(): Promise<number> {
    let purged = 0;
    for (const purgeOne of [purgeModel, purgeDataset]) {
      for (let count = 0; count < mostAtOnce && (await purgeOne()); count++) purged++;
    }
    return purged + (await purgeTasks());
  };
}

async function deleteCurves(tx: Transaction, taskId: string): Promise<void> {
  const series = tx.select({ id: metricSeries.id }).from(metricSeries).where(eq(metricSeries.taskId, taskId));
  await tx.delete(metricBuckets).where(inArray(metricBuckets.seriesId, series));
  await tx.delete(metricSeries).where(eq(metricSeries.taskId, taskId));
}
