/** Use cases of tasks: launch, read, cancel, pause and resume. */
import type { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import {
  authorize,
  missing,
  readable,
  readableOrganizationIds,
  requireViewer,
  type Viewer,
} from '../accounts/access.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Configuration } from '../configurations/configuration.ts';
import type { ConfigurationService } from '../configurations/configuration-service.ts';
import type { Transaction } from '../database/client.ts';
import type { PageRequest } from '../database/keyset.ts';
import type { DatasetVersion } from '../datasets/dataset.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { DatasetProfile } from '../datasets/profile.ts';
import { Conflict, onlyResult } from '../errors.ts';
import { createSharedReads, sizedJson } from '../graphql/cost/shared-reads.ts';
import type { TrainingEnd } from '../learning/context.ts';
import type { ModelService } from '../models/model-service.ts';
import { applyPatch, type DescriptionPatch } from '../names.ts';
import { checkTrials, type LaunchOptions, launchColumns } from './launch-options.ts';
import { previewPrefix } from './preview-artifacts.ts';
import { stopTask } from './queue/transitions.ts';
import { transition } from './task.ts';
import { type NewTask, requestStop, type TaskFilter, type TaskOrder, type TaskRepository } from './task-repository.ts';
import type { StoredTaskResult } from './task-result.ts';
import type { Task } from './task-row.ts';
import { type DatasetReference, type TaskSpec, type TrainingSpec, trainingSpecSchema } from './task-spec.ts';

const maxResultBytes = 64 * 2 ** 20;

export type LaunchInput = LaunchOptions &
  (
    | { kind: 'TRAIN'; configurationId: string }
    | { kind: 'TUNE'; configurationId: string; trials: number | null; seed: number | null }
    | { kind: 'EVALUATE' | 'PREDICT'; modelId: string; version: number | null; datasetId: string }
  );

/** Estimates the memory of inference on a whole dataset. Stored sizes are compressed; values are loaded as 4-byte numbers. */
function inferenceBytes(modelBytes: number, datasetBytes: number): number {
  return 512 * 2 ** 20 + 4 * modelBytes + 8 * datasetBytes;
}

export type TaskService = ReturnType<typeof createTaskService>;

export function createTaskService(deps: {
  repository: TaskRepository;
  configurations: ConfigurationService;
  models: ModelService;
  datasets: DatasetService;
  store: ArtifactStore;
}) {
  const { repository, configurations, models, datasets, store } = deps;
  const results = createSharedReads<StoredTaskResult>({ maxBytes: maxResultBytes });

  /** Validates a launch and returns the task to insert. @param field path of the input in LaunchTaskInput, for messages */
  async function buildTask(
    viewer: Viewer | null,
    input: LaunchInput,
    field: string,
  ): Promise<NewTask & { spec: TaskSpec }> {
    if (input.kind === 'TRAIN' || input.kind === 'TUNE') {
      const configuration = await configurations.byId(viewer, input.configurationId);
      const { userId } = authorize(viewer, 'launch', configuration.organizationId, 'configuration');
      const common = launchColumns(input, field);
      const recipe = await buildTrainingSpec(configuration);
      const { id: configurationId, organizationId, datasetVersionId } = configuration;
      const spec: TaskSpec =
        input.kind === 'TRAIN'
          ? { kind: 'TRAIN', recipe }
          : { kind: 'TUNE', recipe, trials: checkTrials(input.trials ?? 10, recipe, field), seed: input.seed ?? 0 };
      const { memoryBytes } = await configurations.estimate(configuration);
      return {
        ...common,
        name: configuration.name,
        kind: input.kind,
        // A trial may need more memory than the base configuration.
        memoryBytes: input.kind === 'TUNE' ? 2 * memoryBytes : memoryBytes,
        organizationId,
        configurationId,
        datasetVersionId,
        spec,
        createdBy: userId,
      };
    }
    const model = await models.byId(viewer, input.modelId);
    const { userId } = authorize(viewer, 'launch', model.organizationId, 'model');
    const common = launchColumns(input, field);
    const version = await models.version(viewer, model.id, input.version);
    const dataset = await datasets.latestReadyVersion(viewer, input.datasetId, `${field}.datasetId`);
    const reference = { modelId: model.id, versionId: version.id, artifactKey: version.artifactKey };
    const spec: TaskSpec = { kind: input.kind, model: reference, dataset: datasetReference(dataset) };
    const { organizationId, id: modelId } = model;
    return {
      ...common,
      name: model.name,
      kind: input.kind,
      memoryBytes: inferenceBytes(version.sizeBytes, dataset.sizeBytes ?? 0),
      organizationId,
      modelId,
      datasetVersionId: dataset.id,
      spec,
      createdBy: userId,
    };
  }

  async function buildTrainingSpec(configuration: Configuration): Promise<TrainingSpec> {
    const version = await datasets.versionById(configuration.datasetVersionId);
    if (!version)
      throw new Error(`Configuration ${configuration.id} references a dataset version that does not exist.`);
    if (!version.artifactKey) throw new Conflict('The dataset of this configuration was deleted permanently.');
    const profile = await datasets.profileOf(version, configuration.organizationId);
    return trainingSpecSchema.parse({
      ...configuration,
      configurationId: configuration.id,
      dataset: datasetReference(version),
      imageSizeRange: profile.kind === 'images' ? imageSizeRange(profile) : null,
    });
  }

  /**
   * Locks the referenced dataset and model, so that a concurrent deletion either waits and then sees this task, or wins and makes
   * the launch fail.
   */
  async function lockReferences(tx: Transaction, spec: TaskSpec): Promise<void> {
    const [dataset, modelVersionId] =
      'recipe' in spec
        ? [spec.recipe.dataset, spec.recipe.baseModelVersion?.versionId]
        : [spec.dataset, spec.model.versionId];
    await datasets.lockForUse(tx, dataset.versionId);
    if (modelVersionId) await models.lockForUse(tx, modelVersionId);
  }

  async function authorizeTask(viewer: Viewer | null, id: string, action: 'read' | 'launch'): Promise<Task> {
    requireViewer(viewer);
    const task = (await repository.byIds([id])).get(id);
    if (!task) throw missing('task');
    authorize(viewer, action, task.organizationId, 'task');
    return task;
  }

  async function stop(viewer: Viewer | null, id: string, kind: 'cancel' | 'pause'): Promise<Task> {
    await authorizeTask(viewer, id, 'launch');
    const changed = await repository.change(id, async (tx, task) => {
      transition(task.state, kind === 'cancel' ? 'cancel' : 'suspend'); // throws Conflict if the state does not allow it
      await (task.state === 'RUNNING' ? requestStop(tx, task, kind) : stopTask(tx, task, kind));
    });
    if (!changed) throw missing('task');
    return changed;
  }

  return {
    /**
     * Adds a task to the queue.
     * @param field path of the input in LaunchTaskInput, for messages
     * @throws InvalidInput, Forbidden, Unauthenticated, Conflict (the idempotency key belongs to another task)
     */
    async launch(viewer: Viewer | null, input: LaunchInput, field: string): Promise<Task> {
      const task = await buildTask(viewer, input, field);
      const inserted = await repository.insert(task, (tx) => lockReferences(tx, task.spec));
      if (inserted) return inserted;
      const earlier = await repository.byIdempotencyKey(task.organizationId, input.idempotencyKey ?? '');
      if (!earlier) throw new Error('The insert conflicted, but no task has the idempotency key.');
      if (earlier.deletedAt) {
        throw new Conflict(`The idempotency key "${input.idempotencyKey}" belongs to a deleted task. Use a new key.`);
      }
      if (earlier.kind === task.kind && isDeepStrictEqual(earlier.spec, JSON.parse(JSON.stringify(task.spec))))
        return earlier;
      throw new Conflict(`The idempotency key "${input.idempotencyKey}" belongs to another task. Use a new key.`);
    },

    /** Cancels a task: at once unless it is running, else within one batch. @throws Conflict if it has finished */
    cancel: (viewer: Viewer | null, id: string) => stop(viewer, id, 'cancel'),

    /** Pauses a task. A running task stops after a checkpoint. @throws Conflict if it has finished or is paused */
    pause: (viewer: Viewer | null, id: string) => stop(viewer, id, 'pause'),

    /** Returns a paused task to the queue. It resumes from its last checkpoint. @throws Conflict if it is not paused */
    async resume(viewer: Viewer | null, id: string): Promise<Task> {
      await authorizeTask(viewer, id, 'launch');
      const changed = await repository.resume(id);
      if (!changed) throw missing('task');
      return changed;
    },

    /** Returns a task that the viewer may read. @throws NotFound, Unauthenticated */
    byId: (viewer: Viewer | null, id: string) => authorizeTask(viewer, id, 'read'),

    /** Lists tasks that the viewer may read, newest first. @throws NotFound, Unauthenticated */
    list(viewer: Viewer | null, organizationId: string | null, options: Omit<TaskFilter, 'organizationIds'>) {
      const filter = { ...options, organizationIds: readableOrganizationIds(viewer, organizationId) };
      return {
        page: (page: PageRequest<TaskOrder>) => repository.list(filter, page),
        count: () => repository.count(filter),
      };
    },

    /** Changes name, description and tags. @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated */
    async update(viewer: Viewer | null, id: string, patch: DescriptionPatch): Promise<Task> {
      const task = await authorizeTask(viewer, id, 'read');
      authorize(viewer, 'write', task.organizationId, 'task');
      const changed = await repository.describe(id, applyPatch(task, patch));
      if (!changed) throw missing('task');
      return changed;
    },

    /** Returns, for each ID, the task, or the error for it. @throws Unauthenticated */
    async byIds(viewer: Viewer | null, ids: readonly string[]): Promise<(Task | Error)[]> {
      const present = requireViewer(viewer);
      const found = await repository.byIds(ids);
      return ids.map((id) => readable(present, found.get(id), 'task'));
    },

    /** Returns the ID of the model version that each task uses. Null if it uses none. The caller has authorized access. */
    async usedVersionsOf(ids: readonly string[]): Promise<(string | null)[]> {
      const found = await repository.usedVersionsOf(ids);
      return ids.map((id) => found.get(id) ?? null);
    },

    /** Returns how the training of each task ended by itself. Null if it has not. The caller has authorized access to the tasks. */
    async trainingEndsOf(ids: readonly string[]): Promise<(TrainingEnd | null)[]> {
      const found = await repository.trainingEndsOf(ids);
      return ids.map((id) => found.get(id) ?? null);
    },

    /**
     * Returns the results of tasks that succeeded, or the errors of reading them. The caller has authorized access to the tasks.
     * @param requesterId ID of the user, or of the organization if no user is known
     */
    resultsOf(ids: readonly string[], requesterId: string): Promise<(StoredTaskResult | Error)[]> {
      return results.getMany(ids, requesterId, async (wanted) => {
        const read = await repository.resultsOf(wanted);
        return sizedJson(
          wanted,
          (id) => read.get(id),
          () => missing('task'),
        );
      });
    },

    /** Opens the predictions of a PREDICT task: JSON Lines. @throws NotFound, Unauthenticated, Conflict if there are none */
    async predictions(viewer: Viewer | null, id: string): Promise<Readable> {
      const task = await authorizeTask(viewer, id, 'read');
      const isFinished = task.state === 'SUCCEEDED';
      const { artifactKey: key } = isFinished ? onlyResult(await this.resultsOf([id], task.organizationId)) : {};
      if (!key) throw new Conflict('This task has no predictions. Only a PREDICT task that succeeded has them.');
      return store.get(key);
    },

    /** Opens a training-preview image of a task, as a PNG. @throws NotFound, Unauthenticated */
    async samples(viewer: Viewer | null, id: string, sha256: string): Promise<Readable> {
      await authorizeTask(viewer, id, 'read');
      return store.get(`${previewPrefix(id)}/${sha256}`);
    },
  };
}

function datasetReference({ id, format, artifactKey, sha256 }: DatasetVersion): DatasetReference {
  if (!format || !artifactKey || !sha256) throw new Error(`Dataset version ${id} is not READY.`);
  return { versionId: id, format, artifactKey, sha256 };
}

function imageSizeRange(profile: Extract<DatasetProfile, { kind: 'images' }>): TrainingSpec['imageSizeRange'] {
  const { minHeight, maxHeight, minWidth, maxWidth, channels } = profile;
  return { minHeight, maxHeight, minWidth, maxWidth, channels };
}
