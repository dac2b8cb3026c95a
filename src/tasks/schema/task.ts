/** GraphQL type of a task. */
import { OrganizationRef } from '../../accounts/schema.ts';
import { ConfigurationRef } from '../../configurations/schema.ts';
import { DatasetVersionRef } from '../../datasets/schema/dataset-version.ts';
import { NotFound } from '../../errors.ts';
import { builder, readingCost } from '../../graphql/builder.ts';
import { isUuid } from '../../graphql/connection.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { assumedListLength } from '../../graphql/cost/complexity.ts';
import { descriptionFields } from '../../graphql/list.ts';
import { ModelVersionRef } from '../../models/schema/model-version.ts';
import { ReportUnion } from '../../models/schema/reports/evaluation-report.ts';
import { ProgressRef, TaskStateEnum } from '../events/schema.ts';
import type { WorkerRegistry } from '../queue/worker-registry.ts';
import type { taskKinds } from '../task.ts';
import type { Task } from '../task-row.ts';
import type { TaskService } from '../task-service.ts';
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
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.tasks.byId(viewer, id) : null),
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
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Configuration to train or tune. Null for other kinds of tasks.',
      resolve: ({ configurationId }, _, { viewer, services }) =>
        configurationId ? services.configurations.byId(viewer, configurationId) : null,
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
    unschedulable: t.string({
      nullable: true,
      description:
        'Why a queued task cannot be scheduled, and what to do: no worker is running, no worker has its pool and labels, no ' +
        'worker has enough memory, or the quota of the organization is used up. Null otherwise.',
      resolve: (task, _, { services }) => services.workers.unschedulableReason(task),
    }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description:
        'Model version that a `TRAIN` or `TUNE` task produced. Null for other kinds of tasks, and when the model was deleted.',
      resolve: ({ id }, _, { services }) => services.models.versionOfTask(id),
    }),
    usedModelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description:
        'Model version that an `EVALUATE` or `PREDICT` task uses. Null for other kinds of tasks, and when the model was deleted.',
      async resolve(task, _, { viewer, services }) {
        if (task.kind !== 'EVALUATE' && task.kind !== 'PREDICT') return null;
        const versionId = await services.tasks.usedVersionOf(task);
        return versionId ? nullIfNotFound(services.models.versionById(viewer, versionId)) : null;
      },
    }),
    datasetVersion: t.field({
      type: DatasetVersionRef,
      nullable: true,
      description: 'Dataset version that the task uses. Null when it was deleted or is not visible to the viewer.',
      async resolve({ datasetVersionId }, _, { viewer, services }) {
        const version = datasetVersionId && (await services.datasets.versionById(datasetVersionId));
        if (!version) return null;
        return (await nullIfNotFound(services.datasets.byId(viewer, version.datasetId))) && version;
      },
    }),
    evaluation: t.field({
      type: ReportUnion,
      nullable: true,
      description: 'Result of an `EVALUATE` task. Null for other kinds of tasks, and until it succeeds.',
      complexity: readingCost,
      resolve: async (task, _, context) =>
        task.kind === 'EVALUATE' ? ((await resultOf(task, context))?.report ?? null) : null,
    }),
    trials: t.field({
      type: [TrialRef],
      nullable: true,
      description: 'Trials of a `TUNE` task. Null for other kinds of tasks, and until it succeeds.',
      complexity: { field: readingCost, multiplier: assumedListLength },
      resolve: async (task, _, context) =>
        task.kind === 'TUNE' ? ((await resultOf(task, context))?.trials ?? null) : null,
    }),
    predictionsUrl: t.string({
      nullable: true,
      description:
        'URL of the predictions of a `PREDICT` task: JSON Lines, one line per sample. Requires authentication. Null for other ' +
        'kinds of tasks, and until it succeeds.',
      resolve: ({ id, kind, state }, _, { services }) =>
        kind === 'PREDICT' && state === 'SUCCEEDED' ? services.links.predictions(id) : null,
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

const resultOf = (task: Task, { viewer, services }: GraphQLContext) =>
  services.tasks.resultOf(task, viewer?.userId ?? '');

/** Resolves to null if the viewer may not see the resource, or if it no longer exists. */
async function nullIfNotFound<T>(resource: Promise<T>): Promise<T | null> {
  try {
    return await resource;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
