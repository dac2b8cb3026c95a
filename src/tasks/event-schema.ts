/** The events of a task as GraphQL types. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder } from '../graphql/builder.ts';
import type { ProjectedPoint } from '../learning/projection.ts';
import { MetricRef } from '../models/schema.ts';
import { taskStates } from './task.ts';
import { cursorOf, type TaskEvent, type TaskEventPayloads, type TaskEventType } from './task-event.ts';

export const TaskStateEnum = builder.enumType('TaskState', {
  description: 'QUEUED, RUNNING and PAUSED go on; SUCCEEDED, FAILED and CANCELLED are the end.',
  values: taskStates,
});

export const ProgressRef = builder.objectRef<TaskEventPayloads['TrainingProgressed']>('Progress').implement({
  fields: (t) => ({
    epoch: t.exposeInt('epoch'),
    epochs: t.exposeInt('epochs'),
    batch: t.exposeInt('batch'),
    batches: t.exposeInt('batches'),
    samplesPerSecond: t.exposeFloat('samplesPerSecond'),
    etaSeconds: t.exposeFloat('etaSeconds'),
  }),
});

type EventOf<T extends TaskEventType> = Extract<TaskEvent, { type: T }>;

export const TaskEventInterface = builder.interfaceRef<TaskEvent>('TaskEvent').implement({
  description:
    'Something that happened to a task. The events of a task come in order and without a gap, but for those that an EventsOmitted stands for.',
  resolveType: ({ type }) => type,
  fields: (t) => ({
    cursor: t.string({
      description: 'The position of this event: pass it as `after` to get exactly what follows.',
      resolve: cursorOf,
    }),
    seq: t.exposeInt('seq', { description: 'Counts from 1 within the task.' }),
    taskId: t.id({ resolve: ({ taskId }) => encodeGlobalID('Task', taskId) }),
    attempt: t.exposeInt('attempt'),
    at: t.expose('at', { type: 'DateTime' }),
  }),
});

builder.objectRef<EventOf<'TaskStateChanged'>>('TaskStateChanged').implement({
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    from: t.field({
      type: TaskStateEnum,
      nullable: true,
      description: 'Null: it was launched.',
      resolve: ({ payload }) => payload.from,
    }),
    to: t.field({ type: TaskStateEnum, resolve: ({ payload }) => payload.to }),
    reason: t.string({ nullable: true, resolve: ({ payload }) => payload.reason }),
  }),
});

builder.objectRef<EventOf<'TrainingProgressed'>>('TrainingProgressed').implement({
  description: 'At most four a second.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    epoch: t.int({ description: 'Counts from 1.', resolve: ({ payload }) => payload.epoch }),
    epochs: t.int({ resolve: ({ payload }) => payload.epochs }),
    batch: t.int({ description: 'Done in this epoch.', resolve: ({ payload }) => payload.batch }),
    batches: t.int({ resolve: ({ payload }) => payload.batches }),
    samplesPerSecond: t.float({ resolve: ({ payload }) => payload.samplesPerSecond }),
    etaSeconds: t.float({ resolve: ({ payload }) => payload.etaSeconds }),
  }),
});

builder.objectRef<EventOf<'MetricsReported'>>('MetricsReported').implement({
  description: 'At the end of an epoch. A value that is not a finite number is left out.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: 'Updates made so far.', resolve: ({ payload }) => payload.step }),
    epoch: t.int({ resolve: ({ payload }) => payload.epoch }),
    metrics: t.field({ type: [MetricRef], resolve: ({ payload }) => payload.metrics }),
  }),
});

builder.objectRef<EventOf<'CheckpointSaved'>>('CheckpointSaved').implement({
  description: 'From here the task can go on whatever happens.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({ step: t.int({ resolve: ({ payload }) => payload.step }) }),
});

const LogLevelEnum = builder.enumType('LogLevel', {
  values: { INFO: { value: 'info' }, WARN: { value: 'warn' }, ERROR: { value: 'error' } } as const,
});

builder.objectRef<EventOf<'LogWritten'>>('LogWritten').implement({
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    level: t.field({ type: LogLevelEnum, resolve: ({ payload }) => payload.level }),
    message: t.string({ resolve: ({ payload }) => payload.message }),
  }),
});

builder.objectRef<EventOf<'SamplesReported'>>('SamplesReported').implement({
  description:
    'What a generative model made as it stood at the end of an epoch, of the same latent codes each time. At most fifty an attempt, ' +
    'evenly spread over the epochs.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: 'Updates made so far.', resolve: ({ payload }) => payload.step }),
    epoch: t.int({ resolve: ({ payload }) => payload.epoch }),
    imageUrl: t.string({
      nullable: true,
      description: 'Of images: all in one PNG, a pixel between them. Needs the session. Null: texts were made.',
      resolve: ({ taskId, payload: { grid } }, _, { services }) => grid && services.links.samples(taskId, grid.sha256),
    }),
    count: t.int({ resolve: ({ payload: { grid, texts } }) => grid?.count ?? texts.length }),
    columns: t.int({
      description: 'Images side by side in the PNG.',
      resolve: ({ payload }) => payload.grid?.columns ?? 0,
    }),
    rows: t.int({
      description: 'Images below each other in the PNG.',
      resolve: ({ payload }) => payload.grid?.rows ?? 0,
    }),
    texts: t.stringList({ description: 'Of a model that writes.', resolve: ({ payload }) => payload.texts }),
  }),
});

const ProjectedPointRef = builder.objectRef<ProjectedPoint>('ProjectedPoint').implement({
  fields: (t) => ({
    x: t.float({ resolve: ([x]) => x }),
    y: t.float({ resolve: ([, y]) => y }),
    group: t.int({
      nullable: true,
      description: 'Index into `groups`. Null: it belongs to none.',
      resolve: ([, , group]) => group,
    }),
  }),
});

builder.objectRef<EventOf<'ProjectionReported'>>('ProjectionReported').implement({
  description:
    'Samples in two dimensions, as a method that finds groups or reduces columns had them after an iteration: in the plane of their ' +
    'first two principal components, or by the first two components of the reduction itself. At most twenty an attempt, and the last one.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    step: t.int({ description: 'Iterations made so far.', resolve: ({ payload }) => payload.step }),
    epoch: t.int({ resolve: ({ payload }) => payload.epoch }),
    groups: t.stringList({
      description: 'Names of the clusters or classes. Empty where nothing is told apart.',
      resolve: ({ payload }) => payload.groups,
    }),
    points: t.field({
      type: [ProjectedPointRef],
      complexity: { field: 1, multiplier: 1000 },
      description: 'At most 1000 of the samples, the same ones each time.',
      resolve: ({ payload }) => payload.points,
    }),
    centres: t.field({
      type: [ProjectedPointRef],
      description: 'The middle of each group.',
      resolve: ({ payload }) => payload.centres,
    }),
  }),
});

builder.objectRef<EventOf<'EventsOmitted'>>('EventsOmitted').implement({
  description:
    'Stands for events that are not kept any more, of a task that ended long ago: all but its changes of state. ' +
    'Its metrics can still be had, by `Task.metrics`.',
  interfaces: [TaskEventInterface],
  fields: (t) => ({
    firstSeq: t.int({ description: 'Of the first that it stands for.', resolve: ({ payload }) => payload.firstSeq }),
    lastSeq: t.int({ description: 'Of the last one: its own.', resolve: ({ payload }) => payload.lastSeq }),
  }),
});
