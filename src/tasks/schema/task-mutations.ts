/** Mutations that change, cancel, pause and resume a task. */
import { Conflict } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { decodeId } from '../../graphql/connection.ts';
import { accessErrors } from '../../graphql/errors.ts';
import { updateMutation } from '../../graphql/list.ts';
import { TaskRef } from './task.ts';

updateMutation('Task', {
  type: TaskRef,
  update: ({ viewer, services }, id, patch) => services.tasks.update(viewer, id, patch),
});

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
