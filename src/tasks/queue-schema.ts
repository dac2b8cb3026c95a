/** The queue in numbers, and what organisations may use of it. */
import { authorize } from '../accounts/access.ts';
import { OrganizationRef } from '../accounts/schema.ts';
import { Unauthenticated } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import type { PoolStats } from './queue-stats.ts';
import type { Quota, QuotaService } from './quota.ts';

declare module '../graphql/context.ts' {
  interface Services {
    quotas: QuotaService;
  }
}

const QueuePoolRef = builder.objectRef<PoolStats>('QueuePool').implement({
  description: 'The tasks that wait for a pool of workers, and its workers, in numbers.',
  fields: (t) => ({
    pool: t.exposeString('pool', {
      nullable: true,
      description: 'Null: tasks that name no pool. Any worker whose labels suffice takes them.',
    }),
    depth: t.exposeInt('depth', { description: 'Tasks that wait.' }),
    oldestWaitingSeconds: t.exposeFloat('oldestWaitingSeconds', {
      nullable: true,
      description: 'How long the oldest of them has waited. Null: none waits.',
    }),
    running: t.exposeInt('running', { description: "Tasks that the pool's workers run." }),
    workers: t.exposeInt('workers', { description: 'Those that are alive and take tasks.' }),
    slots: t.exposeInt('slots', { description: 'Tasks that these run at the same time.' }),
  }),
});

builder.queryField('queue', (t) =>
  t.field({
    type: [QueuePoolRef],
    description: 'Every pool that has workers or waiting tasks: of all organisations together, and only numbers.',
    resolve(_, __, { viewer, services }) {
      if (!viewer) throw new Unauthenticated();
      return services.workers.queueStats();
    },
  }),
);

const QuotaRef = builder.objectRef<Quota>('OrganizationQuota').implement({
  description: 'What an organisation may use. Operators set it with `aias quota`.',
  fields: (t) => ({
    maxRunningTasks: t.exposeInt('maxRunningTasks', { nullable: true, description: 'Null: no limit.' }),
    gpuSeconds: t.exposeFloat('gpuSeconds', {
      nullable: true,
      description: 'Of a calendar month (UTC). Null: no limit.',
    }),
    gpuSecondsUsed: t.exposeFloat('gpuSecondsUsed', { description: 'In this month, with what runs now.' }),
    runningTasks: t.exposeInt('runningTasks'),
  }),
});

builder.objectField(OrganizationRef, 'quota', (t) =>
  t.field({
    type: QuotaRef,
    resolve: ({ id }, _, { viewer, services }) => {
      authorize(viewer, 'read', id);
      return services.quotas.of(id);
    },
  }),
);
