/** GraphQL type of a model version. */
import { builder, readingCost } from '../../graphql/builder.ts';
import type { GraphQLContext } from '../../graphql/context.ts';
import { assumedListLength } from '../../graphql/cost/complexity.ts';
import type { ModelVersion } from '../model.ts';
import { ReportUnion } from './reports/evaluation-report.ts';
import { EnvironmentRef, EpochRef, FactRef } from './version-details.ts';

export const ModelVersionRef = builder.objectRef<ModelVersion>('ModelVersion');

const largeList = { field: readingCost, multiplier: assumedListLength };

const detailsOf = (version: ModelVersion, { viewer, services }: GraphQLContext) =>
  services.models.detailsOf(version, viewer?.userId ?? '');

builder.objectType(ModelVersionRef, {
  description: 'Result of one training run or import. Immutable.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Version number within the model. Starts at 1.' }),
    report: t.field({
      type: ReportUnion,
      nullable: true,
      description:
        'Evaluation on the test set. Null when no samples were held out, and for `gan`, which has no likelihood.',
      complexity: readingCost,
      resolve: async (version, _, context) => (await detailsOf(version, context)).report,
    }),
    facts: t.field({
      type: [FactRef],
      description: 'Fitted attributes. Empty for neural networks.',
      complexity: largeList,
      resolve: async (version, _, context) => (await detailsOf(version, context)).facts,
    }),
    history: t.field({
      type: [EpochRef],
      description: 'Metrics at the end of every epoch.',
      complexity: largeList,
      resolve: async (version, _, context) => (await detailsOf(version, context)).history,
    }),
    environment: t.field({
      type: EnvironmentRef,
      nullable: true,
      description: 'Software, hardware and data needed to reproduce the model. Null for imported models.',
      resolve: ({ environment }) => environment,
    }),
    bytes: t.expose('bytes', { type: 'BigInt', description: 'Size of the ZIP archive, in bytes.' }),
    sha256: t.exposeString('sha256', { description: 'SHA-256 hash of the ZIP archive, in hexadecimal.' }),
    downloadUrl: t.string({
      description:
        'URL of a ZIP archive of the model. Contains `model.json` and `weights.bin` for `tf.loadLayersModel` (`tf.loadGraphModel` for an imported graph model; `estimator.json` for a family that is not a neural network), and `aias.json` with the preprocessing. Requires authentication.',
      resolve: ({ id }, _, { services }) => services.links.modelVersion(id),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time at which the version was created.' }),
  }),
});
