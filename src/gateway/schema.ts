/** Builds the complete schema. Importing a feature's file defines its types; to add a feature, add an import. */
import '../graphql/scalars.ts';
import '../graphql/errors.ts';
import '../graphql/cost/rate-limit-schema.ts';
import '../accounts/schema.ts';
import '../accounts/session-schema.ts';
import '../accounts/membership-schema.ts';
import '../datasets/schema.ts';
import '../datasets/sample-schema.ts';
import '../configurations/schema.ts';
import '../models/import-schema.ts';
import '../models/schema.ts';
import '../models/sample-predictions-schema.ts';
import '../models/input-spec-schema.ts';
import '../tasks/events/schema.ts';
import '../tasks/metrics/schema.ts';
import '../tasks/queue/schema.ts';
import '../tasks/schema.ts';
import '../live/dataset-schema.ts';
import '../live/schema.ts';
import '../trash/schema.ts';
import '../serving/schema.ts';
import type { GraphQLSchema } from 'graphql';
import { builder } from '../graphql/builder.ts';
import { withBudgets } from '../graphql/cost/budget.ts';
import { withDefaultDescriptions } from '../graphql/default-descriptions.ts';

export function buildSchema(): GraphQLSchema {
  return withBudgets(withDefaultDescriptions(builder.toSchema()));
}
