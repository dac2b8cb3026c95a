/** Task events as GraphQL types. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder } from '../../graphql/builder.ts';
import type { TrainingEnd } from '../../learning/context.ts';
import type { ProjectedPoint } from '../../learning/projection.ts';
import { MetricRef } from '../../models/schema/metric.ts';
import type { TaskState } from '../task.ts';
import { encodeCursor, type TaskEvent, type TaskEventPayloads, type TaskEventType } from './task-event.ts';

export const TaskStateEnum = builder.enumType('TaskState', {
  description: 'State of a task. `SUCCEEDED`, `FAILED` and `CANCELLED` are final.',
  values: {
    QUEUED: { description: 'Waiting for a worker.' },
    RUNNING: { description: 'Running on a worker.' },
    PAUSED: { description: 'Stopped until it is resumed.' },
    SUCCEEDED: { description: 'Finished with a result.' },
    FAILED: { description: 'Ended by an error. `Task.failureReason` says why.' },
    CANCELLED: { description: 'Cancelled by a user.' },
  } satisfies Record<TaskState, { description: string }>,
});

const progressFields = {
  epoch: 'Current epoch. Starts at 1.',
  epochs: 'Number of epochs of the training run.',
  batch: 'Number of batches completed in the current epoch.',
  batches: 'Number of batches per epoch.',
  samplesPerSecond: 'Training throughput, in samples per second.',
  etaSeconds: 'Estimated time until training finishes, in seconds.',
};

export const ProgressRef = builder.objectRef<TaskEventPayloads['TrainingProgressed']>('TaskProgress').implement({
  description: 'Progress of a training run.',
  fields: (t) => ({
    epoch: t.exposeInt('epoch', { description: progressFields.epoch }),
    epochs: t.exposeInt('epochs', { description: progressFields.epochs }),
    batch: t.exposeInt('batch', { description: progressFields.batch }),
    batches: t.exposeInt('batches', { description: progressFields.batches }),
    samplesPerSecond: t.exposeFloat('samplesPerSecond', { description: progressFields.samplesPerSecond }),
    etaSeconds: t.exposeFloat('etaSeconds', { description: progressFields.etaSeconds }),
  }),
});

type EventOf<T extends TaskEventType> = Extract<TaskEvent, { type: T }>;

export const TaskEventInterface = builder.interfaceRef<TaskEvent>('TaskEvent').implement({
  description:
    'An event of a task. Events are ordered by `seq` without gaps, except for those that an `EventsOmitted` replaces.',
  resolveType: ({ type }) => type,
  fields: (t) => ({
    cursor: t.string({
      description: 'Opaque cursor of the event. Pass it as `after` to resume with the next event.',
      resolve: encodeCursor,
    }),
    seq: t.exposeInt('seq', { description: 'Sequence number of the event within the task. Starts at 1.' }),
    taskId: t.id({
      description: 'ID of the task that the event belongs to.',
      resolve: ({ taskId }) => encodeGlobalID('Task', taskId),
    }),
    attempt: t.exposeInt('attempt', {
      description: 'Attempt that the event belongs to. Every claim by a worker starts a new attempt.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'Time at which the event occurred.' }),
  }),
});

builder.objectRef<EventOf<'TaskStateChanged'>>('TaskStateChanged').implement({
  description: 'Emitted when the state of the task changes.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    from: t.field({
      type: TaskStateEnum,
      nullable: true,
      description: 'Previous state. Null when the task was launched.',
      resolve: ({ payload }) => payload.from,
    }),
    to: t.field({ type: TaskStateEnum, description: 'New state.', resolve: ({ payload }) => payload.to }),
    reason: t.string({
      nullable: true,
      description:
        'Why the state changed, such as the error of a failed attempt. Null when there is nothing to explain.',
      resolve: ({ payload }) => payload.reason,
    }),
  }),
});

builder.objectRef<EventOf<'TrainingProgressed'>>('TrainingProgressed').implement({
  description: 'Emitted while training progresses, at most four times per second.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    epoch: t.int({ description: progressFields.epoch, resolve: ({ payload }) => payload.epoch }),
    epochs: t.int({ description: progressFields.epochs, resolve: ({ payload }) => payload.epochs }),
    batch: t.int({ description: progressFields.batch, resolve: ({ payload }) => payload.batch }),
    batches: t.int({ description: progressFields.batches, resolve: ({ payload }) => payload.batches }),
    samplesPerSecond: t.float({
      description: progressFields.samplesPerSecond,
      resolve: ({ payload }) => payload.samplesPerSecond,
    }),
    etaSeconds: t.float({ description: progressFields.etaSeconds, resolve: ({ payload }) => payload.etaSeconds }),
  }),
});

const stepDescription = 'Number of training steps (weight updates) completed so far.';

builder.objectRef<EventOf<'MetricsReported'>>('MetricsReported').implement({
  description: 'Emitted with the metrics of an epoch when it ends. Non-finite values are omitted.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: stepDescription, resolve: ({ payload }) => payload.step }),
    epoch: t.int({ description: 'Epoch that the metrics belong to.', resolve: ({ payload }) => payload.epoch }),
    metrics: t.field({
      type: [MetricRef],
      description: 'Reported metrics.',
      resolve: ({ payload }) => payload.metrics,
    }),
  }),
});

builder.objectRef<EventOf<'CheckpointSaved'>>('CheckpointSaved').implement({
  description: 'Emitted when a checkpoint is saved. After any interruption, the task can resume from this step.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: 'Training step of the checkpoint.', resolve: ({ payload }) => payload.step }),
  }),
});

const LogLevelEnum = builder.enumType('LogLevel', {
  description: 'Severity of a log message.',
  values: {
    INFO: { value: 'info', description: 'For information.' },
    WARN: { value: 'warn', description: 'Something to look at, which does not stop the task.' },
    ERROR: { value: 'error', description: 'A failure.' },
  } as const,
});

builder.objectRef<EventOf<'LogWritten'>>('LogWritten').implement({
  description: 'Emitted when the task writes a log message.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    level: t.field({
      type: LogLevelEnum,
      description: 'Severity of the message.',
      resolve: ({ payload }) => payload.level,
    }),
    message: t.string({ description: 'Text of the message.', resolve: ({ payload }) => payload.message }),
  }),
});

builder.objectRef<EventOf<'SamplesReported'>>('SamplesReported').implement({
  description:
    'Emitted at the end of an epoch: samples that a generative model generates from the same latent codes every time. At most ' +
    '50 per attempt, evenly spread over the epochs.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: stepDescription, resolve: ({ payload }) => payload.step }),
    epoch: t.int({ description: 'Epoch that just ended.', resolve: ({ payload }) => payload.epoch }),
    imageUrl: t.string({
      nullable: true,
      description:
        'URL of a PNG grid of the generated images, one pixel apart. Requires authentication. Null when texts were generated.',
      resolve: ({ taskId, payload: { grid } }, _, { services }) => grid && services.links.samples(taskId, grid.sha256),
    }),
    count: t.int({
      description: 'Number of generated samples.',
      resolve: ({ payload: { grid, texts } }) => grid?.count ?? texts.length,
    }),
    gridColumns: t.int({
      description: 'Number of images per row of the grid. 0 when texts were generated.',
      resolve: ({ payload }) => payload.grid?.columns ?? 0,
    }),
    gridRows: t.int({
      description: 'Number of rows of the grid. 0 when texts were generated.',
      resolve: ({ payload }) => payload.grid?.rows ?? 0,
    }),
    texts: t.stringList({
      description: 'Generated texts. Empty for image models.',
      resolve: ({ payload }) => payload.texts,
    }),
  }),
});

const ProjectedPointRef = builder.objectRef<ProjectedPoint>('ProjectedPoint').implement({
  description: 'A sample or a group center in two dimensions.',
  fields: (t) => ({
    x: t.float({ description: 'First coordinate.', resolve: ([x]) => x }),
    y: t.float({ description: 'Second coordinate.', resolve: ([, y]) => y }),
    group: t.int({
      nullable: true,
      description: 'Index into `ProjectionReported.groups`. Null when the point belongs to no group.',
      resolve: ([, , group]) => group,
    }),
  }),
});

builder.objectRef<EventOf<'ProjectionReported'>>('ProjectionReported').implement({
  description:
    'Emitted after an iteration of a method that finds groups or reduces dimensions: the samples as two-dimensional points. ' +
    'For groups, the points lie in the plane of the first two principal components of the samples; for reductions, they are ' +
    'the first two components. At most 20 per attempt, plus one for the last iteration.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: 'Number of iterations completed so far.', resolve: ({ payload }) => payload.step }),
    epoch: t.int({ description: 'Epoch that the iteration belongs to.', resolve: ({ payload }) => payload.epoch }),
    groups: t.stringList({
      description: 'Names of the clusters or classes. Empty for dimensionality reduction.',
      resolve: ({ payload }) => payload.groups,
    }),
    points: t.field({
      type: [ProjectedPointRef],
      complexity: { field: 1, multiplier: 1000 },
      description: 'Projected samples, at most 1000. The same samples in every event.',
      resolve: ({ payload }) => payload.points,
    }),
    centers: t.field({
      type: [ProjectedPointRef],
      description: 'Centers of the groups.',
      resolve: ({ payload }) => payload.centers,
    }),
  }),
});

const TrainingEndCauseEnum = builder.enumType('TrainingEndCause', {
  description: 'Why a training ended by itself.',
  values: {
    MAX_EPOCHS: { description: 'It completed the maximum number of epochs or iterations.' },
    EARLY_STOPPING: { description: 'The monitored metric stopped improving (`Training.earlyStopping`).' },
    CONVERGED: { description: 'The solver converged.' },
  } satisfies Record<TrainingEnd['cause'], { description: string }>,
});

const endDescriptions = {
  epoch: 'Last epoch or iteration.',
  bestEpoch: 'Epoch whose weights the model has. Equals `epoch` when the last weights are kept.',
  monitor: 'Metric that determined the best epoch, such as `val_loss`. Null when the last weights are kept.',
};

export const TrainingEndRef = builder.objectRef<TrainingEnd>('TrainingEnd').implement({
  description: 'How a training ended by itself.',
  fields: (t) => ({
    cause: t.field({ type: TrainingEndCauseEnum, description: 'Why it ended.', resolve: ({ cause }) => cause }),
    epoch: t.exposeInt('epoch', { description: endDescriptions.epoch }),
    bestEpoch: t.exposeInt('bestEpoch', { description: endDescriptions.bestEpoch }),
    monitor: t.exposeString('monitor', { nullable: true, description: endDescriptions.monitor }),
  }),
});

builder.objectRef<EventOf<'TrainingEnded'>>('TrainingEnded').implement({
  description:
    'Emitted when the training of a `TRAIN` task ends by itself, before its evaluation. `Task.trainingEnd` keeps it after the retention period.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    cause: t.field({
      type: TrainingEndCauseEnum,
      description: 'Why it ended.',
      resolve: ({ payload }) => payload.cause,
    }),
    epoch: t.int({ description: endDescriptions.epoch, resolve: ({ payload }) => payload.epoch }),
    bestEpoch: t.int({ description: endDescriptions.bestEpoch, resolve: ({ payload }) => payload.bestEpoch }),
    monitor: t.string({
      nullable: true,
      description: endDescriptions.monitor,
      resolve: ({ payload }) => payload.monitor,
    }),
  }),
});

builder.objectRef<EventOf<'EventsOmitted'>>('EventsOmitted').implement({
  description:
    'Placeholder for a run of pruned events. Once a task has been finished for the retention period, only its state changes ' +
    'are kept. Metrics remain available through `Task.metrics`.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    firstSeq: t.int({
      description: '`seq` of the first omitted event.',
      resolve: ({ payload }) => payload.firstSeq,
    }),
    lastSeq: t.int({
      description: '`seq` of the last omitted event. Equals `seq` of this placeholder.',
      resolve: ({ payload }) => payload.lastSeq,
    }),
  }),
});
