/** Operations on datasets: create one for upload, receive its file, read its versions and profiles. */
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { MembershipService } from '../accounts/membership-service.ts';
import { storeWithRecord } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { withContent } from '../artifacts/content.ts';
import {
  createUploadTicket,
  hashToken,
  limitBytes,
  renewing,
  type Upload,
  type UploadLimits,
  type UploadTicket,
} from '../artifacts/upload.ts';
import type { Transaction } from '../database/client.ts';
import type { PageRequest } from '../database/keyset.ts';
import { Conflict, Forbidden, InvalidInput, NotFound } from '../errors.ts';
import { bytesPerJsonByte, createSharedReads } from '../graphql/cost/shared-reads.ts';
import { applyPatch, type DescriptionPatch, parseName } from '../names.ts';
import type { Dataset, DatasetFilter, DatasetFormat, DatasetOrder, DatasetVersion } from './dataset.ts';
import type { DatasetRepository } from './dataset-repository.ts';
import type { DatasetProfile } from './profile.ts';

const maxProfileBytes = 64 * 2 ** 20;

export type DatasetService = ReturnType<typeof createDatasetService>;

/**
 * @param publicUrl address at which clients reach the gateway
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

  /** Creates an upload ticket, and the fields of it that are stored with the version. */
  function openTicketFor(format: DatasetFormat | null, createdBy: string) {
    const { upload, tokenHash } = createUploadTicket(`${deps.publicUrl()}/uploads`, deps.uploadLimits.maxBytes);
    return { upload, opened: { format, uploadTokenHash: tokenHash, uploadExpiresAt: upload.expiresAt, createdBy } };
  }

  async function storeUpload(
    version: DatasetVersion & { organizationId: string },
    upload: Upload,
  ): Promise<DatasetVersion> {
    await memberships.authorizeTicket(version);
    const bytesOf = renewing(limitBytes(upload, deps.uploadLimits), (end) => repository.renewUpload(version.id, end));
    return withContent('datasets', bytesOf, async ({ key: artifactKey, sha256, bytes, putInto }) => {
      if (bytes === 0) throw new InvalidInput('body', 'The upload is empty. Send the file as the request body.');
      const artifact = { artifactKey, sha256, bytes };
      const check = (tx: Transaction) => memberships.authorizeTicket(version, tx);
      const recorded = await storeWithRecord({
        put: () => putInto(store),
        record: async () => (await repository.uploaded(version.id, store, artifact, check)) || null,
        discard: () => repository.discardArtifact(store, artifactKey),
      });
      if (!recorded) throw new Conflict('This upload link has already been used.');
      return { ...version, ...artifact, state: 'INGESTING' };
    });
  }

  return {
    /**
     * Creates a dataset, or the next version of the dataset `datasetId`, and opens its upload.
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
      const name = parseName(input.name);
      const { upload, opened } = openTicketFor(input.format, userId);
      return { ...(await repository.create({ organizationId, name, createdBy: userId }, opened)), upload };
    },

    /**
     * Streams an upload into the store and queues it for ingestion.
     * @throws NotFound (unknown ticket), Conflict (used or expired), Forbidden (its creator may no longer write), InvalidInput
     * (empty), UploadTooLarge, UploadStalled
     */
    async receiveUpload(token: string, upload: Upload): Promise<DatasetVersion> {
      const version = await repository.versionByToken(hashToken(token));
      if (!version) throw new NotFound('Upload not found.');
      const isLate = version.uploadExpiresAt !== null && version.uploadExpiresAt < new Date();
      if (version.state === 'EXPIRED' || (version.state === 'UPLOADING' && isLate)) {
        throw new Conflict('This upload link has expired. Request a new one with createDataset.');
      }
      if (version.state !== 'UPLOADING') throw new Conflict('This upload link has already been used.');
      try {
        return await storeUpload(version, upload);
      } catch (error) {
        if (error instanceof Forbidden) await repository.expireUpload(version.id);
        throw error;
      }
    },

    /** Expires uploads that were not finished in time. */
    expireUploads: () => repository.expireUploads(),

    /** Returns a dataset that is not in the trash. @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Dataset> {
      const dataset = await this.findIncludingDeleted(viewer, id);
      if (dataset.deletedAt) throw missing('dataset');
      return dataset;
    },

    /** Like `byId`, but also finds datasets in the trash. @throws NotFound, Unauthenticated */
    async findIncludingDeleted(viewer: Viewer | null, id: string): Promise<Dataset> {
      requireViewer(viewer);
      const dataset = await repository.byId(id);
      if (!dataset) throw missing('dataset');
      authorize(viewer, 'read', dataset.organizationId, 'dataset');
      return dataset;
    },

    /** Prevents the deletion of a version's dataset until the transaction ends. @throws Conflict when it is already deleted */
    async lockForUse(tx: Transaction, versionId: string): Promise<void> {
      if (await repository.lockForUse(tx, versionId)) return;
      throw new Conflict('The dataset is in the trash. Restore it first.');
    },

    /**
     * Lists the datasets of one organization, or of all organizations of the viewer, that match a filter.
     * @returns reads a page, and counts all
     */
    list(viewer: Viewer | null, organizationId: string | null, options: Omit<DatasetFilter, 'organizationIds'>) {
      const filter = { ...options, organizationIds: readableOrganizationIds(viewer, organizationId) };
      return {
        page: (page: PageRequest<DatasetOrder>) => repository.list(filter, page),
        count: () => repository.count(filter),
      };
    },

    /** Changes name, description and tags. @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated */
    async update(viewer: Viewer | null, id: string, patch: DescriptionPatch): Promise<Dataset> {
      const dataset = await this.byId(viewer, id);
      authorize(viewer, 'write', dataset.organizationId, 'dataset');
      const changed = await repository.describe(id, applyPatch(dataset, patch));
      if (!changed) throw missing('dataset');
      return changed;
    },

    /** Lists versions with numbers below `before`, newest first. The caller has authorized access to the dataset. */
    versionsOf: (datasetId: string, limit: number, before: number | null) =>
      repository.versionsOf(datasetId, limit, before),

    /**
     * Returns the profile of a READY version. The caller has authorized access to the version.
     * @param asker ID of the user, or of the organization if there is no user
     */
    profileOf({ id, artifactKey }: DatasetVersion, asker: string): Promise<DatasetProfile> {
      // The key has the artifact, because purging a READY version deletes its file, and the samples of its profile with it.
      return profiles.get(`${id} ${artifactKey}`, asker, async () => {
        const profile = await repository.profileOf(id);
        if (!profile) throw new Error(`Dataset version ${id} has no profile.`);
        return { value: profile.value, bytes: bytesPerJsonByte * profile.textBytes };
      });
    },

    /** Returns the newest version, or null if there is none. The caller has authorized access to the dataset. */
    newestVersion: (datasetId: string) => repository.newestVersion(datasetId),

    /** Returns a version by number; null: the newest READY one, else the newest. The caller has authorized access. */
    versionOf: (datasetId: string, version: number | null) => repository.versionOf(datasetId, version),

    versionById: (id: string) => repository.versionById(id),

    /** Returns the ID of the dataset's organization. The caller has authorized access. @throws NotFound */
    async organizationOf(datasetId: string): Promise<string> {
      const dataset = await repository.byId(datasetId);
      if (!dataset) throw new NotFound('Dataset not found.');
      return dataset.organizationId;
    },

    /**
     * Returns the newest READY version of a dataset.
     * @throws NotFound; InvalidInput naming `field` when no version is READY
     */
    async latestReadyVersion(viewer: Viewer | null, datasetId: string, field: string): Promise<DatasetVersion> {
      const dataset = await this.byId(viewer, datasetId);
      const found = await repository.versionOf(dataset.id, null);
      if (found?.state === 'READY') return found;
      const state =
        found?.state === 'REJECTED' ? `was rejected: ${found.rejectionReason}` : `is ${found?.state ?? 'empty'}`;
      throw new InvalidInput(field, `The dataset ${state}. It needs a READY version.`);
    },
  };
}
