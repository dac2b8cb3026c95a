/** The live streams: subscriptions that replay what was missed and then go on. */
import { authorize } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { TaskEventInterface } from '../tasks/event-schema.ts';
import { parseCursor, type TaskEvent } from '../tasks/task-event.ts';
import { cancellable } from './cancellable.ts';
import type { EventHub } from './hub.ts';
import type { Broadcast, LiveSource } from './live-source.ts';

declare module '../graphql/context.ts' {
  interface Services {
    hub: EventHub;
  }
}

/** What the events hold depends on nobody who looks at them, so all who may see them can share. */
const broadcastTo = (open: Broadcast['open']): { broadcast: Broadcast } => ({
  broadcast: { cursorArgument: 'after', partition: () => 'everyone', open },
});

interface TaskEventsArgs {
  taskId: string;
  after?: string | null;
}

async function openTask(args: TaskEventsArgs, { viewer, services }: GraphQLContext): Promise<LiveSource> {
  const task = await services.tasks.byId(viewer, decodeId(args.taskId, 'Task', 'taskId'));
  const cursor = args.after ? parseCursor(args.after) : null;
  if (cursor && cursor.taskId !== task.id) throw new InvalidInput('after', 'This cursor belongs to another task.');
  return {
    key: `task:${task.id}`,
    after: cursor?.seq ?? 0,
    end: () => services.hub.endOfTask(task.id),
    events: (after, signal) => services.hub.taskEvents(task.id, after, signal),
    position: ({ seq }) => seq,
  };
}

builder.subscriptionField('taskEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Every event of a task: first those after the cursor `after` (left out: from the very first), then each as it happens. ' +
      'None is missed, none comes twice; after a lost connection subscribe again with the last cursor. Completes when the task ends.',
    args: { taskId: t.arg.id({ required: true }), after: t.arg.string() },
    extensions: broadcastTo((args, context) => openTask(args as unknown as TaskEventsArgs, context)), // GraphQL checked them
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
