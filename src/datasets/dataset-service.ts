/** What people do with datasets: open one for upload, send its bytes, read what came of it. */
import type { Readable } from 'node:stream';
import { authorize, readableOrganizationIds, type Viewer } from '../accounts/access.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { putContent } from '../artifacts/content.ts';
import { hashToken, limited, openTicket, type UploadTicket } from '../artifacts/upload.ts';
import type { Transaction } from '../database/client.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import { nameFrom } from '../names.ts';
import type { Dataset, DatasetFormat, DatasetVersion } from './dataset.ts';
import type { DatasetRepository } from './dataset-repository.ts';

export type DatasetService = ReturnType<typeof createDatasetService>;

/**
 * @param publicUrl address under which clients reach the gateway
 * @param onUploaded told when a version waits for ingestion
 */
export function createDatasetService(deps: {
  repository: DatasetRepository;
  store: ArtifactStore;
  publicUrl: () => string;
  maxUploadBytes: number;
  onUploaded: () => void;
}) {
  const { repository, store } = deps;

  async function openUpload(dataset: Dataset, format: DatasetFormat | null) {
    const { upload, tokenHash } = openTicket(`${deps.publicUrl()}/uploads`, deps.maxUploadBytes);
    const version = await repository.addVersion(dataset.id, {
      format,
      uploadTokenHash: tokenHash,
      uploadExpiresAt: upload.expiresAt,
    });
    return { dataset, version, upload };
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
        authorize(viewer, 'write', dataset.organizationId);
        return openUpload(dataset, input.format);
      }
      const name = nameFrom(input.name);
      const organizationId = input.organizationId ?? viewer?.personalOrganizationId ?? '';
      const { userId } = authorize(viewer, 'write', organizationId);
      return openUpload(await repository.create({ organizationId, name, createdBy: userId }), input.format);
    },

    /**
     * Streams the bytes of an upload into the store and hands them to ingestion.
     * @throws NotFound (no such ticket), Conflict (used or expired), InvalidInput (empty), UploadTooLarge
     */
    async receive(token: string, body: Readable): Promise<DatasetVersion> {
      const version = await repository.versionByToken(hashToken(token));
      if (!version) throw new NotFound('There is no such upload.');
      if (version.state !== 'UPLOADING') throw new Conflict('This upload has been made already.');
      if (version.uploadExpiresAt && version.uploadExpiresAt < new Date()) {
        throw new Conflict('This upload link has expired. Open the dataset again with createDataset.');
      }
      const stored = await putContent(store, 'datasets', limited(body, deps.maxUploadBytes));
      if (stored.bytes === 0) throw new InvalidInput('body', 'The upload is empty. Send the file as the request body.');
      const { key: artifactKey, sha256, bytes } = stored;
      if (!(await repository.uploaded(version.id, store, { artifactKey, sha256, bytes }))) {
        throw new Conflict('This upload has been made already.');
      }
      deps.onUploaded();
      return { ...version, state: 'INGESTING', artifactKey, sha256, bytes };
    },

    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Dataset> {
      const dataset = await this.origin(viewer, id);
      if (dataset.deletedAt) throw new NotFound('There is no such dataset.');
      return dataset;
    },

    /** What something was made of, and be it deleted. @throws NotFound, Unauthenticated */
    async origin(viewer: Viewer | null, id: string): Promise<Dataset> {
      const dataset = await repository.byId(id);
      if (!dataset) throw new NotFound('There is no such dataset.');
      authorize(viewer, 'read', dataset.organizationId);
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

    /** Newest first. Access was decided with the dataset. */
    versionsOf: (datasetId: string) => repository.versionsOf(datasetId),

    versionById: (id: string) => repository.versionById(id),

    /**
     * The newest version of a dataset that can be learned from.
     * @throws NotFound, and InvalidInput with `field` when no version is READY
     */
    async usableVersion(viewer: Viewer | null, datasetId: string, field: string): Promise<DatasetVersion> {
      const dataset = await this.byId(viewer, datasetId);
      const versions = await repository.versionsOf(dataset.id);
      const usable = versions.find((version) => version.state === 'READY');
      if (usable) return usable;
      const newest = versions[0];
      const why =
        newest?.state === 'REJECTED' ? `was rejected: ${newest.rejectionReason}` : `is ${newest?.state ?? 'empty'}`;
      throw new InvalidInput(field, `The dataset ${why}. A dataset must be READY.`);
    },
  };
}
