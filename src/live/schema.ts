/** The live streams: subscriptions that replay what was missed and then go on. */
import { authorize } from '../accounts/access.ts';
import { InvalidInput } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { TaskEventInterface } from '../tasks/event-schema.ts';
import { parseCursor, type TaskEvent } from '../tasks/task-event.ts';
import { cancellable } from './cancellable.ts';
import type { EventHub } from './hub.ts';

declare module '../graphql/context.ts' {
  interface Services {
    hub: EventHub;
  }
}

builder.subscriptionField('taskEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Every event of a task: first those after the cursor `after` (left out: from the very first), then each as it happens. ' +
      'None is missed, none comes twice; after a lost connection subscribe again with the last cursor. Completes when the task ends.',
    args: { taskId: t.arg.id({ required: true }), after: t.arg.string() },
    async subscribe(_, { taskId, after }, { viewer, services }) {
      const task = await services.tasks.byId(viewer, decodeId(taskId, 'Task', 'taskId'));
      const cursor = after ? parseCursor(after) : null;
      if (cursor && cursor.taskId !== task.id) throw new InvalidInput('after', 'This cursor belongs to another task.');
      return cancellable((signal) => services.hub.taskEvents(task.id, cursor?.seq ?? 0, signal));
    },
    resolve: (event: TaskEvent) => event,
  }),
);

builder.subscriptionField('organizationEvents', (t) =>
  t.field({
    type: TaskEventInterface,
    description:
      'Every event of all tasks of an organisation: those after the cursor `after`, then each as it happens; without a cursor ' +
      'from now on. Does not complete.',
    args: { organizationId: t.arg.id({ required: true }), after: t.arg.string() },
    async subscribe(_, args, { viewer, services }) {
      const organizationId = decodeId(args.organizationId, 'Organization', 'organizationId');
      authorize(viewer, 'read', organizationId);
      const after = args.after ? parseCursor(args.after).organizationSeq : null;
      return cancellable((signal) => services.hub.organizationEvents(organizationId, after, signal));
    },
    resolve: (event: TaskEvent) => event,
  }),
);
