import { builder, forEveryone } from '../builder.ts';
import { type CostReport, costReportOf } from './cost-report.ts';

const nothing: CostReport = { requested: 0, limit: null, remaining: null, restoreRate: null };

const RateLimit = builder.objectRef<CostReport>('RateLimit').implement({
  description:
    "The cost of this operation and the caller's budget. Every response has the same numbers in `extensions.cost`.",
  fields: (t) => ({
    cost: t.exposeInt('requested', {
      description:
        'Estimated cost of this operation: the number of fields of its response; a list counts once per requested entry.',
    }),
    limit: t.exposeInt('limit', {
      nullable: true,
      description:
        'Capacity of the budget. Null for signed-in callers, to whom only the limits of each operation apply (docs/limits.md).',
    }),
    remaining: t.exposeInt('remaining', {
      nullable: true,
      description: 'Rest of the budget after this operation. Null for signed-in callers.',
    }),
    restoreRate: t.exposeInt('restoreRate', {
      nullable: true,
      description: 'Units that the budget regains per second. Null for signed-in callers.',
    }),
    resetAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Time at which the budget is full again if nothing else is requested. Null for signed-in callers.',
      resolve: ({ limit, remaining, restoreRate }) =>
        limit === null || remaining === null || restoreRate === null
          ? null
          : new Date(Date.now() + ((limit - remaining) / restoreRate) * 1000),
    }),
  }),
});

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimit,
    extensions: forEveryone,
    description: "The cost of this operation and the caller's budget.",
    resolve: (_parent, _args, context) => costReportOf(context) ?? nothing,
  }),
);
