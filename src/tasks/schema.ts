/** Tasks, their events, and the workers. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { OrganizationRef } from '../accounts/schema.ts';
import { ConfigurationRef } from '../configurations/schema.ts';
import { workerState } from '../database/tables.ts';
import { DatasetVersionRef } from '../datasets/schema.ts';
import { Conflict, InvalidInput, NotFound } from '../errors.ts';
import { builder, forEveryone, perEntry, readingCost } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { assumedListLength } from '../graphql/cost/complexity.ts';
import { accessErrors } from '../graphql/errors.ts';
import { ModelVersionRef, ReportUnion } from '../models/schema.ts';
import { ProgressRef, TaskStateEnum } from './event-schema.ts';
import type { Task } from './queue.ts';
import { type Trial, taskKinds } from './task.ts';
import type { TaskEventPayloads } from './task-event.ts';
import type { LaunchInput, TaskService } from './task-service.ts';
import type { Worker, WorkerRegistry } from './worker-registry.ts';

declare module '../graphql/context.ts' {
  interface Services {
    tasks: TaskService;
    workers: WorkerRegistry;
  }
}

const TaskKindEnum = builder.enumType('TaskKind', {
  description:
    'TRAIN makes a model, TUNE searches for better parameters, EVALUATE judges a model on data, PREDICT answers for data.',
  values: taskKinds,
});

const TrialRef = builder.objectRef<Trial>('Trial').implement({
  description: 'What a TUNE task tried.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: '1 is the configuration as it stands.' }),
    parameters: t.field({ type: 'JSON', resolve: ({ parameters }) => parameters }),
    learningRate: t.exposeFloat('learningRate', { nullable: true, description: 'Null: the family has none.' }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'Negative validation loss, higher is better; null: diverged.',
    }),
  }),
});

export const TaskRef = builder.objectRef<Task>('Task');
builder.node(TaskRef, {
  description: 'A piece of work. Watch it with `subscription taskEvents`.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.tasks.byId(viewer, id) : null),
  fields: (t) => ({
    kind: t.field({ type: TaskKindEnum, resolve: ({ kind }) => kind }),
    state: t.field({ type: TaskStateEnum, resolve: ({ state }) => state }),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Of TRAIN and TUNE.',
      resolve: ({ configurationId }, _, { viewer, services }) =>
        configurationId ? services.configurations.byId(viewer, configurationId) : null,
    }),
    priority: t.exposeInt('priority'),
    pool: t.string({
      nullable: true,
      description: 'The pool whose workers may take it; null: any.',
      resolve: ({ pool }) => pool || null,
    }),
    requiredLabels: t.exposeStringList('requiredLabels', { description: 'What its worker must have.' }),
    attempt: t.exposeInt('attempt', { description: 'How often a worker has taken it.' }),
    progress: t.field({
      type: ProgressRef,
      nullable: true,
      description: 'The latest; for every one subscribe to taskEvents.',
      resolve: ({ progress }) => progress as TaskEventPayloads['TrainingProgressed'] | null, // written by the queue alone
    }),
    failureReason: t.exposeString('failureReason', { nullable: true }),
    lastSeq: t.exposeInt('lastSeq', { description: 'Position of its newest event.' }),
    unschedulable: t.string({
      nullable: true,
      description:
        'Why it is QUEUED in vain, and what to do: no worker runs, none has what it asks for, none is large enough, or the quota ' +
        'of the organisation is used up. Null otherwise.',
      resolve: (task, _, { services }) => services.workers.unschedulable(task),
    }),
    modelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'What a TRAIN or TUNE task made; null also when that model was deleted.',
      resolve: ({ id }, _, { services }) => services.models.versionOfTask(id),
    }),
    usedModelVersion: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'What an EVALUATE or PREDICT task works with; null for others, and when it is gone.',
      async resolve(task, _, { viewer, services }) {
        if (task.kind !== 'EVALUATE' && task.kind !== 'PREDICT') return null;
        const versionId = await services.tasks.usedVersionOf(task);
        return versionId ? unlessGone(services.models.versionById(viewer, versionId)) : null;
      },
    }),
    datasetVersion: t.field({
      type: DatasetVersionRef,
      nullable: true,
      description: 'The data that it works on; null when it is gone, or not for the viewer.',
      async resolve({ datasetVersionId }, _, { viewer, services }) {
        const version = datasetVersionId && (await services.datasets.versionById(datasetVersionId));
        if (!version) return null;
        return (await unlessGone(services.datasets.byId(viewer, version.datasetId))) && version;
      },
    }),
    evaluation: t.field({
      type: ReportUnion,
      nullable: true,
      description: 'What an EVALUATE task found.',
      complexity: readingCost,
      resolve: async (task, _, context) =>
        task.kind === 'EVALUATE' ? ((await resultOf(task, context))?.report ?? null) : null,
    }),
    trials: t.field({
      type: [TrialRef],
      nullable: true,
      description: 'What a TUNE task tried.',
      complexity: { field: readingCost, multiplier: assumedListLength },
      resolve: async (task, _, context) =>
        task.kind === 'TUNE' ? ((await resultOf(task, context))?.trials ?? null) : null,
    }),
    predictionsUrl: t.string({
      nullable: true,
      description: 'What a PREDICT task wrote: JSON lines, one for each sample. Needs the session.',
      resolve: ({ id, kind, state }, _, { services }) =>
        kind === 'PREDICT' && state === 'SUCCEEDED' ? services.links.predictions(id) : null,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
});

const resultOf = (task: Task, { viewer, services }: GraphQLContext) =>
  services.tasks.resultOf(task, viewer?.userId ?? '');

/** Null for what the viewer may not see, or nobody any more. */
async function unlessGone<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

builder.queryField('tasks', (t) =>
  t.connection({
    type: TaskRef,
    description: 'Newest first.',
    complexity: perEntry,
    args: { organizationId: t.arg.id(), states: t.arg({ type: [TaskStateEnum] }) },
    resolve: (_, args, { viewer, services }) => {
      const organizationId = args.organizationId
        ? decodeId(args.organizationId, 'Organization', 'organizationId')
        : null;
      const where = { organizationId, states: args.states ?? null };
      return keysetConnection(args, (limit, before) => services.tasks.list(viewer, where, limit, before));
    },
  }),
);

const WorkerStateEnum = builder.enumType('WorkerState', {
  description: 'LOST: not heard of in time.',
  values: [...workerState.enumValues, 'LOST'] as const,
});

const WorkerRef = builder.objectRef<Worker & { lost: boolean }>('Worker').implement({
  description: 'A process that computes tasks.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => encodeGlobalID('Worker', id) }),
    host: t.exposeString('host'),
    pid: t.exposeInt('pid'),
    version: t.exposeString('version'),
    backend: t.exposeString('backend'),
    device: t.exposeString('device'),
    pool: t.exposeString('pool'),
    labels: t.exposeStringList('labels', { description: 'Its own, and `gpu` or `cpu`.' }),
    slots: t.exposeInt('slots', { description: 'Tasks that it runs at the same time.' }),
    memoryBytes: t.exposeFloat('memoryBytes', {
      description: 'What its tasks may take together, in bytes: it claims only what fits.',
    }),
    state: t.field({ type: WorkerStateEnum, resolve: ({ state, lost }) => (lost ? 'LOST' : state) }),
    currentTasks: t.field({
      type: [TaskRef],
      description: 'Those that the viewer may see.',
      async resolve({ id }, _, { viewer, services }) {
        const running = await services.workers.tasksOf(id);
        return running.filter(({ organizationId }) => viewer?.roles.has(organizationId));
      },
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    lastHeartbeatAt: t.expose('lastHeartbeatAt', { type: 'DateTime' }),
  }),
});

builder.queryField('workers', (t) =>
  t.field({
    type: [WorkerRef],
    extensions: forEveryone,
    description: 'Newest first. Empty for who is not signed in.',
    resolve: (_, __, { viewer, services }) => (viewer ? services.workers.list() : []),
  }),
);

const common = {
  priority: 'Higher goes first: -100 to 100, default 0.',
  idempotencyKey: 'A launch that is sent again with the same key is the same task.',
  pool: 'Only workers of this pool take it. Left out: any.',
  requiredLabels: 'Only workers that have all of these take it, such as "gpu".',
};
const LaunchTrainInput = builder.inputType('LaunchTrainInput', {
  fields: (t) => ({
    configurationId: t.id({ required: true }),
    priority: t.int({ description: common.priority }),
    idempotencyKey: t.string({ description: common.idempotencyKey }),
    pool: t.string({ description: common.pool }),
    requiredLabels: t.stringList({ description: common.requiredLabels }),
  }),
});
const LaunchTuneInput = builder.inputType('LaunchTuneInput', {
  description: 'Random search for better parameters; trial 1 is the configuration as it stands.',
  fields: (t) => ({
    configurationId: t.id({ required: true }),
    trials: t.int({ description: '1 to 200, default 10.' }),
    seed: t.int({ description: 'Decides what is tried. Default 0.' }),
    priority: t.int({ description: common.priority }),
    idempotencyKey: t.string({ description: common.idempotencyKey }),
    pool: t.string({ description: common.pool }),
    requiredLabels: t.stringList({ description: common.requiredLabels }),
  }),
});
const inferenceInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      modelId: t.id({ required: true }),
      version: t.int({ description: 'Left out: the newest.' }),
      datasetId: t.id({ required: true, description: 'Its newest READY version is taken.' }),
      priority: t.int({ description: common.priority }),
      idempotencyKey: t.string({ description: common.idempotencyKey }),
      pool: t.string({ description: common.pool }),
      requiredLabels: t.stringList({ description: common.requiredLabels }),
    }),
  });
const LaunchEvaluateInput = inferenceInput(
  'LaunchEvaluateInput',
  'How well a model does on all of a labelled dataset.',
);
const LaunchPredictInput = inferenceInput('LaunchPredictInput', 'An answer for every sample of a dataset.');

const LaunchTaskInput = builder.inputType('LaunchTaskInput', {
  description: 'Exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    train: t.field({ type: LaunchTrainInput }),
    evaluate: t.field({ type: LaunchEvaluateInput }),
    predict: t.field({ type: LaunchPredictInput }),
    tune: t.field({ type: LaunchTuneInput }),
  }),
});

/** The launch that was asked for, and where it stands in the input. */
function launchOf({ train, tune, evaluate, predict }: typeof LaunchTaskInput.$inferInput): [LaunchInput, string] {
  const options = { priority: null, idempotencyKey: null, pool: null, requiredLabels: null };
  if (train) {
    const configurationId = decodeId(train.configurationId, 'Configuration', 'input.train.configurationId');
    return [{ ...options, ...defined(train), kind: 'TRAIN', configurationId }, 'input.train'];
  }
  if (tune) {
    const configurationId = decodeId(tune.configurationId, 'Configuration', 'input.tune.configurationId');
    return [{ ...options, trials: null, seed: null, ...defined(tune), kind: 'TUNE', configurationId }, 'input.tune'];
  }
  const [given, kind, field] = evaluate
    ? ([evaluate, 'EVALUATE', 'input.evaluate'] as const)
    : ([predict, 'PREDICT', 'input.predict'] as const);
  if (!given) throw new InvalidInput('input', 'Say what to launch: { train: { configurationId: "..." } }.');
  const modelId = decodeId(given.modelId, 'Model', `${field}.modelId`);
  const datasetId = decodeId(given.datasetId, 'Dataset', `${field}.datasetId`);
  return [{ ...options, version: null, ...defined(given), kind, modelId, datasetId }, field];
}

/** Without what was left out. */
function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }; // that is what the filter does
}

builder.mutationField('launchTask', (t) =>
  t.field({
    type: TaskRef,
    errors: { types: [...accessErrors, Conflict] },
    description: 'Puts a task into the queue.',
    args: { input: t.arg({ type: LaunchTaskInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) => services.tasks.launch(viewer, ...launchOf(input)),
  }),
);

for (const [name, method, description] of [
  ['cancelTask', 'cancel', 'Ends a task for good: at once when it waits, within a batch when it runs.'],
  ['pauseTask', 'pause', 'Stops a task after a checkpoint, until it is resumed.'],
  ['resumeTask', 'resume', 'Puts a paused task back into the queue; it goes on where it was.'],
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
