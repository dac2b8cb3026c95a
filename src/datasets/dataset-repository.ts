/** SQL statements for datasets and their versions. */
import { and, desc, eq, getTableColumns, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { deleteIfUnreferenced, lockArtifact } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { type Keyed, type PageRequest, pageClauses, pageRows, type SortKeys, textKey } from '../database/keyset.ts';
import { type LargeJson, parseLargeJson } from '../database/large-json.ts';
import { type Described, describedColumns, matchesFilter } from '../database/search.ts';
import { datasets, datasetVersions } from '../database/tables/datasets.ts';
import type { Dataset, DatasetFilter, DatasetFormat, DatasetOrder, DatasetVersion } from './dataset.ts';
import { ingestionProgressSchema } from './ingestion.ts';
import { announceDataset, announceWaiting } from './ingestion-queue.ts';
import { type DatasetProfile, datasetProfileSchema } from './profile.ts';

/** Fields of the upload ticket that a version stores until the upload arrives. */
interface OpenedVersion {
  format: DatasetFormat | null;
  uploadTokenHash: string;
  uploadExpiresAt: Date;
  createdBy: string;
}

const { profile, ...versionColumns } = getTableColumns(datasetVersions);
const { search, ...columns } = getTableColumns(datasets);

const sortKeys: SortKeys<DatasetOrder> = { CREATED_AT: null, NAME: textKey(datasets.name) };

function matching(filter: DatasetFilter): SQL | undefined {
  const { states, formats } = filter;
  const newest = sql`(select max(v.version) from dataset_versions v where v.dataset_id = ${datasets.id})`;
  const ofNewest = and(
    eq(datasetVersions.datasetId, datasets.id),
    eq(datasetVersions.version, newest),
    states ? inArray(datasetVersions.state, [...new Set(states)]) : undefined,
    formats ? inArray(datasetVersions.format, [...new Set(formats)]) : undefined,
  );
  return and(
    matchesFilter(datasets, filter),
    isNull(datasets.deletedAt),
    states || formats ? sql`exists (select 1 from ${datasetVersions} where ${ofNewest})` : undefined,
  );
}

export type DatasetRepository = ReturnType<typeof createDatasetRepository>;

export function createDatasetRepository({ db }: { db: Database }) {
  return {
    /** Also returns a deleted dataset: see `deletedAt`. */
    async byId(id: string): Promise<Dataset | null> {
      const [row] = await db.select().from(datasets).where(eq(datasets.id, id));
      return row ?? null;
    },

    /** Locks a version's dataset against deletion until the transaction ends. Returns null if it is already deleted. */
    async lockForUse(tx: Transaction, versionId: string): Promise<Dataset | null> {
      const [row] = await tx
        .select({ dataset: datasets })
        .from(datasets)
        .innerJoin(datasetVersions, eq(datasetVersions.datasetId, datasets.id))
        .where(and(eq(datasetVersions.id, versionId), isNull(datasets.deletedAt)))
        .for('share', { of: datasets });
      return row?.dataset ?? null;
    },

    /** Returns a page of the datasets that match a filter. Deleted ones do not. */
    async list(filter: DatasetFilter, page: PageRequest<DatasetOrder>): Promise<Keyed<Dataset>[]> {
      const { where, orderBy, limit, key } = pageClauses(page, { id: datasets.id, keys: sortKeys });
      const query = db.select({ row: columns, key }).from(datasets);
      return pageRows(
        await query
          .where(and(matching(filter), where))
          .orderBy(...orderBy)
          .limit(limit),
        page,
      );
    },

    count: async (filter: DatasetFilter): Promise<number> => db.$count(datasets, matching(filter)),

    /** Changes name, description and tags. Null when the dataset was deleted. */
    async describe(id: string, values: Described): Promise<Dataset | null> {
      const present = and(eq(datasets.id, id), isNull(datasets.deletedAt));
      const [row] = await db.update(datasets).set(describedColumns(values)).where(present).returning(columns);
      return row ?? null;
    },

    /** Creates a dataset with its first version in one transaction, so that no dataset is ever visible without a version. */
    create(
      values: Pick<Dataset, 'organizationId' | 'name' | 'createdBy'>,
      opened: OpenedVersion,
    ): Promise<{ dataset: Dataset; version: DatasetVersion }> {
      return db.transaction(async (tx) => {
        const [dataset] = await tx
          .insert(datasets)
          .values({ ...values, ...describedColumns({ description: '', tags: [], ...values }), id: newId() })
          .returning();
        if (!dataset) throw new Error('The insert of the dataset returned no row.');
        return { dataset, version: await insertVersion(tx, dataset.id, opened) };
      });
    },

    /** Creates the next version of a dataset and opens its upload. */
    async addVersion(datasetId: string, opened: OpenedVersion): Promise<DatasetVersion> {
      return db.transaction(async (tx) => {
        // The lock gives concurrent additions different version numbers.
        await tx.select().from(datasets).where(eq(datasets.id, datasetId)).for('update');
        return insertVersion(tx, datasetId, opened);
      });
    },

    /** Lists versions with numbers below `before`, newest first. */
    async versionsOf(datasetId: string, limit: number, before: number | null): Promise<DatasetVersion[]> {
      const ofDataset = eq(datasetVersions.datasetId, datasetId);
      const rows = await db
        .select(versionColumns)
        .from(datasetVersions)
        .where(before === null ? ofDataset : and(ofDataset, lt(datasetVersions.version, before)))
        .orderBy(desc(datasetVersions.version))
        .limit(limit);
      return rows.map(toVersion);
    },

    /** Returns the profile of a version, or null if it has none. */
    async profileOf(versionId: string): Promise<LargeJson<DatasetProfile> | null> {
      const text = sql<string | null>`${profile}::text`;
      const [row] = await db.select({ text }).from(datasetVersions).where(eq(datasetVersions.id, versionId));
      return row?.text ? parseLargeJson(row.text, datasetProfileSchema) : null;
    },

    async newestVersion(datasetId: string): Promise<DatasetVersion | null> {
      const [row] = await db
        .select(versionColumns)
        .from(datasetVersions)
        .where(eq(datasetVersions.datasetId, datasetId))
        .orderBy(desc(datasetVersions.version))
        .limit(1);
      return row ? toVersion(row) : null;
    },

    /** Returns a version by number; null: the newest READY one, else the newest. */
    async versionOf(datasetId: string, version: number | null): Promise<DatasetVersion | null> {
      const ofDataset = eq(datasetVersions.datasetId, datasetId);
      const [row] = await db
        .select(versionColumns)
        .from(datasetVersions)
        .where(version === null ? ofDataset : and(ofDataset, eq(datasetVersions.version, version)))
        .orderBy(desc(eq(datasetVersions.state, 'READY')), desc(datasetVersions.version))
        .limit(1);
      return row ? toVersion(row) : null;
    },

    async versionById(id: string): Promise<DatasetVersion | null> {
      const [row] = await db.select(versionColumns).from(datasetVersions).where(eq(datasetVersions.id, id));
      return row ? toVersion(row) : null;
    },

    /** Returns a version with its organization; null also if its dataset is deleted. */
    async versionByToken(uploadTokenHash: string): Promise<(DatasetVersion & { organizationId: string }) | null> {
      const [row] = await db
        .select({ ...versionColumns, organizationId: datasets.organizationId })
        .from(datasetVersions)
        .innerJoin(datasets, eq(datasets.id, datasetVersions.datasetId))
        .where(and(eq(datasetVersions.uploadTokenHash, uploadTokenHash), isNull(datasets.deletedAt)));
      return row ? { ...toVersion(row), organizationId: row.organizationId } : null;
    },

    async renewUpload(id: string, uploadExpiresAt: Date): Promise<void> {
      await db
        .update(datasetVersions)
        .set({ uploadExpiresAt })
        .where(and(eq(datasetVersions.id, id), eq(datasetVersions.state, 'UPLOADING')));
    },

    /** Expires an upload early. */
    async expireUpload(id: string): Promise<void> {
      await db
        .update(datasetVersions)
        .set({ state: 'EXPIRED' })
        .where(and(eq(datasetVersions.id, id), eq(datasetVersions.state, 'UPLOADING')));
    },

    /** Expires versions whose upload did not arrive in time. */
    async expireUploads(): Promise<void> {
      await db
        .update(datasetVersions)
        .set({ state: 'EXPIRED' })
        .where(and(eq(datasetVersions.state, 'UPLOADING'), lt(datasetVersions.uploadExpiresAt, sql`now()`)));
    },

    /**
     * Records an artifact that is in the store, and queues the version for ingestion. Returns false if another upload to the same
     * version finished first.
     * @param check throws when the ticket is no longer valid
     * @throws ArtifactGone, and what `check` throws
     */
    uploaded(
      id: string,
      store: ArtifactStore,
      artifact: { artifactKey: string; sha256: string; bytes: number },
      check: (tx: Transaction) => Promise<void>,
    ): Promise<boolean> {
      return db.transaction(async (tx) => {
        await check(tx);
        await lockArtifact(tx, store, artifact.artifactKey);
        const rows = await tx
          .update(datasetVersions)
          .set({ ...artifact, state: 'INGESTING' })
          .where(and(eq(datasetVersions.id, id), eq(datasetVersions.state, 'UPLOADING')))
          .returning({ datasetId: datasetVersions.datasetId });
        for (const { datasetId } of rows) {
          await announceWaiting(tx);
          await announceDataset(tx, datasetId);
        }
        return rows.length > 0;
      });
    },

    /** Deletes an artifact that was stored but not recorded, unless another version references it. */
    discardArtifact(store: ArtifactStore, key: string): Promise<void> {
      return db.transaction((tx) =>
        deleteIfUnreferenced(tx, store, key, async () => {
          const ofKey = eq(datasetVersions.artifactKey, key);
          const [reference] = await tx.select({ id: datasetVersions.id }).from(datasetVersions).where(ofKey).limit(1);
          return reference !== undefined;
        }),
      );
    },
  };
}

async function insertVersion(tx: Transaction, datasetId: string, opened: OpenedVersion): Promise<DatasetVersion> {
  const version = sql`(select coalesce(max(version), 0) + 1 from dataset_versions where dataset_id = ${datasetId})`;
  const [row] = await tx
    .insert(datasetVersions)
    .values({ ...opened, id: newId(), datasetId, version })
    .returning(versionColumns);
  if (!row) throw new Error('The insert of the dataset version returned no row.');
  return toVersion(row);
}

function toVersion(row: Omit<typeof datasetVersions.$inferSelect, 'profile'>): DatasetVersion {
  return { ...row, ingestion: ingestionProgressSchema.nullable().parse(row.ingestion) };
}
