/** What people do with datasets: open one for upload, send its bytes, read what came of it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { MembershipService } from '../accounts/membership-service.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { withContent } from '../artifacts/content.ts';
import { storeWithRecord } from '../artifacts/reference.ts';
import {
  hashToken,
  limited,
  openTicket,
  renewing,
  type Upload,
  type UploadLimits,
  type UploadTicket,
} from '../artifacts/upload.ts';
import type { Transaction } from '../database/client.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../errors.ts';
import { bytesPerJsonByte, createSharedReads } from '../graphql/cost/shared-reads.ts';
import { nameFrom } from '../names.ts';
import type { Dataset, DatasetFormat, DatasetVersion } from './dataset.ts';
import type { DatasetRepository } from './dataset-repository.ts';
import { type DatasetProfile, datasetProfileSchema } from './profile.ts';

const maxProfileBytes = 64 * 2 ** 20;

export type DatasetService = ReturnType<typeof createDatasetService>;

/**
 * @param publicUrl address under which clients reach the gateway
 */
export function createDatasetService(deps: {
  repository: DatasetRepository;
  memberships: Pick<MembershipService, 'authorizeTicket'>;
  store: ArtifactStore;
  publicUrl: () => string;
  uploadLimits: UploadLimits;
}) {
  const { repository, memberships, store } = deps;
  const profiles = createSharedReads<DatasetProfile>({ maxBytes: maxProfileBytes });

  /** A ticket, and what a version that waits for its upload keeps of it. */
  function openTicketFor(format: DatasetFormat | null, createdBy: string) {
    const { upload, tokenHash } = openTicket(`${deps.publicUrl()}/uploads`, deps.uploadLimits.maxBytes);
    return { upload, opened: { format, uploadTokenHash: tokenHash, uploadExpiresAt: upload.expiresAt, createdBy } };
  }

  async function take(version: DatasetVersion & { organizationId: string }, upload: Upload): Promise<DatasetVersion> {
    await memberships.authorizeTicket(version);
    const bytesOf = renewing(limited(upload, deps.uploadLimits), (end) => repository.renewUpload(version.id, end));
    return withContent('datasets', bytesOf, async ({ key: artifactKey, sha256, bytes, putInto }) => {
      if (bytes === 0) throw new InvalidInput('body', 'The upload is empty. Send the file as the request body.');
      const artifact = { artifactKey, sha256, bytes };
      const check = (tx: Transaction) => memberships.authorizeTicket(version, tx);
      const recorded = await storeWithRecord({
        put: () => putInto(store),
        record: async () => (await repository.uploaded(version.id, store, artifact, check)) || null,
        discard: () => repository.discardArtifact(store, artifactKey),
      });
      if (!recorded) throw new Conflict('This upload has been made already.');
      return { ...version, ...artifact, state: 'INGESTING' };
    });
  }

  return {
    /**
     * Opens a new dataset, or with `datasetId` the next version of one, for its upload.
     * @throws InvalidInput, NotFound, Forbidden, Unauthenticated
     */
    async create(
      viewer: Viewer | null,
      input: { name: string; format: DatasetFormat | null; organizationId: string | null; datasetId: string | null },
    ): Promise<{ dataset: Dataset; version: DatasetVersion; upload: UploadTicket }> {
      if (input.datasetId) {
        const dataset = await this.byId(viewer, input.datasetId);
        const { userId } = authorize(viewer, 'write', dataset.organizationId, 'dataset');
        const { upload, opened } = openTicketFor(input.format, userId);
        return { dataset, version: await repository.addVersion(dataset.id, opened), upload };
      }
      const organizationId = input.organizationId ?? viewer?.personalOrganizationId ?? '';
      const { userId } = authorize(viewer, 'write', organizationId);
      const name = nameFrom(input.name);
      const { upload, opened } = openTicketFor(input.format, userId);
      return { ...(await repository.create({ organizationId, name, createdBy: userId }, opened)), upload };
    },

    /**
     * Streams the bytes of an upload into the store and hands them to ingestion.
     * @throws NotFound (no such ticket), Conflict (used or expired), Forbidden (who opened it may not write any more), InvalidInput
     * (empty), UploadTooLarge, UploadStalled
     */
    async receive(token: string, upload: Upload): Promise<DatasetVersion> {
      const version = await repository.versionByToken(hashToken(token));
      if (!version) throw new NotFound('There is no such upload.');
      const isLate = version.uploadExpiresAt !== null && version.uploadExpiresAt < new Date();
      if (version.state === 'EXPIRED' || (version.state === 'UPLOADING' && isLate)) {
        throw new Conflict('This upload link has expired. Open the dataset again with createDataset.');
      }
      if (version.state !== 'UPLOADING') throw new Conflict('This upload has been made already.');
      try {
        return await take(version, upload);
      } catch (error) {
        if (error instanceof Forbidden) await repository.expireUpload(version.id);
        throw error;
      }
    },

    /** Ends the uploads that were never finished. */
    expireUploads: () => repository.expireUploads(),

    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Dataset> {
      const dataset = await this.origin(viewer, id);
      if (dataset.deletedAt) throw missing('dataset');
      return dataset;
    },

    /** What something was made of, and be it deleted. @throws NotFound, Unauthenticated */
    async origin(viewer: Viewer | null, id: string): Promise<Dataset> {
      requireViewer(viewer);
      const dataset = await repository.byId(id);
      if (!dataset) throw missing('dataset');
      authorize(viewer, 'read', dataset.organizationId, 'dataset');
      return dataset;
    },

    /** Keeps a version's dataset from being deleted until the end of this transaction. @throws Conflict when it was */
    async hold(tx: Transaction, versionId: string): Promise<void> {
      if (await repository.hold(tx, versionId)) return;
      throw new Conflict('The dataset was deleted. Restore it from the trash first.');
    },

    /** Newest first; of one organisation, or of all that the viewer is a member of. */
    async list(viewer: Viewer | null, organizationId: string | null, limit: number, before: string | null) {
      return repository.list(readableOrganizationIds(viewer, organizationId), limit, before);
    },

    /** Newest first, with numbers below `before`. Access was decided with the dataset. */
    versionsOf: (datasetId: string, limit: number, before: number | null) =>
      repository.versionsOf(datasetId, limit, before),

    /**
     * What a version that is READY holds. Access was decided with the version.
     * @param asker id of the user, or of the organisation where none is at hand
     */
    profileOf({ id, artifactKey }: DatasetVersion, asker: string): Promise<DatasetProfile> {
      // A version that is READY changes once: when it is purged, its samples go with its file.
      return profiles.get(`${id} ${artifactKey}`, asker, async () => {
        const text = await repository.profileOf(id);
        if (text === null) throw new Error(`Dataset version ${id} has no profile.`);
        const parsed: unknown = JSON.parse(text);
        // Both take long for a profile of many columns.
        await nextTurn();
        return { value: datasetProfileSchema.parse(parsed), bytes: bytesPerJsonByte * Buffer.byteLength(text) };
      });
    },

    /** The newest version, and its dataset's state with it. Null: it has none yet. Access was decided with the dataset. */
    newestVersion: (datasetId: string) => repository.newestVersion(datasetId),

    /** The one of that number; null: the newest one that is READY, or else the newest. Access was decided with the dataset. */
    versionOf: (datasetId: string, version: number | null) => repository.versionOf(datasetId, version),

    versionById: (id: string) => repository.versionById(id),

    /** Whose a dataset is. Access was decided with it. @throws NotFound */
    async organizationOf(datasetId: string): Promise<string> {
      const dataset = await repository.byId(datasetId);
      if (!dataset) throw new NotFound('There is no such dataset.');
      return dataset.organizationId;
    },

    /**
     * The newest version of a dataset that can be learned from.
     * @throws NotFound, and InvalidInput with `field` when no version is READY
     */
    async usableVersion(viewer: Viewer | null, datasetId: string, field: string): Promise<DatasetVersion> {
      const dataset = await this.byId(viewer, datasetId);
      const found = await repository.versionOf(dataset.id, null);
      if (found?.state === 'READY') return found;
      const why =
        found?.state === 'REJECTED' ? `was rejected: ${found.rejectionReason}` : `is ${found?.state ?? 'empty'}`;
      throw new InvalidInput(field, `The dataset ${why}. A dataset must be READY.`);
    },
  };
}
