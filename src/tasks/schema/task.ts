/** GraphQL type of a task. */
import { loadOrganization, loadUser } from '../../accounts/loaders.ts';
import { OrganizationRef, UserRef } from '../../accounts/schema.ts';
import { loadConfiguration } from '../../configurations/loaders.ts';
import { ConfigurationRef } from '../../configurations/schema.ts';
import { DatasetVersionRef } from '../../datasets/schema/dataset-version.ts';
import { loadDataset, loadDatasetVersion } from '../../datasets/schema/loaders.ts';
import { NotFound } from '../../errors.ts';
import { builder, readingCost } from '../../graphql/builder.ts';
import { isUuid } from '../../graphql/connection.ts';
import { assumedListLength } from '../../graphql/cost/complexity.ts';
import { descriptionFields } from '../../graphql/list.ts';
import { loadModel, loadModelVersion, loadVersionOfTask } from '../../models/schema/loaders.ts';
import { ModelVersionRef } from '../../models/schema/model-version.ts';
import { ReportUnion } from '../../models/schema/reports/evaluation-report.ts';
import { ProgressRef, TaskStateEnum, TrainingEndRef } from '../events/schema.ts';
import type { WorkerRegistry } from '../queue/worker-registry.ts';
import type { taskKinds } from '../task.ts';
import type { Task } from '../task-row.ts';
import type { TaskService } from '../task-service.ts';
import { loadResult, loadTask, loadTrainingEnd, loadUnschedulableReason, loadUsedVersionId } from './loaders.ts';
import { TrialRef } from './trial.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    tasks: TaskService;
    workers: WorkerRegistry;
  }
}

export const TaskKindEnum = builder.enumType('TaskKind', {
  description: 'Kind of task.',
  values: {
    TRAIN: { description: 'Trains a model.' },
    EVALUATE: { description: 'Evaluates a model on a dataset.' },
    PREDICT: { description: 'Predicts every sample of a dataset.' },
    TUNE: { description: 'Searches for better hyperparameters.' },
  } satisfies Record<(typeof taskKinds)[number], { description: string }>,
});

export const TaskRef = builder.objectRef<Task>('Task');

builder.node(TaskRef, {
  description: 'A unit of work in the queue. Subscribe to `taskEvents` to follow it.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, context) => (isUuid(id) ? loadTask(context, id) : null),
  fields: (t) => ({
    kind: t.field({ type: TaskKindEnum, description: 'Kind of the task.', resolve: ({ kind }) => kind }),
    name: t.exposeString('name', {
      description: 'Name of the task. By default, the name of the configuration or model at launch.',
    }),
    ...descriptionFields(t),
    state: t.field({ type: TaskStateEnum, description: 'Current state.', resolve: ({ state }) => state }),
    organization: t.field({
      type: OrganizationRef,
      description: 'Organization that owns the task.',
      resolve: ({ organizationId }, _, context) => loadOrganization(context, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Configuration to train or tune. Null for other kinds of tasks.',
      resolve: ({ configurationId }, _, context) =>
        configurationId ? loadConfiguration(context, configurationId) : null,
    }),
    priority: t.exposeInt('priority', {
      description: 'Priority in the queue. Tasks with a higher priority are claimed first.',
    }),
    pool: t.string({
      nullable: true,
      description: 'Pool whose workers can claim the task. Null when any pool can.',
      resolve: ({ pool }) => pool || null,
    }),
    requiredLabels: t.exposeStringList('requiredLabels', {
      description: 'Labels that a worker must have to claim the task.',
    }),
    attempt: t.exposeInt('attempt', { description: 'Number of times that a worker has claimed the task.' }),
    progress: t.field({
      type: ProgressRef,
      nullable: true,
      description: 'Latest progress. Subscribe to `taskEvents` to receive every update.',
      resolve: ({ progress }) => progress,
    }),
    failureReason: t.exposeString('failureReason', {
      nullable: true,
      description: 'Why the task failed. Null unless `FAILED`.',
    }),
    lastSeq: t.exposeInt('lastSeq', { description: '`seq` of the newest event.' }),
    unschedulableReason: t.string({
      nullable: true,
      description:
        'Why a queued task cannot be scheduled, and what to do: no worker is running, no worker has its pool and labels, no ' +
        'worker has enough memory, or the quota of the organization is used up. Null otherwise.',
      resolve: (task, _, context) => (task.state === 'QUEUED' ? loadUnschedulableReason(context, task) : null),
    }),
    outputModelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description:
        'Model version that a `TRAIN` or `TUNE` task produced. Null for other kinds of tasks, and when the model was deleted.',
      resolve: ({ id }, _, context) => loadVersionOfTask(context, id),
    }),
    inputModelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description:
        'Model version that an `EVALUATE` or `PREDICT` task uses. Null for other kinds of tasks, and when the model was deleted.',
      async resolve({ id, kind }, _, context) {
        if (kind !== 'EVALUATE' && kind !== 'PREDICT') return null;
        const versionId = await loadUsedVersionId(context, id);
        const version = versionId && (await loadModelVersion(context, versionId));
        if (!version) return null;
        return (await nullIfNotFound(loadModel(context, version.modelId))) && version;
      },
    }),
    datasetVersion: t.field({
      type: DatasetVersionRef,
      nullable: true,
      description: 'Dataset version that the task uses. Null when it was deleted or is not visible to the viewer.',
      async resolve({ datasetVersionId }, _, context) {
        const version = datasetVersionId && (await loadDatasetVersion(context, datasetVersionId));
        if (!version) return null;
        return (await nullIfNotFound(loadDataset(context, version.datasetId))) && version;
      },
    }),
    evaluation: t.field({
      type: ReportUnion,
      nullable: true,
      description: 'Result of an `EVALUATE` task. Null for other kinds of tasks, and until it succeeds.',
      complexity: readingCost,
      resolve: async ({ id, kind, state }, _, context) =>
        kind === 'EVALUATE' && state === 'SUCCEEDED' ? (await loadResult(context, id)).report : null,
    }),
    trainingEnd: t.field({
      type: TrainingEndRef,
      nullable: true,
      description:
        'How the training of a `TRAIN` task ended by itself. Null for other kinds of tasks, until it succeeds, and for tasks of earlier versions.',
      resolve: ({ id, kind, state }, _, context) =>
        kind === 'TRAIN' && state === 'SUCCEEDED' ? loadTrainingEnd(context, id) : null,
    }),
    trials: t.field({
      type: [TrialRef],
      nullable: true,
      description: 'Trials of a `TUNE` task. Null for other kinds of tasks, and until it succeeds.',
      complexity: { field: readingCost, multiplier: assumedListLength },
      resolve: async ({ id, kind, state }, _, context) =>
        kind === 'TUNE' && state === 'SUCCEEDED' ? (await loadResult(context, id)).trials : null,
    }),
    predictionsUrl: t.string({
      nullable: true,
      description:
        'URL of the predictions of a `PREDICT` task: JSON Lines, one line per sample. Requires authentication. Null for other ' +
        'kinds of tasks, and until it succeeds.',
      resolve: ({ id, kind, state }, _, { services }) =>
        kind === 'PREDICT' && state === 'SUCCEEDED' ? services.links.predictions(id) : null,
    }),
    createdBy: t.field({
      type: UserRef,
      description: 'User who launched the task.',
      resolve: ({ createdBy }, _, context) => loadUser(context, createdBy),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time at which the task was launched.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time at which a worker first claimed the task. Null until then.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time at which the task reached a final state. Null until then.',
    }),
  }),
});

/** Resolves to null if the viewer may not see the resource, or if it no longer exists. */
async function nullIfNotFound<T>(resource: Promise<T>): Promise<T | null> {
  try {
    return await resource;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
