/** What people do with models: find them, read how good they are, take them along. */
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { holdArtifact } from '../artifacts/reference.ts';
import type { ConfigurationService } from '../configurations/configuration-service.ts';
import type { Transaction } from '../database/client.ts';
import { Conflict, NotFound } from '../errors.ts';
import { bytesPerJsonByte, createSharedReads } from '../graphql/cost/shared-reads.ts';
import type { ModelFiles } from '../learning/model.ts';
import { type ModelManifest, manifestName, parseManifest } from './bundle.ts';
import { type Evaluated, readEvaluated } from './evaluated.ts';
import { detailsSchema, type ModelDetails, type ModelVersion, type TrainedModel } from './model.ts';
import type { Model, ModelRepository } from './model-repository.ts';
import { readBundleFiles } from './read-bundle.ts';

/** One may hold the vocabulary of a text model. */
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
  // None of these ever changes.
  const details = createSharedReads<ModelDetails>({ maxBytes: maxDetailsBytes });
  const manifests = createSharedReads<ModelManifest>({ maxBytes: maxManifestBytes });
  const topologies = createSharedReads<ModelFiles>({ maxBytes: maxTopologyBytes });
  const evaluations = createSharedReads<Evaluated>({ maxBytes: maxEvaluatedBytes });
  return {
    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Model> {
      const model = await this.origin(viewer, id);
      if (model.deletedAt) throw missing('model');
      return model;
    },

    /** What something was made of, and be it deleted. @throws NotFound, Unauthenticated */
    async origin(viewer: Viewer | null, id: string): Promise<Model> {
      requireViewer(viewer);
      const model = await repository.byId(id);
      if (!model) throw missing('model');
      authorize(viewer, 'read', model.organizationId, 'model');
      return model;
    },

    /** The same of a version; null when it is gone for good. @throws Unauthenticated */
    async originVersion(viewer: Viewer | null, versionId: string): Promise<ModelVersion | null> {
      requireViewer(viewer);
      const version = await repository.versionById(versionId);
      if (version) await this.origin(viewer, version.modelId);
      return version;
    },

    /** Null when it was deleted. @throws NotFound, Unauthenticated */
    async ifThere(viewer: Viewer | null, id: string): Promise<Model | null> {
      const model = await this.origin(viewer, id);
      return model.deletedAt ? null : model;
    },

    /** Keeps a version's model from being deleted until the end of this transaction. @throws Conflict when it was */
    async hold(tx: Transaction, versionId: string): Promise<void> {
      if (await repository.hold(tx, versionId)) return;
      throw new Conflict('The model was deleted. Restore it from the trash first.');
    },

    /** The model that a configuration learned; null before its first training ended. */
    ofConfiguration: (configurationId: string) => repository.ofConfiguration(configurationId),

    /** Newest first. */
    list(viewer: Viewer | null, organizationId: string | null, limit: number, before: string | null): Promise<Model[]> {
      return repository.list(readableOrganizationIds(viewer, organizationId), limit, before);
    },

    /** Newest first, with numbers below `before`. Access was decided with the model. */
    versions: (modelId: string, limit: number, before: number | null) => repository.versions(modelId, limit, before),

    /** The one of that number; null: the newest. Access was decided with the model. */
    async versionOf(modelId: string, version: number | null): Promise<ModelVersion | null> {
      if (version !== null) return repository.versionOf(modelId, version);
      const [newest] = await repository.versions(modelId, 1, null);
      return newest ?? null;
    },

    /**
     * What a version tells of itself. Access was decided with the version.
     * @param asker id of the user
     * @throws NotFound
     */
    detailsOf({ id }: ModelVersion, asker: string): Promise<ModelDetails> {
      return details.get(id, asker, async () => {
        const text = await repository.detailsOf(id);
        if (text === null) throw missing('model');
        const parsed: unknown = JSON.parse(text);
        // Both take long for a history of many epochs.
        await nextTurn();
        return { value: detailsSchema.parse(parsed), bytes: bytesPerJsonByte * Buffer.byteLength(text) };
      });
    },

    versionOfTask: (taskId: string) => repository.versionOfTask(taskId),

    /** A version by its own id. @throws NotFound, Unauthenticated */
    async versionById(viewer: Viewer | null, id: string): Promise<ModelVersion> {
      requireViewer(viewer);
      const version = await repository.versionById(id);
      if (!version) throw missing('model');
      await this.byId(viewer, version.modelId);
      return version;
    },

    /** The given version of a model, or its newest, with whose it is. @throws NotFound, Unauthenticated */
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

    /** The zip of a version. @throws NotFound, Unauthenticated */
    async download(
      viewer: Viewer | null,
      versionId: string,
    ): Promise<{ version: ModelVersion; name: string; body: Readable }> {
      const version = await this.versionById(viewer, versionId);
      const { name } = await this.byId(viewer, version.modelId);
      return { version, name, body: await store.get(version.artifactKey) };
    },

    /**
     * How to feed a version. Access was decided with the version.
     * @param asker id of the user
     * @throws Conflict when it is too large to be read here
     */
    manifest(version: ModelVersion, asker: string): Promise<ModelManifest> {
      return manifests.get(version.artifactKey, asker, async () => {
        const described = (await readBundleFiles(store, version, [manifestName])).get(manifestName);
        return { value: parseManifest(described), bytes: bytesPerJsonByte * (described?.length ?? 0) };
      });
    },

    /**
     * The files that tell what a version's network is made of, without its weights: model.json, where it is a network. Access was
     * decided with the version.
     * @param asker id of the user
     * @throws Conflict when it is too large to be read here
     */
    topology(version: ModelVersion, asker: string): Promise<ModelFiles> {
      return topologies.get(version.artifactKey, asker, async () => {
        const file = (await readBundleFiles(store, version, [topologyName])).get(topologyName);
        const value: ModelFiles = file ? { [topologyName]: file } : {};
        return { value, bytes: file?.length ?? 0 };
      });
    },

    /**
     * The samples that a report shows; null: it is of before there were any. Access was decided with the report.
     * @param asker id of the user
     */
    async evaluated({ evaluatedKey }: { evaluatedKey?: string | undefined }, asker: string): Promise<Evaluated | null> {
      if (!evaluatedKey) return null;
      return evaluations.get(evaluatedKey, asker, async () => {
        const { evaluated, bytes } = await readEvaluated(store, evaluatedKey);
        return { value: evaluated, bytes: bytesPerJsonByte * bytes };
      });
    },

    /** Adds what a training made; part of the transaction that ends its task. @throws ArtifactGone */
    async addVersion(
      tx: Transaction,
      task: { id: string; organizationId: string; configurationId: string | null },
      trained: TrainedModel,
    ): Promise<{ modelId: string; versionId: string }> {
      const configuration = task.configurationId && (await configurations.find(task.configurationId));
      if (!configuration) throw new Error(`Task ${task.id} trains without a configuration.`);
      await holdArtifact(tx, store, trained.artifactKey);
      const { organizationId, id: taskId } = task;
      const origin = { organizationId, configurationId: configuration.id, name: configuration.name, taskId };
      return repository.addVersion(tx, origin, trained);
    },
  };
}
