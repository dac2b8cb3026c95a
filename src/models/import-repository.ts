/** SQL of imports. */
import { and, eq, lt, sql } from 'drizzle-orm';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { deleteArtifact, holdArtifact } from '../artifacts/reference.ts';
import type { Database, Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { modelImports, models, modelVersions } from '../database/tables.ts';
import { storable } from '../text.ts';
import type { Imported, ModelImport } from './imported.ts';

export type ImportRepository = ReturnType<typeof createImportRepository>;

export function createImportRepository({ db, store }: { db: Database; store: ArtifactStore }) {
  return {
    async byId(id: string): Promise<ModelImport | null> {
      const [row] = await db.select().from(modelImports).where(eq(modelImports.id, id));
      return row ?? null;
    },

    async byToken(uploadTokenHash: string): Promise<ModelImport | null> {
      const [row] = await db.select().from(modelImports).where(eq(modelImports.uploadTokenHash, uploadTokenHash));
      return row ?? null;
    },

    async create(
      values: Pick<
        ModelImport,
        'organizationId' | 'name' | 'options' | 'uploadTokenHash' | 'uploadExpiresAt' | 'createdBy'
      >,
    ): Promise<ModelImport> {
      const [row] = await db
        .insert(modelImports)
        .values({ ...values, id: newId() })
        .returning();
      if (!row) throw new Error('The import was not written.');
      return row;
    },

    async renewUpload(id: string, uploadExpiresAt: Date): Promise<void> {
      await db
        .update(modelImports)
        .set({ uploadExpiresAt })
        .where(and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING')));
    },

    /** Ends an upload before its time. */
    async expireUpload(id: string): Promise<void> {
      await db
        .update(modelImports)
        .set({ state: 'EXPIRED' })
        .where(and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING')));
    },

    /** Imports whose bytes did not come in time become EXPIRED. */
    async expireUploads(): Promise<void> {
      await db
        .update(modelImports)
        .set({ state: 'EXPIRED' })
        .where(and(eq(modelImports.state, 'UPLOADING'), lt(modelImports.uploadExpiresAt, sql`now()`)));
    },

    /**
     * Makes a model of it. Null: another upload ended it before.
     * @param check throws when the ticket does not hold any more
     * @throws ArtifactGone, and what `check` throws
     */
    ready(
      { id, organizationId, name }: ModelImport,
      { format, ...files }: Imported,
      check: (tx: Transaction) => Promise<void>,
    ): Promise<ModelImport | null> {
      return db.transaction(async (tx) => {
        await check(tx);
        const waiting = and(eq(modelImports.id, id), eq(modelImports.state, 'UPLOADING'));
        const [locked] = await tx.select().from(modelImports).where(waiting).for('update');
        if (!locked) return null;
        await holdArtifact(tx, store, files.artifactKey);
        const modelId = newId();
        await tx.insert(models).values({ id: modelId, organizationId, name });
        await tx.insert(modelVersions).values({ ...files, id: newId(), modelId, version: 1, history: [] });
        const done = { state: 'READY', format, modelId } as const;
        const [row] = await tx.update(modelImports).set(done).where(waiting).returning();
        return row ?? null;
      });
    },

    /** Deletes a model that was stored and not recorded, unless another version is the same. */
    discardArtifact(key: string): Promise<void> {
      return db.transaction((tx) =>
        deleteArtifact(tx, store, key, async () => {
          const ofKey = eq(modelVersions.artifactKey, key);
          const [needing] = await tx.select({ id: modelVersions.id }).from(modelVersions).where(ofKey).limit(1);
          return needing !== undefined;
        }),
      );
    },

    /**
     * Ends it with what is wrong with its archive. Null: another upload ended it before.
     * @param check throws when the ticket does not hold any more
     */
    rejected(
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
          .returning();
        return row ?? null;
      });
    },
  };
}
