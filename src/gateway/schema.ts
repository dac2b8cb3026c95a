/** The whole schema: every feature's types, defined as its file is loaded. To add a feature, add its line. */
import '../graphql/scalars.ts';
import '../graphql/errors.ts';
import '../accounts/schema.ts';
import '../accounts/session-schema.ts';
import '../accounts/membership-schema.ts';
import '../datasets/schema.ts';
import '../datasets/sample-schema.ts';
import '../configurations/schema.ts';
import '../models/import-schema.ts';
import '../models/schema.ts';
import '../models/evaluated-schema.ts';
import '../models/wanted-schema.ts';
import '../tasks/event-schema.ts';
import '../tasks/metric-schema.ts';
import '../tasks/queue-schema.ts';
import '../tasks/schema.ts';
import '../live/dataset-schema.ts';
import '../live/schema.ts';
import '../trash/schema.ts';
import '../serving/schema.ts';
import type { GraphQLSchema } from 'graphql';
import { builder } from '../graphql/builder.ts';
import { withBudgets } from '../graphql/cost/budget.ts';

export function buildSchema(): GraphQLSchema {
  return withBudgets(builder.toSchema());
}
