/** Tasks and workers as GraphQL types, and the mutations that launch and control tasks. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { OrganizationRef } from '../accounts/schema.ts';
import { ConfigurationRef } from '../configurations/schema.ts';
import { DatasetVersionRef } from '../datasets/schema.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import { builder, connectionComplexity, forEveryone, readingCost } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { assumedListLength } from '../graphql/cost/complexity.ts';
import { accessErrors } from '../graphql/errors.ts';
import {
  connectionType,
  descriptionFields,
  descriptionPatchFields,
  edgeType,
  itemFilterFields,
  orderInput,
  searchDescription,
} from '../graphql/list.ts';
import { ModelVersionRef, ReportUnion } from '../models/schema.ts';
import { ProgressRef, TaskStateEnum } from './events/schema.ts';
import type { Worker, WorkerRegistry, WorkerState } from './queue/worker-registry.ts';
import type { Trial, taskKinds } from './task.ts';
import type { Task } from './task-row.ts';
import type { LaunchInput, TaskService } from './task-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    tasks: TaskService;
    workers: WorkerRegistry;
  }
}

const TaskKindEnum = builder.enumType('TaskKind', {
  description: 'Kind of task.',
  values: {
    TRAIN: { description: 'Trains a model.' },
    EVALUATE: { description: 'Evaluates a model on a dataset.' },
    PREDICT: { description: 'Predicts every sample of a dataset.' },
    TUNE: { description: 'Searches for better hyperparameters.' },
  } satisfies Record<(typeof taskKinds)[number], { description: string }>,
});

const TrialRef = builder.objectRef<Trial>('Trial').implement({
  description: 'One trial of a `TUNE` task.',
  fields: (t) => ({
    number: t.exposeInt('number', {
      description: 'Number of the trial. Starts at 1. Trial 1 uses the configuration unchanged.',
    }),
    parameters: t.field({
      type: 'JSON',
      description: 'Hyperparameters of the trial, by name.',
      resolve: ({ parameters }) => parameters,
    }),
    learningRate: t.exposeFloat('learningRate', {
      nullable: true,
      description: 'Learning rate of the trial. Null when the family has none.',
    }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'Negative validation loss. Higher is better. Null when the trial diverged.',
    }),
  }),
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

const TaskFilterInput = builder.inputType('TaskFilter', {
  description: 'Which tasks to return: those that match all given fields.',
  fields: (t) => ({
    ...itemFilterFields(t),
    states: t.field({ type: [TaskStateEnum], description: 'States of the task.' }),
    kinds: t.field({ type: [TaskKindEnum], description: 'Kinds of tasks.' }),
    configurationId: t.id({ description: 'Configuration that the task trains or tunes.' }),
    modelId: t.id({ description: 'Model that the task evaluates or predicts with.' }),
    datasetId: t.id({ description: 'Dataset that the task uses, in any version.' }),
  }),
});
const TaskOrderInput = orderInput('Task', ['CREATED_AT', 'NAME', 'FINISHED_AT']);

builder.queryField('tasks', (t) =>
  t.connection(
    {
      type: TaskRef,
      description: 'Tasks, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({ description: 'Organization to list. Default: all organizations of the viewer.' }),
        states: t.arg({
          type: [TaskStateEnum],
          description:
            'States to include, as `filter.states`; if both are given, `filter` counts. Default: all states.',
        }),
        filter: t.arg({ type: TaskFilterInput, description: 'Which tasks to return. Default: all.' }),
        orderBy: t.arg({ type: TaskOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, { viewer, services }) => {
        const organizationId = args.organizationId
          ? decodeId(args.organizationId, 'Organization', 'organizationId')
          : null;
        const filter = args.filter ?? {};
        const { page, count } = services.tasks.list(viewer, organizationId, {
          ...filter,
          states: filter.states ?? args.states,
          configurationId:
            filter.configurationId && decodeId(filter.configurationId, 'Configuration', 'filter.configurationId'),
          modelId: filter.modelId && decodeId(filter.modelId, 'Model', 'filter.modelId'),
          datasetId: filter.datasetId && decodeId(filter.datasetId, 'Dataset', 'filter.datasetId'),
          search: args.search,
        });
        return keysetConnection(args, 'CREATED_AT', page, count);
      },
    },
    connectionType('Task', 'tasks'),
    edgeType('Task'),
  ),
);

const UpdateTaskInput = builder.inputType('UpdateTaskInput', {
  description: 'What to change; omitted fields stay unchanged.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Task to change.' }),
    ...descriptionPatchFields(t),
  }),
});

builder.mutationField('updateTask', (t) =>
  t.field({
    type: TaskRef,
    errors: { types: [...accessErrors] },
    description: 'Changes the name, the description or the tags of a task.',
    args: { input: t.arg({ type: UpdateTaskInput, required: true }) },
    resolve: (_, { input: { id, ...patch } }, { viewer, services }) =>
      services.tasks.update(viewer, decodeId(id, 'Task', 'input.id'), patch),
  }),
);

const WorkerStateEnum = builder.enumType('WorkerState', {
  description: 'State of a worker.',
  values: {
    IDLE: { description: 'Waiting for a task.' },
    BUSY: { description: 'Running at least one task.' },
    DRAINING: { description: 'Finishing its tasks and accepting no more.' },
    STOPPED: { description: 'Shut down.' },
    LOST: { description: 'Sent no heartbeat within the lease period.' },
  } satisfies Record<WorkerState | 'LOST', { description: string }>,
});

const WorkerRef = builder.objectRef<Worker & { isLost: boolean }>('Worker').implement({
  description: 'A process that runs tasks.',
  fields: (t) => ({
    id: t.id({ description: 'ID of the worker.', resolve: ({ id }) => encodeGlobalID('Worker', id) }),
    host: t.exposeString('host', { description: 'Name of the host that the worker runs on.' }),
    pid: t.exposeInt('pid', { description: 'Process ID of the worker on its host.' }),
    version: t.exposeString('version', { description: 'Version of Aias that the worker runs.' }),
    backend: t.exposeString('backend', { description: 'Backend of the tensor engine.' }),
    device: t.exposeString('device', { description: 'Device that the engine computes on.' }),
    pool: t.exposeString('pool', { description: 'Pool that the worker belongs to.' }),
    labels: t.exposeStringList('labels', {
      description: 'Labels of the worker: those configured, and `gpu` or `cpu`.',
    }),
    slots: t.exposeInt('slots', { description: 'Maximum number of tasks that the worker runs at the same time.' }),
    memoryBytes: t.exposeFloat('memoryBytes', {
      description:
        'Memory available to all tasks of the worker together, in bytes. The worker claims only tasks that fit.',
    }),
    state: t.field({
      type: WorkerStateEnum,
      description: 'Current state.',
      resolve: ({ state, isLost }) => (isLost ? 'LOST' : state),
    }),
    currentTasks: t.field({
      type: [TaskRef],
      description: 'Tasks that the worker is running, limited to tasks visible to the viewer.',
      async resolve({ id }, _, { viewer, services }) {
        const running = await services.workers.tasksOf(id);
        return running.filter(({ organizationId }) => viewer?.roles.has(organizationId));
      },
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'Time at which the worker started.' }),
    lastHeartbeatAt: t.expose('lastHeartbeatAt', { type: 'DateTime', description: 'Time of the last heartbeat.' }),
  }),
});

builder.queryField('workers', (t) =>
  t.field({
    type: [WorkerRef],
    extensions: forEveryone,
    description: 'Workers, newest first. Empty when the caller is not signed in.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.workers.list() : []),
  }),
);

const launchFields = {
  priority: 'Priority in the queue. Tasks with a higher priority are claimed first. Range -100 to 100. Default: 0.',
  idempotencyKey:
    'Idempotency key, 1-200 characters. Repeating a launch with the same key returns the existing task; a different launch ' +
    'with the same key is a `Conflict`.',
  pool: 'Worker pool whose workers can claim the task. Default: any pool.',
  requiredLabels: 'Labels that a worker must have to claim the task, such as `gpu`. At most 16 labels.',
};
const LaunchTrainInput = builder.inputType('LaunchTrainInput', {
  description: 'Trains a model from a configuration.',
  fields: (t) => ({
    configurationId: t.id({ required: true, description: 'Configuration to train.' }),
    priority: t.int({ description: launchFields.priority }),
    idempotencyKey: t.string({ description: launchFields.idempotencyKey }),
    pool: t.string({ description: launchFields.pool }),
    requiredLabels: t.stringList({ description: launchFields.requiredLabels }),
  }),
});
const LaunchTuneInput = builder.inputType('LaunchTuneInput', {
  description: 'Hyperparameter tuning by random search. Trial 1 uses the configuration unchanged.',
  fields: (t) => ({
    configurationId: t.id({ required: true, description: 'Configuration to tune.' }),
    trials: t.int({ description: 'Number of trials. Range 1-200. Default: 10.' }),
    seed: t.int({ description: 'Random seed that determines the trials. Default: 0.' }),
    priority: t.int({ description: launchFields.priority }),
    idempotencyKey: t.string({ description: launchFields.idempotencyKey }),
    pool: t.string({ description: launchFields.pool }),
    requiredLabels: t.stringList({ description: launchFields.requiredLabels }),
  }),
});
const inferenceInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      modelId: t.id({ required: true, description: 'Model to run.' }),
      version: t.int({ description: 'Model version number. Default: the newest version.' }),
      datasetId: t.id({
        required: true,
        description: 'Dataset to run on. The task uses its newest `READY` version.',
      }),
      priority: t.int({ description: launchFields.priority }),
      idempotencyKey: t.string({ description: launchFields.idempotencyKey }),
      pool: t.string({ description: launchFields.pool }),
      requiredLabels: t.stringList({ description: launchFields.requiredLabels }),
    }),
  });
const LaunchEvaluateInput = inferenceInput('LaunchEvaluateInput', 'Evaluates a model on an entire labeled dataset.');
const LaunchPredictInput = inferenceInput(
  'LaunchPredictInput',
  'Predicts every sample of a dataset (batch prediction).',
);

const LaunchTaskInput = builder.inputType('LaunchTaskInput', {
  description: 'Task to launch.',
  isOneOf: true,
  fields: (t) => ({
    train: t.field({ type: LaunchTrainInput, description: 'Launches a `TRAIN` task.' }),
    evaluate: t.field({ type: LaunchEvaluateInput, description: 'Launches an `EVALUATE` task.' }),
    predict: t.field({ type: LaunchPredictInput, description: 'Launches a `PREDICT` task.' }),
    tune: t.field({ type: LaunchTuneInput, description: 'Launches a `TUNE` task.' }),
  }),
});

/** Returns the requested launch, and the path of its input for messages. */
function parseLaunchInput({
  train,
  tune,
  evaluate,
  predict,
}: typeof LaunchTaskInput.$inferInput): [LaunchInput, string] {
  const options = { priority: null, idempotencyKey: null, pool: null, requiredLabels: null };
  if (train) {
    const configurationId = decodeId(train.configurationId, 'Configuration', 'input.train.configurationId');
    return [{ ...options, ...omitUndefined(train), kind: 'TRAIN', configurationId }, 'input.train'];
  }
  if (tune) {
    const configurationId = decodeId(tune.configurationId, 'Configuration', 'input.tune.configurationId');
    return [
      { ...options, trials: null, seed: null, ...omitUndefined(tune), kind: 'TUNE', configurationId },
      'input.tune',
    ];
  }
  const [inference, kind, field] = evaluate
    ? ([evaluate, 'EVALUATE', 'input.evaluate'] as const)
    : ([predict, 'PREDICT', 'input.predict'] as const);
  if (!inference) {
    throw new InvalidInput('input', 'Set one kind of task to launch, such as { train: { configurationId: "..." } }.');
  }
  const modelId = decodeId(inference.modelId, 'Model', `${field}.modelId`);
  const datasetId = decodeId(inference.datasetId, 'Dataset', `${field}.datasetId`);
  return [{ ...options, version: null, ...omitUndefined(inference), kind, modelId, datasetId }, field];
}

/** Returns a copy without undefined properties. */
function omitUndefined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }; // the filter guarantees this type
}

builder.mutationField('launchTask', (t) =>
  t.field({
    type: TaskRef,
    errors: { types: [...accessErrors, Conflict] },
    description: 'Adds a task to the queue.',
    args: { input: t.arg({ type: LaunchTaskInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) => services.tasks.launch(viewer, ...parseLaunchInput(input)),
  }),
);

for (const [name, method, description] of [
  [
    'cancelTask',
    'cancel',
    'Cancels a task permanently: at once when it is queued or paused, within one batch when it is running.',
  ],
  ['pauseTask', 'pause', 'Pauses a task until it is resumed. A running task stops after a checkpoint.'],
  ['resumeTask', 'resume', 'Returns a paused task to the queue. It resumes from its last checkpoint.'],
] as const) {
  builder.mutationField(name, (t) =>
    t.field({
      type: TaskRef,
      errors: { types: [...accessErrors, Conflict] },
      description,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_, { id }, { viewer, services }) => services.tasks[method](viewer, decodeId(id, 'Task', 'id')),
    }),
  );
}
