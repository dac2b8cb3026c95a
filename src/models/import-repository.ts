/** SQL queries for imports. */
import { and, eq, getTableColumns, lt, sql } from 'drizzle-orm';
import { deleteIfUnreferenced, lockArtifact } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { isAnyOf } from '../database/batch.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { describedColumns } from '../database/search.ts';
import { modelImports, models, modelVersions } from '../database/tables/models.ts';
import { storable } from '../text.ts';
import { type ImportedModel, type ImportOptions, importOptionsSchema, type ModelImport } from './import-archive.ts';

const { options, ...columns } = getTableColumns(modelImports);

export type ImportRepository = ReturnType<typeof createImportRepository>;

export function createImportRepository({ db, store }: { db: Database; store: ArtifactStore }) {
  return {
    /** Returns imports by id. */
    async byIds(ids: readonly string[]): Promise<Map<string, ModelImport>> {
      const rows = await db.select(columns).from(modelImports).where(isAnyOf(modelImports.id, ids));
      return new Map(rows.map((row) => [row.id, row]));
    },

    async byToken(uploadTokenHash: string): Promise<(ModelImport & { options: ImportOptions }) | null> {
      const [row] = await db.select().from(modelImports).where(eq(modelImports.uploadTokenHash, uploadTokenHash));
      return row ? { ...row, options: importOptionsSchema.parse(row.options) } : null;
    },

    async create(
      values: Pick<ModelImport, 'organizationId' | 'name' | 'uploadTokenHash' | 'uploadExpiresAt' | 'createdBy'> & {
        options: ImportOptions;
      },
    ): Promise<ModelImport> {
      const [row] = await db
        .insert(modelImports)
        .values({ ...values, id: newId() })
        .returning(columns);
      if (!row) throw new Error('The import was not written.');
      return row;
    },

    async renewUpload(id: string, uploadExpiresAt: Date): Promise<void> {
      await db
        .update(modelImports)
        .set({ uploadExpiresAt })
        .where(and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING')));
    },

    /** Expires an upload early. */
    async expireUpload(id: string): Promise<void> {
      await db
        .update(modelImports)
        .set({ state: 'EXPIRED' })
        .where(and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING')));
    },

    /** Expires the imports whose upload did not finish in time. */
    async expireUploads(): Promise<void> {
      await db
        .update(modelImports)
        .set({ state: 'EXPIRED' })
        .where(and(eq(modelImports.state, 'UPLOADING'), lt(modelImports.uploadExpiresAt, sql`now()`)));
    },

    /**
     * Creates the imported model and marks the import as READY. Null when another upload has already finished the import.
     * @param check throws when the ticket is no longer valid
     * @throws ArtifactGone, and what `check` throws
     */
    markReady(
      { id, organizationId, name }: ModelImport,
      { format, ...files }: ImportedModel,
      check: (tx: Transaction) => Promise<void>,
    ): Promise<ModelImport | null> {
      return db.transaction(async (tx) => {
        await check(tx);
        const waiting = and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING'));
        const [locked] = await tx.select({ id: modelImports.id }).from(modelImports).where(waiting).for('update');
        if (!locked) return null;
        await lockArtifact(tx, store, files.artifactKey);
        const modelId = newId();
        const described = describedColumns({ name, description: '', tags: [] });
        await tx.insert(models).values({ id: modelId, organizationId, ...described });
        await tx.insert(modelVersions).values({ ...files, id: newId(), modelId, version: 1, history: [] });
        const done = { state: 'READY', format, modelId } as const;
        const [row] = await tx.update(modelImports).set(done).where(waiting).returning(columns);
        return row ?? null;
      });
    },

    /** Deletes a stored but unrecorded model, unless another version has the same artifact. */
    discardArtifact(key: string): Promise<void> {
      return db.transaction((tx) =>
        deleteIfUnreferenced(tx, store, key, async () => {
          const ofKey = eq(modelVersions.artifactKey, key);
          const [user] = await tx.select({ id: modelVersions.id }).from(modelVersions).where(ofKey).limit(1);
          return user !== undefined;
        }),
      );
    },

    /**
     * Marks the import as REJECTED. Null when another upload has already finished the import.
     * @param check throws when the ticket is no longer valid
     */
    markRejected(
      id: string,
      rejectionReason: string,
      rejectionLocation: string | null,
      check: (tx: Transaction) => Promise<void>,
    ): Promise<ModelImport | null> {
      return db.transaction(async (tx) => {
        await check(tx);
        const [row] = await tx
          .update(modelImports)
          .set({ state: 'REJECTED', ...storable({ rejectionReason, rejectionLocation }) })
          .where(and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING')))
          .returning(columns);
        return row ?? null;
      });
    },
  };
}
