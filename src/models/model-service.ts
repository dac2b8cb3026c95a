/** What people do with models: find them, read how good they are, take them along. */
import type { Readable } from 'node:stream';
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import { holdArtifact } from '../artifacts/reference.ts';
import type { ConfigurationService } from '../configurations/configuration-service.ts';
import type { Transaction } from '../database/client.ts';
import { Conflict, NotFound } from '../errors.ts';
import { type ModelBundle, type ModelManifest, unpackBundle, unpackManifest } from './bundle.ts';
import { type Evaluated, readEvaluated } from './evaluated.ts';
import type { ModelVersion, TrainedModel } from './model.ts';
import type { Model, ModelRepository } from './model-repository.ts';

/** One may hold the vocabulary of a text model. */
const mostManifests = 50;

export type ModelService = ReturnType<typeof createModelService>;

export function createModelService(deps: {
  repository: ModelRepository;
  configurations: ConfigurationService;
  store: ArtifactStore;
}) {
  const { repository, configurations, store } = deps;
  /** A bundle never changes. In the order of their first use. */
  const manifests = new Map<string, ModelManifest>();
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

    /** Newest first. Access was decided with the model. */
    versions: (modelId: string) => repository.versions(modelId),

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
      const versions = await repository.versions(model.id);
      const found = number === null ? versions[0] : versions.find(({ version }) => version === number);
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

    /** What a version is made of. Access was decided with the version. */
    async bundle({ artifactKey }: ModelVersion): Promise<ModelBundle> {
      return unpackBundle(await readBytes(store, artifactKey));
    },

    /** How to feed a version. Access was decided with the version. */
    async manifest({ artifactKey }: ModelVersion): Promise<ModelManifest> {
      const known = manifests.get(artifactKey);
      if (known) return known;
      const manifest = unpackManifest(await readBytes(store, artifactKey));
      manifests.set(artifactKey, manifest);
      const [oldest] = manifests.keys();
      if (manifests.size > mostManifests && oldest !== undefined) manifests.delete(oldest);
      return manifest;
    },

    /** The samples that a report shows; null: it is of before there were any. Access was decided with the report. */
    evaluated({ evaluatedKey }: { evaluatedKey?: string | undefined }): Promise<Evaluated | null> {
      return evaluatedKey ? readEvaluated(store, evaluatedKey) : Promise.resolve(null);
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
