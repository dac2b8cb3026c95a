/** Operations on datasets: create one for upload, receive its file, read its versions and profiles. */
import {
  authorize,
  missing,
  readable,
  readableOrganizationIds,
  requireViewer,
  type Viewer,
} from '../accounts/access.ts';
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
import { Conflict, Forbidden, InvalidInput, NotFound, onlyResult } from '../errors.ts';
import { createSharedReads, sizedJson } from '../graphql/cost/shared-reads.ts';
import { applyPatch, type DescriptionPatch, parseName } from '../names.ts';
import type { Dataset, DatasetFilter, DatasetFormat, DatasetOrder, DatasetVersion } from './dataset.ts';
import type { DatasetRepository } from './dataset-repository.ts';
import { parseLicense } from './license.ts';
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
      const artifact = { artifactKey, sha256, sizeBytes: bytes };
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
      input: {
        name: string;
        license: string | null;
        format: DatasetFormat | null;
        organizationId: string | null;
        datasetId: string | null;
      },
    ): Promise<{ dataset: Dataset; version: DatasetVersion; upload: UploadTicket }> {
      if (input.datasetId) {
        const dataset = await this.byId(viewer, input.datasetId);
        const { userId } = authorize(viewer, 'write', dataset.organizationId, 'dataset');
        const { upload, opened } = openTicketFor(input.format, userId);
        return { dataset, version: await repository.addVersion(dataset.id, opened), upload };
      }
      const organizationId = input.organizationId ?? viewer?.personalOrganizationId ?? '';
      const { userId } = authorize(viewer, 'write', organizationId);
      const [name, license] = [parseName(input.name), parseLicense(input.license)];
      const { upload, opened } = openTicketFor(input.format, userId);
      return { ...(await repository.create({ organizationId, name, license, createdBy: userId }, opened)), upload };
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
      return onlyResult((await this.byIdsIncludingDeleted(viewer, [id])).map(unlessDeleted));
    },

    /** Returns, for each ID, the dataset, even if it is in the trash, or the error for it. @throws Unauthenticated */
    async byIdsIncludingDeleted(viewer: Viewer | null, ids: readonly string[]): Promise<(Dataset | Error)[]> {
      const present = requireViewer(viewer);
      const found = await repository.byIds(ids);
      return ids.map((id) => readable(present, found.get(id), 'dataset'));
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

    /**
     * Changes name, description, tags and license. A license of null is removed.
     * @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated
     */
    async update(
      viewer: Viewer | null,
      id: string,
      { license, ...patch }: DescriptionPatch & { license?: string | null | undefined },
    ): Promise<Dataset> {
      const dataset = await this.byId(viewer, id);
      authorize(viewer, 'write', dataset.organizationId, 'dataset');
      const changed = await repository.describe(id, {
        ...applyPatch(dataset, patch),
        license: license === undefined ? dataset.license : parseLicense(license),
      });
      if (!changed) throw missing('dataset');
      return changed;
    },

    /**
     * Returns the versions of each dataset with numbers below `before`, newest first. The caller has authorized access to the
     * datasets.
     */
    async versionsOf(datasetIds: readonly string[], limit: number, before: number | null): Promise<DatasetVersion[][]> {
      const found = await repository.versionsOf(datasetIds, limit, before);
      return datasetIds.map((id) => found.get(id) ?? []);
    },

    /**
     * Returns, for each READY version, its profile, or the error of reading it. The caller has authorized access to the versions.
     * @param asker ID of the user, or of the organization if there is no user
     */
    profilesOf(versions: readonly DatasetVersion[], asker: string): Promise<(DatasetProfile | Error)[]> {
      // The key has the artifact, because purging a READY version deletes its file, and the samples of its profile with it.
      const keyOf = ({ id, artifactKey }: DatasetVersion) => `${id} ${artifactKey}`;
      const ids = new Map(versions.map((version) => [keyOf(version), version.id]));
      const idOf = (key: string) => ids.get(key) ?? '';
      return profiles.getMany(versions.map(keyOf), asker, async (keys) => {
        const read = await repository.profilesOf(keys.map(idOf));
        return sizedJson(
          keys,
          (key) => read.get(idOf(key)),
          (key) => new Error(`Dataset version ${idOf(key)} has no profile.`),
        );
      });
    },

    /** Returns the profile of a READY version. The caller has authorized access to the version. */
    async profileOf(version: DatasetVersion, asker: string): Promise<DatasetProfile> {
      return onlyResult(await this.profilesOf([version], asker));
    },

    /** Returns the newest version of a dataset, or null if there is none. The caller has authorized access to the dataset. */
    async newestVersion(datasetId: string): Promise<DatasetVersion | null> {
      return (await repository.versionsOf([datasetId], 1, null)).get(datasetId)?.[0] ?? null;
    },

    /** Returns the version with a number of each dataset; null: the newest READY one, else the newest. The caller has authorized access. */
    async versionsByNumber(datasetIds: readonly string[], version: number | null): Promise<(DatasetVersion | null)[]> {
      const found = await repository.versionsByNumber(datasetIds, version);
      return datasetIds.map((id) => found.get(id)?.[0] ?? null);
    },

    /** Returns versions by ID, null for those that do not exist. */
    async versionsByIds(ids: readonly string[]): Promise<(DatasetVersion | null)[]> {
      const found = await repository.versionsByIds(ids);
      return ids.map((id) => found.get(id) ?? null);
    },

    async versionById(id: string): Promise<DatasetVersion | null> {
      return (await repository.versionsByIds([id])).get(id) ?? null;
    },

    /**
     * Returns the newest READY version of a dataset.
     * @throws NotFound; InvalidInput naming `field` when no version is READY
     */
    async latestReadyVersion(viewer: Viewer | null, datasetId: string, field: string): Promise<DatasetVersion> {
      const dataset = await this.byId(viewer, datasetId);
      const [found] = await this.versionsByNumber([dataset.id], null);
      if (found?.state === 'READY') return found;
      const state =
        found?.state === 'REJECTED' ? `was rejected: ${found.rejectionReason}` : `is ${found?.state ?? 'empty'}`;
      throw new InvalidInput(field, `The dataset ${state}. It needs a READY version.`);
    },
  };
}

/** Turns a dataset in the trash into the error for it. */
export function unlessDeleted(dataset: Dataset | Error): Dataset | Error {
  return !(dataset instanceof Error) && dataset.deletedAt ? missing('dataset') : dataset;
}
