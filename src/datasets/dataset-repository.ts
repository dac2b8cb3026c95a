/** SQL of datasets and their versions. */
import { and, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { holdArtifact } from '../artifacts/reference.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { datasets, datasetVersions } from '../database/tables.ts';
import type { Dataset, DatasetFormat, DatasetVersion } from './dataset.ts';
import type { DatasetProfile } from './profile.ts';

/** Whoever ingests a version renews its claim well within this time. */
const ingestLeaseSeconds = 60;

export type DatasetRepository = ReturnType<typeof createDatasetRepository>;

export function createDatasetRepository({ db }: { db: Database }) {
  const lease = sql<Date>`now() + make_interval(secs => ${ingestLeaseSeconds})`;

  return {
    /** Also one that was deleted: `deletedAt` tells. */
    async byId(id: string): Promise<Dataset | null> {
      const [row] = await db.select().from(datasets).where(eq(datasets.id, id));
      return row ?? null;
    },

    /** Of a version: its dataset, which nobody deletes before the end of this transaction. Null: it was deleted. */
    async hold(tx: Transaction, versionId: string): Promise<Dataset | null> {
      const [row] = await tx
        .select({ dataset: datasets })
        .from(datasets)
        .innerJoin(datasetVersions, eq(datasetVersions.datasetId, datasets.id))
        .where(and(eq(datasetVersions.id, versionId), isNull(datasets.deletedAt)))
        .for('share', { of: datasets });
      return row?.dataset ?? null;
    },

    /** Newest first, of the given organisations, with ids before `before`. */
    list(organizationIds: string[], limit: number, before: string | null): Promise<Dataset[]> {
      return db
        .select()
        .from(datasets)
        .where(
          and(
            inArray(datasets.organizationId, organizationIds),
            isNull(datasets.deletedAt),
            before ? lt(datasets.id, before) : undefined,
          ),
        )
        .orderBy(desc(datasets.id))
        .limit(limit);
    },

    async create(values: Pick<Dataset, 'organizationId' | 'name' | 'createdBy'>): Promise<Dataset> {
      const [row] = await db
        .insert(datasets)
        .values({ ...values, id: newId() })
        .returning();
      if (!row) throw new Error('The dataset was not written.');
      return row;
    },

    /** Opens the next version of a dataset for its upload. */
    async addVersion(
      datasetId: string,
      values: { format: DatasetFormat | null; uploadTokenHash: string; uploadExpiresAt: Date },
    ): Promise<DatasetVersion> {
      return db.transaction(async (tx) => {
        // The lock lets two additions at once get two numbers.
        await tx.select().from(datasets).where(eq(datasets.id, datasetId)).for('update');
        const [row] = await tx
          .insert(datasetVersions)
          .values({
            ...values,
            id: newId(),
            datasetId,
            version: sql`(select coalesce(max(version), 0) + 1 from dataset_versions where dataset_id = ${datasetId})`,
          })
          .returning();
        if (!row) throw new Error('The dataset version was not written.');
        return row;
      });
    },

    /** Newest first. */
    versionsOf(datasetId: string): Promise<DatasetVersion[]> {
      return db
        .select()
        .from(datasetVersions)
        .where(eq(datasetVersions.datasetId, datasetId))
        .orderBy(desc(datasetVersions.version));
    },

    async versionById(id: string): Promise<DatasetVersion | null> {
      const [row] = await db.select().from(datasetVersions).where(eq(datasetVersions.id, id));
      return row ?? null;
    },

    /** Null also when its dataset was deleted. */
    async versionByToken(uploadTokenHash: string): Promise<DatasetVersion | null> {
      const [row] = await db
        .select({ version: datasetVersions })
        .from(datasetVersions)
        .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
        .where(and(eq(datasetVersions.uploadTokenHash, uploadTokenHash), isNull(datasets.deletedAt)));
      return row?.version ?? null;
    },

    /** The bytes are in the store. False when another upload to the same version was faster. @throws ArtifactGone */
    uploaded(
      id: string,
      store: ArtifactStore,
      artifact: { artifactKey: string; sha256: string; bytes: number },
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        await holdArtifact(tx, store, artifact.artifactKey);
        const rows = await tx
          .update(datasetVersions)
          .set({ ...artifact, state: 'INGESTING' })
          .where(and(eq(datasetVersions.id, id), eq(datasetVersions.state, 'UPLOADING')))
          .returning({ id: datasetVersions.id });
        return rows.length > 0;
      });
    },

    /** Takes a version that waits for ingestion, or whose ingester is gone. Null when there is none. */
    async claimIngestion(): Promise<DatasetVersion | null> {
      const waiting = db
        .select({ id: datasetVersions.id })
        .from(datasetVersions)
        .where(
          and(
            eq(datasetVersions.state, 'INGESTING'),
            or(isNull(datasetVersions.ingestLeaseExpiresAt), lt(datasetVersions.ingestLeaseExpiresAt, sql`now()`)),
          ),
        )
        .orderBy(datasetVersions.id)
        .limit(1)
        .for('update', { skipLocked: true });
      const [row] = await db
        .update(datasetVersions)
        .set({ ingestLeaseExpiresAt: lease, ingestAttempts: sql`${datasetVersions.ingestAttempts} + 1` })
        .where(inArray(datasetVersions.id, waiting))
        .returning();
      return row ?? null;
    },

    async renewIngestion(claim: DatasetVersion): Promise<void> {
      await db.update(datasetVersions).set({ ingestLeaseExpiresAt: lease }).where(isClaimed(claim));
    },

    async ready(claim: DatasetVersion, format: DatasetFormat, profile: DatasetProfile): Promise<void> {
      await db
        .update(datasetVersions)
        .set({ state: 'READY', format, profile, readyAt: sql`now()`, ingestLeaseExpiresAt: null })
        .where(isClaimed(claim));
    },

    async rejected(claim: DatasetVersion, reason: string, location: string | null): Promise<void> {
      await db
        .update(datasetVersions)
        .set({ state: 'REJECTED', rejectionReason: reason, rejectionLocation: location, ingestLeaseExpiresAt: null })
        .where(isClaimed(claim));
    },
  };
}

/** Still the same attempt at ingestion: one that was taken over writes nothing. */
function isClaimed(claim: DatasetVersion) {
  return and(
    eq(datasetVersions.id, claim.id),
    eq(datasetVersions.state, 'INGESTING'),
    eq(datasetVersions.ingestAttempts, claim.ingestAttempts),
  );
}
