/** The live streams: subscriptions that replay what was missed and then go on. */
import { authorize, requireViewer } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { TaskEventInterface } from '../tasks/event-schema.ts';
import { checkCurveLimits } from '../tasks/metric-history.ts';
import { defaultPoints, MetricSeriesRef, perPoint } from '../tasks/metric-schema.ts';
import { parseCursor, type TaskEvent } from '../tasks/task-event.ts';
import { cancellable } from './cancellable.ts';
import type { EventHub } from './hub.ts';
import type { Broadcast, LiveSource } from './live-source.ts';
import { type CurveUpdate, watchCurves } from './task-metrics.ts';

declare module '../graphql/context.ts' {
  interface Services {
    hub: EventHub;
  }
}

/** What the events hold depends on nobody who looks at them, so all who may see them can share. */
const broadcastTo = (
  open: Broadcast['open'],
  mayShare: Broadcast['mayShare'] = () => true,
): { broadcast: Broadcast } => ({
  broadcast: { cursorArgument: 'after', partition: () => 'everyone', mayShare, open },
});

interface TaskEventsArgs {
  taskId: string;
  after?: string | null;
  metrics: boolean;
}

async function openTask(args: TaskEventsArgs, { viewer, services }: GraphQLContext): Promise<LiveSource> {
  requireViewer(viewer);
  const task = await services.tasks.byId(viewer, decodeId(args.taskId, 'Task', 'taskId'));
  return {
    key: `task:${task.id}`,
    after: positionAfter(args.after, task.id),
    end: () => services.hub.endOfTask(task.id),
    events: (after, signal) => services.hub.taskEvents(task.id, after, signal, { metrics: args.metrics }),
    position: ({ seq }) => seq,
  };
}

builder.subscriptionField('taskEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Every event of a task: first those after the cursor `after` (left out: from the very first), then each as it happens. ' +
      'None is missed, none comes twice; after a lost connection subscribe again with the last cursor. Completes when the task ends.',
    args: {
      taskId: t.arg.id({ required: true }),
      after: t.arg.string(),
      metrics: t.arg.boolean({
        required: true,
        defaultValue: true,
        description:
          'False leaves MetricsReported out, for whoever has the curves by `taskMetrics`: a long training has hundreds of thousands. ' +
          'Only the newest event of the log always comes, whatever it is, so that its `seq` says that nothing is missing.',
      }),
    },
    extensions: broadcastTo(
      (args, context) => openTask(args as unknown as TaskEventsArgs, context), // GraphQL checked them
      // Those who share count on positions without a gap.
      ({ metrics }) => metrics === true,
    ),
    subscribe: async (_, args, context) => eventsOf(await openTask(args, context)),
    resolve: (event: TaskEvent) => event,
  }),
);

interface OrganizationEventsArgs {
  organizationId: string;
  after?: string | null;
}

async function openOrganization(
  args: OrganizationEventsArgs,
  { viewer, services: { hub } }: GraphQLContext,
): Promise<LiveSource> {
  requireViewer(viewer);
  const id = decodeId(args.organizationId, 'Organization', 'organizationId');
  authorize(viewer, 'read', id);
  return {
    key: `organization:${id}`,
    after: args.after ? parseCursor(args.after).organizationSeq : await hub.endOfOrganization(id),
    end: () => hub.endOfOrganization(id),
    events: (after, signal) => hub.organizationEvents(id, after, signal),
    position: ({ organizationSeq }) => organizationSeq,
  };
}

builder.subscriptionField('organizationEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Every event of all tasks of an organisation: those after the cursor `after`, then each as it happens; without a cursor ' +
      'from now on. Does not complete.',
    args: { organizationId: t.arg.id({ required: true }), after: t.arg.string() },
    extensions: broadcastTo((args, context) => openOrganization(args as unknown as OrganizationEventsArgs, context)), // as above
    subscribe: async (_, args, context) => eventsOf(await openOrganization(args, context)),
    resolve: (event: TaskEvent) => event,
  }),
);

/** For one subscriber alone. */
function eventsOf({ events, after }: LiveSource): AsyncIterableIterator<TaskEvent, void> {
  return cancellable((signal) => events(after, signal));
}

const [leastInterval, greatestInterval] = [100, 60_000];

const TaskMetricsRef = builder.objectRef<CurveUpdate>('TaskMetrics').implement({
  description:
    'What to do to the curves that one has so far: first drop the points beyond `keepThrough`, then put in those that come here ' +
    '(where there is one of the same step, in its place).',
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Pass it as `after` to get exactly what follows.' }),
    keepThrough: t.exposeInt('keepThrough', {
      nullable: true,
      description:
        'A step; what lies beyond it was taken back, because an attempt died that had computed it. -1: nothing stays. Null: all does.',
    }),
    // `taskMetrics` counts the points already (perPoint).
    series: t.field({
      type: [MetricSeriesRef],
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ curves }) => curves,
    }),
  }),
});

builder.subscriptionField('taskMetrics', (t) =>
  t.field({
    type: TaskMetricsRef,
    description:
      'The metrics of a task as curves: first at once what there is (after the cursor `after`, of this or of an event of the task), each curve ' +
      'with at most `maxPoints` points as in `Task.metrics`; then what comes, no more often than every `minIntervalMs` milliseconds ' +
      '(100 to 60000), each curve with its share: as dense as `maxPoints` make the whole of it, one point at least. None is missed, none ' +
      'comes twice; after a lost connection subscribe again with the last cursor. Completes when the task ends.',
    complexity: perPoint,
    args: {
      taskId: t.arg.id({ required: true }),
      after: t.arg.string(),
      names: t.arg.stringList({ description: 'Left out: all.' }),
      maxPoints: t.arg.int({ required: true, defaultValue: defaultPoints }),
      minIntervalMs: t.arg.int({ required: true, defaultValue: 1000 }),
    },
    async subscribe(_, { taskId: id, after, names = null, maxPoints, minIntervalMs }, { viewer, services }) {
      const { id: taskId } = await services.tasks.byId(viewer, decodeId(id, 'Task', 'taskId'));
      checkCurveLimits({ maxPoints, names });
      if (minIntervalMs < leastInterval || minIntervalMs > greatestInterval) {
        throw new InvalidInput('minIntervalMs', `Wait ${leastInterval} to ${greatestInterval} ms between two updates.`);
      }
      const options = { taskId, after: positionAfter(after, taskId), names, maxPoints, minIntervalMs };
      return cancellable((signal) => watchCurves(services, options, signal));
    },
    resolve: (update: CurveUpdate) => update,
  }),
);

/** The position that a cursor of this task stands for; 0 without one. */
function positionAfter(after: string | null | undefined, taskId: string): number {
  if (!after) return 0;
  const cursor = parseCursor(after);
  if (cursor.taskId !== taskId) throw new InvalidInput('after', 'This cursor belongs to another task.');
  return cursor.seq;
}
