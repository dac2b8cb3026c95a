/** What people do with tasks: launch, watch, cancel, pause, resume. */
import type { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { isSupervised } from '../catalogue/family.ts';
import { familyByName } from '../catalogue/registry.ts';
import type { Configuration, ConfigurationService } from '../configurations/configuration-service.ts';
import type { Transaction } from '../database/client.ts';
import type { DatasetVersion } from '../datasets/dataset.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { DatasetProfile } from '../datasets/profile.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { bytesPerJsonByte, createSharedReads } from '../graphql/cost/shared-reads.ts';
import type { EvaluationReport } from '../models/model.ts';
import type { ModelService } from '../models/model-service.ts';
import { parsePlaceDemand } from './placement.ts';
import { stopTask, type Task, type TaskRow } from './queue.ts';
import { samplesPrefix } from './sample-artifacts.ts';
import type { TaskState, Trial } from './task.ts';
import { transition } from './task.ts';
import { type NewTask, requestStop, type TaskRepository } from './task-repository.ts';
import { type DatasetReference, type Recipe, recipeSchema, type TaskSpec } from './task-spec.ts';

const longestKey = 200;
const [lowestPriority, highestPriority] = [-100, 100];
const mostTrials = 200;
const maxResultBytes = 64 * 2 ** 20;

/** What stays with a task that SUCCEEDED: of EVALUATE a report, of PREDICT a file, of TUNE what was tried. */
interface TaskSummary {
  report?: EvaluationReport | null;
  artifactKey?: string;
  trials?: Trial[];
}

/** What every launch has. */
interface LaunchOptions {
  /** Higher goes first; -100 to 100. */
  priority: number | null;
  /** A launch that is sent again with the same key is the same task. */
  idempotencyKey: string | null;
  /** Whose workers may take it; null: any. */
  pool: string | null;
  /** What its worker must have. */
  requiredLabels: readonly string[] | null;
}

export type LaunchInput = LaunchOptions &
  (
    | { kind: 'TRAIN'; configurationId: string }
    | { kind: 'TUNE'; configurationId: string; trials: number | null; seed: number | null }
    | { kind: 'EVALUATE' | 'PREDICT'; modelId: string; version: number | null; datasetId: string }
  );

/** Of a model over a whole dataset, both given as they are stored: packed, and read into numbers of four bytes. */
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
  const results = createSharedReads<TaskSummary>({ maxBytes: maxResultBytes });

  /** The task as it would be inserted. `field` is where its input stands in LaunchTaskInput. */
  async function draft(
    viewer: Viewer | null,
    input: LaunchInput,
    field: string,
  ): Promise<NewTask & { spec: TaskSpec }> {
    if (input.kind === 'TRAIN' || input.kind === 'TUNE') {
      const configuration = await configurations.byId(viewer, input.configurationId);
      const { userId } = authorize(viewer, 'launch', configuration.organizationId, 'configuration');
      const common = commonOf(input, field);
      const recipe = await recipeOf(configuration);
      const { id: configurationId, organizationId, datasetVersionId } = configuration;
      const spec: TaskSpec =
        input.kind === 'TRAIN'
          ? { kind: 'TRAIN', recipe }
          : { kind: 'TUNE', recipe, trials: checkTrials(input.trials ?? 10, recipe, field), seed: input.seed ?? 0 };
      const { memoryBytes } = await configurations.estimate(configuration);
      return {
        ...common,
        kind: input.kind,
        // A trial may be larger than the configuration that it was drawn around.
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
    const common = commonOf(input, field);
    const version = await models.version(viewer, model.id, input.version);
    const dataset = await datasets.usableVersion(viewer, input.datasetId, `${field}.datasetId`);
    const reference = { modelId: model.id, versionId: version.id, artifactKey: version.artifactKey };
    const spec: TaskSpec = { kind: input.kind, model: reference, dataset: datasetReference(dataset) };
    const { organizationId, id: modelId } = model;
    return {
      ...common,
      kind: input.kind,
      memoryBytes: inferenceBytes(version.bytes, dataset.bytes ?? 0),
      organizationId,
      modelId,
      datasetVersionId: dataset.id,
      spec,
      createdBy: userId,
    };
  }

  async function recipeOf(configuration: Configuration): Promise<Recipe> {
    const version = await datasets.versionById(configuration.datasetVersionId);
    if (!version) throw new Error(`Configuration ${configuration.id} points to a dataset version that is gone.`);
    if (!version.artifactKey) throw new Conflict('The dataset of this configuration was deleted.');
    const profile = await datasets.profileOf(version, configuration.organizationId);
    return recipeSchema.parse({
      ...configuration,
      configurationId: configuration.id,
      dataset: datasetReference(version),
      imageExtent: profile.kind === 'images' ? extentOf(profile) : null,
    });
  }

  /** Whoever deletes what the task needs, at this very moment, waits and finds the task, or is found to have been first. */
  async function hold(tx: Transaction, spec: TaskSpec): Promise<void> {
    const [dataset, modelVersionId] =
      'recipe' in spec ? [spec.recipe.dataset, spec.recipe.base?.versionId] : [spec.dataset, spec.model.versionId];
    await datasets.hold(tx, dataset.versionId);
    if (modelVersionId) await models.hold(tx, modelVersionId);
  }

  async function ownTask(viewer: Viewer | null, id: string, action: 'read' | 'launch'): Promise<Task> {
    requireViewer(viewer);
    const task = await repository.byId(id);
    if (!task) throw missing('task');
    authorize(viewer, action, task.organizationId, 'task');
    return task;
  }

  async function stop(viewer: Viewer | null, id: string, kind: 'cancel' | 'pause'): Promise<TaskRow> {
    await ownTask(viewer, id, 'launch');
    const changed = await repository.change(id, async (tx, task) => {
      transition(task.state, kind === 'cancel' ? 'cancel' : 'suspend'); // a Conflict when it is too late
      await (task.state === 'RUNNING' ? requestStop(tx, task, kind) : stopTask(tx, task, kind));
    });
    if (!changed) throw missing('task');
    return changed;
  }

  return {
    /**
     * Puts a task into the queue. @param field where the input stands in LaunchTaskInput, for messages
     * @throws InvalidInput, Forbidden, Unauthenticated, Conflict (the idempotency key belongs to another task)
     */
    async launch(viewer: Viewer | null, input: LaunchInput, field: string): Promise<TaskRow> {
      const task = await draft(viewer, input, field);
      const inserted = await repository.insert(task, (tx) => hold(tx, task.spec));
      if (inserted) return inserted;
      const earlier = await repository.byIdempotencyKey(task.organizationId, input.idempotencyKey ?? '');
      if (!earlier) throw new Error('A task was neither inserted nor found.');
      if (earlier.deletedAt) {
        throw new Conflict(`The idempotency key "${input.idempotencyKey}" was used for a task that was deleted.`);
      }
      if (earlier.kind === task.kind && isDeepStrictEqual(earlier.spec, JSON.parse(JSON.stringify(task.spec))))
        return earlier;
      throw new Conflict(`The idempotency key "${input.idempotencyKey}" was used for another task.`);
    },

    /** At once when it waits; a running one stops within a batch. @throws Conflict when it has ended */
    cancel: (viewer: Viewer | null, id: string) => stop(viewer, id, 'cancel'),

    /** A running one stops after a checkpoint. @throws Conflict when it has ended or is paused */
    pause: (viewer: Viewer | null, id: string) => stop(viewer, id, 'pause'),

    /** Back into the queue; goes on from its checkpoint. @throws Conflict when it is not paused */
    async resume(viewer: Viewer | null, id: string): Promise<TaskRow> {
      await ownTask(viewer, id, 'launch');
      const changed = await repository.resume(id);
      if (!changed) throw missing('task');
      return changed;
    },

    /** @throws Unauthenticated */
    byId: (viewer: Viewer | null, id: string) => ownTask(viewer, id, 'read'),

    /** Newest first. */
    list(
      viewer: Viewer | null,
      where: { organizationId: string | null; states: readonly TaskState[] | null },
      limit: number,
      before: string | null,
    ): Promise<Task[]> {
      const organizationIds = readableOrganizationIds(viewer, where.organizationId);
      const states = where.states && [...new Set(where.states)];
      return repository.list({ organizationIds, states }, limit, before);
    },

    /** The version of a model that an EVALUATE or PREDICT task works with. Access was decided with the task. */
    usedVersionOf: ({ id }: Task) => repository.usedVersionOf(id),

    /**
     * What came of a task; null unless it SUCCEEDED. Access was decided with the task.
     * @param asker id of the user, or of the organisation where none is at hand
     */
    async resultOf({ id, state }: Task, asker: string): Promise<TaskSummary | null> {
      if (state !== 'SUCCEEDED') return null;
      return results.get(id, asker, async () => {
        const text = (await repository.resultOf(id)) ?? '{}';
        const value: TaskSummary = JSON.parse(text); // written by worker/settle.ts alone
        return { value, bytes: bytesPerJsonByte * Buffer.byteLength(text) };
      });
    },

    /** What a PREDICT task wrote: JSON lines. @throws Unauthenticated, Conflict when there is nothing yet */
    async predictions(viewer: Viewer | null, id: string): Promise<Readable> {
      const task = await ownTask(viewer, id, 'read');
      const { artifactKey: key } = (await this.resultOf(task, task.organizationId)) ?? {};
      if (!key) throw new Conflict('The task has no predictions to download. Only a PREDICT task that SUCCEEDED has.');
      return store.get(key);
    },

    /** An image of samples that it made while it learned, as a PNG. @throws Unauthenticated */
    async samples(viewer: Viewer | null, id: string, sha256: string): Promise<Readable> {
      await ownTask(viewer, id, 'read');
      return store.get(`${samplesPrefix(id)}/${sha256}`);
    },
  };
}

/** What every launch asks for, checked. */
function commonOf(input: LaunchOptions, field: string) {
  checkOptions(input, field);
  const place = parsePlaceDemand(input.pool, input.requiredLabels, field);
  return { priority: input.priority ?? 0, idempotencyKey: input.idempotencyKey, ...place };
}

function checkOptions({ priority, idempotencyKey }: LaunchOptions, field: string): void {
  if (priority !== null && (priority < lowestPriority || priority > highestPriority)) {
    throw new InvalidInput(
      `${field}.priority`,
      `A priority is a whole number from ${lowestPriority} to ${highestPriority}.`,
    );
  }
  if (idempotencyKey === null) return;
  if (idempotencyKey.length === 0 || idempotencyKey.length > longestKey || idempotencyKey.includes('\0')) {
    throw new InvalidInput(
      `${field}.idempotencyKey`,
      `An idempotency key has 1 to ${longestKey} characters, and no NUL.`,
    );
  }
}

function checkTrials(trials: number, recipe: Recipe, field: string): number {
  if (trials < 1 || trials > mostTrials) throw new InvalidInput(`${field}.trials`, `Give 1 to ${mostTrials} trials.`);
  const family = familyByName(recipe.family);
  // What can stop early has a validation loss.
  if (!isSupervised(recipe.objective) && !(family && 'earlyStopping' in family.training)) {
    throw new InvalidInput(
      `${field}.configurationId`,
      `"${recipe.family}" has no validation loss that trials could be compared by. Tune a family that predicts something.`,
    );
  }
  if (recipe.split.validation > 0) return trials;
  throw new InvalidInput(
    `${field}.configurationId`,
    'Tuning compares trials on validation samples: the configuration must hold some out (split.validation above 0).',
  );
}

function datasetReference({ id, format, artifactKey, sha256 }: DatasetVersion): DatasetReference {
  if (!format || !artifactKey || !sha256) throw new Error(`Dataset version ${id} is not READY.`);
  return { versionId: id, format, artifactKey, sha256 };
}

function extentOf(profile: Extract<DatasetProfile, { kind: 'images' }>): Recipe['imageExtent'] {
  const { minimumHeight, maximumHeight, minimumWidth, maximumWidth, channels } = profile;
  return { minimumHeight, maximumHeight, minimumWidth, maximumWidth, channels };
}
