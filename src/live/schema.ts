/** The live streams: subscriptions that replay missed events and then deliver new ones. */
import { authorize, requireViewer } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { TaskEventInterface } from '../tasks/events/schema.ts';
import { decodeCursor, type TaskEvent } from '../tasks/events/task-event.ts';
import { checkCurveLimits } from '../tasks/metrics/metric-history.ts';
import { defaultPoints, MetricSeriesRef, pointComplexity } from '../tasks/metrics/schema.ts';
import { cancellable } from './cancellable.ts';
import type { EventHub } from './hub.ts';
import type { Broadcast, LiveSource } from './live-source.ts';
import { type CurveUpdate, streamCurves } from './task-metrics.ts';

declare module '../graphql/context.ts' {
  interface Services {
    hub: EventHub;
  }
}

/** The content of events does not depend on the viewer, so all viewers with access share one execution. */
const broadcastExtension = (
  authorizeAndOpen: Broadcast['authorizeAndOpen'],
  isShareable: Broadcast['isShareable'] = () => true,
): { broadcast: Broadcast } => ({
  broadcast: { cursorArgument: 'after', partition: () => 'everyone', isShareable, authorizeAndOpen },
});

interface TaskEventsArgs {
  taskId: string;
  after?: string | null;
  includeMetrics: boolean;
}

async function openTask(args: TaskEventsArgs, { viewer, services }: GraphQLContext): Promise<LiveSource> {
  requireViewer(viewer);
  const task = await services.tasks.byId(viewer, decodeId(args.taskId, 'Task', 'taskId'));
  return {
    key: `task:${task.id}`,
    after: startPosition(args.after, task.id),
    end: () => services.hub.endOfTask(task.id),
    events: (after, signal) => services.hub.taskEvents(task.id, after, signal, { metrics: args.includeMetrics }),
    position: ({ seq }) => seq,
  };
}

builder.subscriptionField('taskEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Events of a task: first those after the cursor `after` (default: from the first event), then new events as they occur. ' +
      'No event is lost or repeated; after a disconnect, subscribe again with the last cursor. Completes when the task finishes.',
    args: {
      taskId: t.arg.id({ required: true, description: 'ID of the task.' }),
      after: t.arg.string({ description: 'Cursor of the last event or update received.' }),
      includeMetrics: t.arg.boolean({
        required: true,
        defaultValue: true,
        description:
          'Whether to include `MetricsReported` events. Set to false when the curves come from `taskMetrics`: a long training ' +
          'run emits hundreds of thousands. The newest event of the log is always included, so that its `seq` shows that ' +
          'nothing is missing.',
      }),
    },
    extensions: broadcastExtension(
      (args, context) => openTask(args as unknown as TaskEventsArgs, context), // validated by GraphQL
      // Sharing relies on positions without gaps.
      ({ includeMetrics }) => includeMetrics === true,
    ),
    subscribe: async (_, args, context) => eventsForSubscriber(await openTask(args, context)),
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
    after: args.after ? decodeCursor(args.after).organizationSeq : await hub.endOfOrganization(id),
    end: () => hub.endOfOrganization(id),
    events: (after, signal) => hub.organizationEvents(id, after, signal),
    position: ({ organizationSeq }) => organizationSeq,
  };
}

builder.subscriptionField('organizationEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Events of all tasks of an organization: first those after the cursor `after`, then new events as they occur. Without a ' +
      'cursor, only new events. Does not complete.',
    args: {
      organizationId: t.arg.id({ required: true, description: 'ID of the organization.' }),
      after: t.arg.string({ description: 'Cursor of the last event or update received.' }),
    },
    extensions: broadcastExtension((args, context) =>
      // GraphQL has validated the arguments against the definition above.
      openOrganization(args as unknown as OrganizationEventsArgs, context),
    ),
    subscribe: async (_, args, context) => eventsForSubscriber(await openOrganization(args, context)),
    resolve: (event: TaskEvent) => event,
  }),
);

/** Opens the stream of a single subscriber, without sharing. */
function eventsForSubscriber({ events, after }: LiveSource): AsyncIterableIterator<TaskEvent, void> {
  return cancellable((signal) => events(after, signal));
}

const intervalBoundsMs = { min: 100, max: 60_000 };

const TaskMetricsRef = builder.objectRef<CurveUpdate>('TaskMetricsUpdate').implement({
  description:
    'Update of the metric curves of a task. First remove the points after `keepThroughStep`, then insert the points of `series`, ' +
    'replacing points of the same step.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Opaque cursor of the update. Pass it as `after` to resume with the next update.',
    }),
    keepThroughStep: t.exposeInt('keepThroughStep', {
      nullable: true,
      description:
        'Last step to keep: points after it are removed because the attempt that computed them was interrupted. -1 removes all ' +
        'points. Null keeps all points.',
    }),
    // `taskMetrics` already counts the points (pointComplexity).
    series: t.field({
      type: [MetricSeriesRef],
      description: 'New points of each curve.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ curves }) => curves,
    }),
  }),
});

builder.subscriptionField('taskMetrics', (t) =>
  t.field({
    type: TaskMetricsRef,
    description:
      'Metrics of a task as curves. The first update has all points after the cursor `after` (of an update or of an event of ' +
      'the task), downsampled to `maxPoints` per curve as in `Task.metrics`. Later updates add new points at the density that ' +
      '`maxPoints` gives the whole curve, at least one per curve. No point is lost or repeated; after a disconnect, subscribe ' +
      'again with the last cursor. Completes when the task finishes.',
    complexity: pointComplexity,
    args: {
      taskId: t.arg.id({ required: true, description: 'ID of the task.' }),
      after: t.arg.string({ description: 'Cursor of the last event or update received.' }),
      names: t.arg.stringList({ description: 'Names of the metrics to return, at most 100. Default: all metrics.' }),
      maxPoints: t.arg.int({
        required: true,
        defaultValue: defaultPoints,
        description: 'Maximum number of points per curve. Range 2-2000.',
      }),
      minIntervalMs: t.arg.int({
        required: true,
        defaultValue: 1000,
        description: 'Minimum time between two updates, in milliseconds. Range 100-60000.',
      }),
    },
    async subscribe(_, { taskId: id, after, names = null, maxPoints, minIntervalMs }, { viewer, services }) {
      const { id: taskId } = await services.tasks.byId(viewer, decodeId(id, 'Task', 'taskId'));
      checkCurveLimits({ maxPoints, names });
      const { min, max } = intervalBoundsMs;
      if (minIntervalMs < min || minIntervalMs > max) {
        throw new InvalidInput('minIntervalMs', `The interval must be ${min} to ${max} ms.`);
      }
      const options = { taskId, after: startPosition(after, taskId), names, maxPoints, minIntervalMs };
      return cancellable((signal) => streamCurves(services, options, signal));
    },
    resolve: (update: CurveUpdate) => update,
  }),
);

/** Returns the position of a cursor of this task; 0 without a cursor. @throws InvalidInput */
function startPosition(after: string | null | undefined, taskId: string): number {
  if (!after) return 0;
  const cursor = decodeCursor(after);
  if (cursor.taskId !== taskId) throw new InvalidInput('after', 'This cursor belongs to another task.');
  return cursor.seq;
}
