/** SQL statements for datasets and their versions. */
import { and, desc, eq, getTableColumns, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deleteIfUnreferenced, lockArtifact } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { groupBy, isAmongFirst, isAnyOf } from '../database/batch.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { type Keyed, type PageRequest, pageClauses, pageRows, type SortKeys, textKey } from '../database/keyset.ts';
import { type LargeJson, readLargeJson } from '../database/large-json.ts';
import { type Described, describedColumns, matchesFilter, onPage } from '../database/search.ts';
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
const storedProfile = z.object({ profile: datasetProfileSchema.nullable() }).transform(({ profile: value }) => value);
const { search, ...columns } = getTableColumns(datasets);
const ofDataset = { table: datasetVersions, id: datasetVersions.id, parent: datasetVersions.datasetId };

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
  /** Returns the first versions of each dataset in an order, newest first, by dataset ID. */
  async function firstVersions(
    datasetIds: readonly string[],
    select: Parameters<typeof isAmongFirst>[2],
  ): Promise<Map<string, DatasetVersion[]>> {
    const rows = await db
      .select(versionColumns)
      .from(datasetVersions)
      .where(isAmongFirst(ofDataset, datasetIds, select))
      .orderBy(desc(datasetVersions.version));
    return groupBy(rows.map(toVersion), ({ datasetId }) => datasetId);
  }

  return {
    /** Returns datasets by ID, also deleted ones: see `deletedAt`. */
    async byIds(ids: readonly string[]): Promise<Map<string, Dataset>> {
      const rows = await db.select(columns).from(datasets).where(isAnyOf(datasets.id, ids));
      return new Map(rows.map((row) => [row.id, row]));
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
      const clauses = pageClauses(page, { id: datasets.id, keys: sortKeys });
      const { orderBy, limit, key } = clauses;
      const where = onPage(datasets, clauses, matching({ ...filter, search: null }), filter.search);
      const query = db.select({ row: columns, key }).from(datasets);
      return pageRows(
        await query
          .where(where)
          .orderBy(...orderBy)
          .limit(limit),
        page,
      );
    },

    count: async (filter: DatasetFilter): Promise<number> => db.$count(datasets, matching(filter)),

    /** Changes name, description, tags and license. Null when the dataset was deleted. */
    async describe(id: string, { license, ...values }: Described & Pick<Dataset, 'license'>): Promise<Dataset | null> {
      const present = and(eq(datasets.id, id), isNull(datasets.deletedAt));
      const [row] = await db
        .update(datasets)
        .set({ ...describedColumns(values), license })
        .where(present)
        .returning(columns);
      return row ?? null;
    },

    /** Creates a dataset with its first version in one transaction, so that no dataset is ever visible without a version. */
    create(
      values: Pick<Dataset, 'organizationId' | 'name' | 'license' | 'createdBy'>,
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

    /** Returns the versions of each dataset with numbers below `before`, newest first, at most `limit`. */
    versionsOf: (datasetIds: readonly string[], limit: number, before: number | null) =>
      firstVersions(datasetIds, {
        ...(before !== null && { where: sql`candidate.version < ${before}` }),
        orderBy: sql`candidate.version desc`,
        limit,
      }),

    /** Returns the profiles of versions, as many as fit into memory. */
    profilesOf: (versionIds: readonly string[]): Promise<Map<string, LargeJson<DatasetProfile> | Error | null>> =>
      readLargeJson(
        db,
        { table: datasetVersions, id: datasetVersions.id, columns: { profile } },
        versionIds,
        storedProfile,
      ),

    /** Returns the version with a number of each dataset; null: the newest READY one, else the newest. */
    versionsByNumber: (datasetIds: readonly string[], version: number | null) =>
      firstVersions(datasetIds, {
        ...(version !== null && { where: sql`candidate.version = ${version}` }),
        orderBy: sql`candidate.state = 'READY' desc, candidate.version desc`,
        limit: 1,
      }),

    /** Returns versions by ID. */
    async versionsByIds(ids: readonly string[]): Promise<Map<string, DatasetVersion>> {
      const rows = await db.select(versionColumns).from(datasetVersions).where(isAnyOf(datasetVersions.id, ids));
      return new Map(rows.map((row) => [row.id, toVersion(row)]));
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
      artifact: { artifactKey: string; sha256: string; sizeBytes: number },
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
