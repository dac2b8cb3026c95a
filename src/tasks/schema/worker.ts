/** GraphQL type of a worker, and the query that lists workers. */
import { encodeGlobalID } from '@pothos/plugin-relay';
import { builder, forEveryone } from '../../graphql/builder.ts';
import type { Worker, WorkerState } from '../queue/worker-registry.ts';
import { loadTasksOfWorker } from './loaders.ts';
import { TaskRef } from './task.ts';

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
      async resolve({ id }, _, context) {
        const running = await loadTasksOfWorker(context, id);
        return running.filter(({ organizationId }) => context.viewer?.roles.has(organizationId));
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
