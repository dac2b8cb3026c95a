/** Finds models and their versions, and reads their reports, manifests and files. */
import type { Readable } from 'node:stream';
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import { lockArtifact } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { ConfigurationService } from '../configurations/configuration-service.ts';
import type { Transaction } from '../database/client.ts';
import type { PageRequest } from '../database/keyset.ts';
import { Conflict, NotFound } from '../errors.ts';
import { bytesPerJsonByte, createSharedReads } from '../graphql/cost/shared-reads.ts';
import type { ModelFiles } from '../learning/model.ts';
import { applyPatch, type DescriptionPatch } from '../names.ts';
import { type ModelManifest, manifestName, parseManifest } from './bundle.ts';
import type { ModelDetails, ModelVersion, TrainedModel } from './model.ts';
import type { Model, ModelFilter, ModelOrder, ModelRepository } from './model-repository.ts';
import { readBundleFiles } from './read-bundle.ts';
import { type Evaluated, readEvaluated } from './sample-predictions.ts';

/** The manifest of a text model contains its vocabulary. */
const maxManifestBytes = 64 * 2 ** 20;
const maxTopologyBytes = 16 * 2 ** 20;
const maxDetailsBytes = 64 * 2 ** 20;
const maxEvaluatedBytes = 64 * 2 ** 20;
const topologyName = 'model.json';

export type ModelService = ReturnType<typeof createModelService>;

export function createModelService(deps: {
  repository: ModelRepository;
  configurations: ConfigurationService;
  store: ArtifactStore;
}) {
  const { repository, configurations, store } = deps;
  // All of these are immutable.
  const details = createSharedReads<ModelDetails>({ maxBytes: maxDetailsBytes });
  const manifests = createSharedReads<ModelManifest>({ maxBytes: maxManifestBytes });
  const topologies = createSharedReads<ModelFiles>({ maxBytes: maxTopologyBytes });
  const evaluations = createSharedReads<Evaluated>({ maxBytes: maxEvaluatedBytes });
  return {
    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Model> {
      const model = await this.findIncludingDeleted(viewer, id);
      if (model.deletedAt) throw missing('model');
      return model;
    },

    /** Like `byId`, but also finds deleted models: for the origin of a version. @throws NotFound, Unauthenticated */
    async findIncludingDeleted(viewer: Viewer | null, id: string): Promise<Model> {
      requireViewer(viewer);
      const model = await repository.byId(id);
      if (!model) throw missing('model');
      authorize(viewer, 'read', model.organizationId, 'model');
      return model;
    },

    /** Finds a version, even of a deleted model. Null when it was permanently deleted. @throws NotFound, Unauthenticated */
    async findVersionIncludingDeleted(viewer: Viewer | null, versionId: string): Promise<ModelVersion | null> {
      requireViewer(viewer);
      const version = await repository.versionById(versionId);
      if (version) await this.findIncludingDeleted(viewer, version.modelId);
      return version;
    },

    /** Like `byId`, but returns null for a deleted model. @throws NotFound, Unauthenticated */
    async findOrNull(viewer: Viewer | null, id: string): Promise<Model | null> {
      const model = await this.findIncludingDeleted(viewer, id);
      return model.deletedAt ? null : model;
    },

    /** Locks a version's model against deletion until the transaction ends. @throws Conflict when it was deleted */
    async lockForUse(tx: Transaction, versionId: string): Promise<void> {
      if (await repository.lockForUse(tx, versionId)) return;
      throw new Conflict('The model is in the trash. Restore it first.');
    },

    /** Finds the model of a configuration. Null before its first training task has finished. */
    ofConfiguration: (configurationId: string) => repository.findByConfiguration(configurationId),

    /**
     * Lists the models of one organization, or of all organizations of the viewer, that match a filter.
     * @returns reads a page, and counts all
     */
    list(viewer: Viewer | null, organizationId: string | null, options: Omit<ModelFilter, 'organizationIds'>) {
      const filter = { ...options, organizationIds: readableOrganizationIds(viewer, organizationId) };
      return {
        page: (page: PageRequest<ModelOrder>) => repository.list(filter, page),
        count: () => repository.count(filter),
      };
    },

    /** Changes name, description and tags. @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated */
    async update(viewer: Viewer | null, id: string, patch: DescriptionPatch): Promise<Model> {
      const model = await this.byId(viewer, id);
      authorize(viewer, 'write', model.organizationId, 'model');
      const changed = await repository.describe(id, applyPatch(model, patch));
      if (!changed) throw missing('model');
      return changed;
    },

    /** Lists the versions with numbers below `before`, newest first. The caller has authorized access to the model. */
    versions: (modelId: string, limit: number, before: number | null) => repository.versions(modelId, limit, before),

    /** Finds a version by its number; null means the newest. The caller has authorized access to the model. */
    async versionOf(modelId: string, version: number | null): Promise<ModelVersion | null> {
      if (version !== null) return repository.versionOf(modelId, version);
      const [newest] = await repository.versions(modelId, 1, null);
      return newest ?? null;
    },

    /**
     * Returns the details of a version. The caller has authorized access to the version.
     * @param asker id of the requesting user
     * @throws NotFound
     */
    detailsOf({ id }: ModelVersion, asker: string): Promise<ModelDetails> {
      return details.get(id, asker, async () => {
        const found = await repository.detailsOf(id);
        if (!found) throw missing('model');
        return { value: found.value, bytes: bytesPerJsonByte * found.textBytes };
      });
    },

    versionOfTask: (taskId: string) => repository.findVersionByTask(taskId),

    /** Finds a version by its id. @throws NotFound, Unauthenticated */
    async versionById(viewer: Viewer | null, id: string): Promise<ModelVersion> {
      requireViewer(viewer);
      const version = await repository.versionById(id);
      if (!version) throw missing('model');
      await this.byId(viewer, version.modelId);
      return version;
    },

    /** Returns the given or the newest version of a model, with its organization. @throws NotFound, Unauthenticated */
    async version(
      viewer: Viewer | null,
      modelId: string,
      number: number | null,
    ): Promise<ModelVersion & { organizationId: string }> {
      const model = await this.byId(viewer, modelId);
      const found = await this.versionOf(model.id, number);
      if (!found) throw new NotFound(`The model has no version ${number}.`);
      return { ...found, organizationId: model.organizationId };
    },

    /** Opens the zip of a version for download. @throws NotFound, Unauthenticated */
    async download(
      viewer: Viewer | null,
      versionId: string,
    ): Promise<{ version: ModelVersion; name: string; body: Readable }> {
      const version = await this.versionById(viewer, versionId);
      const { name } = await this.byId(viewer, version.modelId);
      return { version, name, body: await store.get(version.artifactKey) };
    },

    /**
     * Returns the manifest of a version. The caller has authorized access to the version.
     * @param asker id of the requesting user
     * @throws Conflict when the manifest is too large to be read by the gateway
     */
    manifest(version: ModelVersion, asker: string): Promise<ModelManifest> {
      return manifests.get(version.artifactKey, asker, async () => {
        const json = (await readBundleFiles(store, version, [manifestName])).get(manifestName);
        return { value: parseManifest(json), bytes: bytesPerJsonByte * (json?.length ?? 0) };
      });
    },

    /**
     * Returns the topology of a version's network without its weights: model.json, or nothing when the model is not a network.
     * The caller has authorized access to the version.
     * @param asker id of the requesting user
     * @throws Conflict when the topology is too large to be read by the gateway
     */
    topology(version: ModelVersion, asker: string): Promise<ModelFiles> {
      return topologies.get(version.artifactKey, asker, async () => {
        const file = (await readBundleFiles(store, version, [topologyName])).get(topologyName);
        const value: ModelFiles = file ? { [topologyName]: file } : {};
        return { value, bytes: file?.length ?? 0 };
      });
    },

    /**
     * Returns the evaluated samples of a report. Null when none were stored. The caller has authorized access to the report.
     * @param asker id of the requesting user
     */
    async evaluated({ evaluatedKey }: { evaluatedKey?: string | undefined }, asker: string): Promise<Evaluated | null> {
      if (!evaluatedKey) return null;
      return evaluations.get(evaluatedKey, asker, async () => {
        const { evaluated, bytes } = await readEvaluated(store, evaluatedKey);
        return { value: evaluated, bytes: bytesPerJsonByte * bytes };
      });
    },

    /** Adds a trained version, in the transaction that finishes its task. @throws ArtifactGone */
    async addVersion(
      tx: Transaction,
      task: { id: string; organizationId: string; configurationId: string | null },
      trained: TrainedModel,
    ): Promise<{ modelId: string; versionId: string }> {
      const configuration = task.configurationId && (await configurations.find(task.configurationId));
      if (!configuration) throw new Error(`Training task ${task.id} has no configuration.`);
      await lockArtifact(tx, store, trained.artifactKey);
      const { organizationId, id: taskId } = task;
      const origin = { organizationId, configurationId: configuration.id, name: configuration.name, taskId };
      return repository.addVersion(tx, origin, trained);
    },
  };
}
