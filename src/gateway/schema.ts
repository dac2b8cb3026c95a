/** Builds the complete schema. Importing a feature's file defines its types; to add a feature, add an import. */
import '../graphql/scalars.ts';
import '../graphql/errors.ts';
import '../graphql/cost/rate-limit-schema.ts';
import '../accounts/schema.ts';
import '../accounts/session-schema.ts';
import '../accounts/membership-schema.ts';
import '../datasets/schema/dataset-version.ts';
import '../datasets/schema/dataset.ts';
import '../datasets/schema/dataset-list.ts';
import '../datasets/schema/dataset-mutations.ts';
import '../datasets/schema/sample.ts';
import '../configurations/schema.ts';
import '../models/schema/import.ts';
import '../models/schema/model-version.ts';
import '../models/schema/model.ts';
import '../models/schema/model-list.ts';
import '../models/schema/model-mutations.ts';
import '../models/schema/input-spec.ts';
import '../models/schema/reports/sample-predictions.ts';
import '../tasks/events/schema.ts';
import '../tasks/metrics/schema.ts';
import '../tasks/queue/schema.ts';
import '../tasks/schema/task.ts';
import '../tasks/schema/task-list.ts';
import '../tasks/schema/task-mutations.ts';
import '../tasks/schema/launch-task.ts';
import '../tasks/schema/worker.ts';
import '../live/dataset-schema.ts';
import '../live/schema.ts';
import '../trash/schema.ts';
import '../serving/schema.ts';
import type { GraphQLSchema } from 'graphql';
import { builder } from '../graphql/builder.ts';
import { withBudgets } from '../graphql/cost/budget.ts';
import { withDefaultDescriptions } from '../graphql/default-descriptions.ts';
import { withPlainNodeIds } from '../graphql/node-ids.ts';

export function buildSchema(): GraphQLSchema {
  return withBudgets(withPlainNodeIds(withDefaultDescriptions(builder.toSchema())));
}
