/** Finds models and their versions, and reads their reports, manifests and files. */
import type { Readable } from 'node:stream';
import {
  authorize,
  missing,
  readable,
  readableOrganizationIds,
  requireViewer,
  type Viewer,
} from '../accounts/access.ts';
import { lockArtifact } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Transaction } from '../database/client.ts';
import type { PageRequest } from '../database/keyset.ts';
import { Conflict, NotFound, onlyResult } from '../errors.ts';
import { bytesPerJsonByte, createSharedReads, sizedJson } from '../graphql/cost/shared-reads.ts';
import type { ModelFiles } from '../learning/model.ts';
import { applyPatch, type DescriptionPatch } from '../names.ts';
import { type ModelManifest, manifestName, parseManifest } from './bundle.ts';
import type { ModelDetails, ModelVersion, Score, TrainedModel } from './model.ts';
import type { Model, ModelFilter, ModelOrder, ModelRepository } from './model-repository.ts';
import { readBundleFiles } from './read-bundle.ts';
import { type Evaluated, readEvaluated } from './sample-predictions.ts';

/** The manifest of a text model contains its vocabulary. */
const maxManifestBytes = 64 * 2 ** 20;
const maxTopologyBytes = 16 * 2 ** 20;
const maxDetailsBytes = 64 * 2 ** 20;
const maxEvaluatedBytes = 64 * 2 ** 20;
const topologyName = 'model.json';

/** The part of configurations that models use. Configurations use models, so this is not their service. */
interface Configurations {
  /** Finds a configuration without authorization. */
  find(id: string): Promise<{ id: string; name: string } | null>;
}

export type ModelService = ReturnType<typeof createModelService>;

export function createModelService(deps: {
  repository: ModelRepository;
  configurations: Configurations;
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
      return onlyResult((await this.byIdsIncludingDeleted(viewer, [id])).map(unlessDeleted));
    },

    /** Returns, for each id, the model, even if it was deleted, or the error for it. @throws Unauthenticated */
    async byIdsIncludingDeleted(viewer: Viewer | null, ids: readonly string[]): Promise<(Model | Error)[]> {
      const present = requireViewer(viewer);
      const found = await repository.byIds(ids);
      return ids.map((id) => readable(present, found.get(id), 'model'));
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

    /** Returns the versions of each model with numbers below `before`, newest first. The caller has authorized access to the models. */
    async versions(modelIds: readonly string[], limit: number, before: number | null): Promise<ModelVersion[][]> {
      const found = await repository.versions(modelIds, limit, before);
      return modelIds.map((id) => found.get(id) ?? []);
    },

    /** Returns the version with a number of each model; null means the newest. The caller has authorized access to the models. */
    async versionsByNumber(modelIds: readonly string[], version: number | null): Promise<(ModelVersion | null)[]> {
      const found = await repository.versionsByNumber(modelIds, version);
      return modelIds.map((id) => found.get(id)?.[0] ?? null);
    },

    /** Returns versions by id, null for those that do not exist. The caller authorizes access. */
    async versionsByIds(ids: readonly string[]): Promise<(ModelVersion | null)[]> {
      const found = await repository.versionsByIds(ids);
      return ids.map((id) => found.get(id) ?? null);
    },

    /**
     * Returns, for each version, its details, or the error of reading them. The caller has authorized access to the versions.
     * @param asker id of the requesting user
     */
    detailsOf(versionIds: readonly string[], asker: string): Promise<(ModelDetails | Error)[]> {
      return details.getMany(versionIds, asker, async (ids) => {
        const read = await repository.detailsOf(ids);
        return sizedJson(
          ids,
          (id) => read.get(id),
          () => missing('model'),
        );
      });
    },

    /** Returns the main metric of each version. Null if it has none. The caller has authorized access to the versions. */
    async scoresOf(versionIds: readonly string[]): Promise<(Score | null)[]> {
      const found = await repository.scoresOf(versionIds);
      return versionIds.map((id) => found.get(id) ?? null);
    },

    /** Returns the ID of the user who made each model. The caller has authorized access to the models. */
    async creatorsOf(modelIds: readonly string[]): Promise<(string | null)[]> {
      const found = await repository.creatorsOf(modelIds);
      return modelIds.map((id) => found.get(id) ?? null);
    },

    /** Returns the version that each task produced. Null if it produced none, or if the model was deleted. */
    async versionsOfTasks(taskIds: readonly string[]): Promise<(ModelVersion | null)[]> {
      const found = await repository.versionsByTasks(taskIds);
      return taskIds.map((id) => found.get(id) ?? null);
    },

    /** Finds a version by its id. @throws NotFound, Unauthenticated */
    async versionById(viewer: Viewer | null, id: string): Promise<ModelVersion> {
      requireViewer(viewer);
      const [version] = await this.versionsByIds([id]);
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
      const [found] = await this.versionsByNumber([model.id], number);
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
     * Returns, for each key, the evaluated samples of a report, or the error of reading them. The caller has authorized access to
     * the reports.
     * @param asker id of the requesting user
     */
    evaluatedOf(evaluatedKeys: readonly string[], asker: string): Promise<(Evaluated | Error)[]> {
      // One file per turn, because they are large.
      return evaluations.getMany(evaluatedKeys, asker, async ([key = '']) => {
        try {
          const { evaluated, bytes } = await readEvaluated(store, key);
          return new Map([[key, { value: evaluated, bytes: bytesPerJsonByte * bytes }]]);
        } catch (error) {
          return new Map([[key, error instanceof Error ? error : new Error(String(error))]]);
        }
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

/** Turns a deleted model into the error for it. */
export function unlessDeleted(model: Model | Error): Model | Error {
  return !(model instanceof Error) && model.deletedAt ? missing('model') : model;
}
