/** Queue statistics and quotas of organizations as GraphQL types. */
import { authorize } from '../../accounts/access.ts';
import { OrganizationRef } from '../../accounts/schema.ts';
import { Unauthenticated } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { batched } from '../../graphql/loader.ts';
import type { PoolStats } from './queue-stats.ts';
import type { Quota, QuotaService } from './quota.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    quotas: QuotaService;
  }
}

const QueuePoolRef = builder.objectRef<PoolStats>('QueuePool').implement({
  description: 'Queue statistics of one worker pool.',
  fields: (t) => ({
    pool: t.exposeString('pool', {
      nullable: true,
      description:
        'Name of the pool. Null for tasks that name no pool: any worker with the required labels can claim them.',
    }),
    queuedTasks: t.exposeInt('queuedTasks', { description: 'Number of queued tasks.' }),
    oldestQueuedSeconds: t.exposeFloat('oldestQueuedSeconds', {
      nullable: true,
      description: 'Time that the oldest queued task has waited, in seconds. Null when no task is queued.',
    }),
    runningTasks: t.exposeInt('runningTasks', { description: 'Number of tasks running on the workers of the pool.' }),
    workerCount: t.exposeInt('workerCount', { description: 'Number of live workers that accept tasks.' }),
    slots: t.exposeInt('slots', { description: 'Number of tasks that these workers can run at the same time.' }),
  }),
});

builder.queryField('queuePools', (t) =>
  t.field({
    type: [QueuePoolRef],
    description:
      'Queue statistics of every pool that has workers or queued tasks. Counts cover all organizations; no names or IDs of ' +
      'tasks are included.',
    resolve(_, __, { viewer, services }) {
      if (!viewer) throw new Unauthenticated();
      return services.workers.queueStats();
    },
  }),
);

const QuotaRef = builder.objectRef<Quota>('OrganizationQuota').implement({
  description:
    'Resource limits of an organization and their current usage. Operators set the limits with `aias quota`.',
  fields: (t) => ({
    maxRunningTasks: t.exposeInt('maxRunningTasks', {
      nullable: true,
      description: 'Maximum number of tasks that run at the same time. Null when unlimited.',
    }),
    maxGpuSecondsPerMonth: t.exposeFloat('gpuSeconds', {
      nullable: true,
      description: 'Maximum GPU time per calendar month (UTC), in seconds. Null when unlimited.',
    }),
    gpuSecondsUsed: t.exposeFloat('gpuSecondsUsed', {
      description: 'GPU time used in the current calendar month (UTC), in seconds. Includes running tasks.',
    }),
    runningTasks: t.exposeInt('runningTasks', { description: 'Number of tasks that are running.' }),
  }),
});

/** Loads the quota of an organization. The caller has authorized access to it. */
const loadQuota = batched<string, Quota>((ids, { services }) => services.quotas.ofOrganizations(ids));

builder.objectField(OrganizationRef, 'quota', (t) =>
  t.field({
    type: QuotaRef,
    description: 'Resource quota and current usage.',
    resolve: ({ id }, _, context) => {
      authorize(context.viewer, 'read', id);
      return loadQuota(context, id);
    },
  }),
);
