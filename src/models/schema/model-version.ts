/** GraphQL type of a model version. */
import { missing } from '../../accounts/access.ts';
import { builder, readingCost } from '../../graphql/builder.ts';
import { isUuid } from '../../graphql/connection.ts';
import { assumedListLength } from '../../graphql/cost/complexity.ts';
import type { ModelVersion } from '../model.ts';
import { loadDetails, loadModel, loadModelVersion, loadScore } from './loaders.ts';
import { ScoreRef } from './metric.ts';
import { ReportUnion } from './reports/evaluation-report.ts';
import { EnvironmentRef, EpochRef, FactRef } from './version-details.ts';

export const ModelVersionRef = builder.objectRef<ModelVersion>('ModelVersion');

const largeList = { field: readingCost, multiplier: assumedListLength };

builder.node(ModelVersionRef, {
  description: 'Result of one training run or import. Immutable.',
  id: { resolve: ({ id }) => id },
  async loadOne(id, context) {
    if (!isUuid(id)) return null;
    const version = await loadModelVersion(context, id);
    if (!version) throw missing('model');
    await loadModel(context, version.modelId); // authorizes access
    return version;
  },
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Version number within the model. Starts at 1.' }),
    evaluation: t.field({
      type: ReportUnion,
      nullable: true,
      description:
        'Evaluation on the test set. Null when no samples were held out, and for `gan`, which has no likelihood.',
      complexity: readingCost,
      resolve: async ({ id }, _, context) => (await loadDetails(context, id)).report,
    }),
    score: t.field({
      type: ScoreRef,
      nullable: true,
      description:
        'Main metric of `evaluation`, cheap to read in lists. Null when there is no evaluation, and when the metric is undefined.',
      resolve: ({ id }, _, context) => loadScore(context, id),
    }),
    fittedAttributes: t.field({
      type: [FactRef],
      description: 'Fitted attributes. Empty for neural networks.',
      complexity: largeList,
      resolve: async ({ id }, _, context) => (await loadDetails(context, id)).fittedAttributes,
    }),
    history: t.field({
      type: [EpochRef],
      description: 'Metrics at the end of every epoch.',
      complexity: largeList,
      resolve: async ({ id }, _, context) => (await loadDetails(context, id)).history,
    }),
    environment: t.field({
      type: EnvironmentRef,
      nullable: true,
      description: 'Software, hardware and data needed to reproduce the model. Null for imported models.',
      resolve: ({ environment }) => environment,
    }),
    sizeBytes: t.expose('sizeBytes', { type: 'BigInt', description: 'Size of the ZIP archive, in bytes.' }),
    sha256: t.exposeString('sha256', { description: 'SHA-256 hash of the ZIP archive, in hexadecimal.' }),
    downloadUrl: t.string({
      description:
        'URL of a ZIP archive of the model. Contains `model.json` and `weights.bin` for `tf.loadLayersModel` (`tf.loadGraphModel` for an imported graph model; `estimator.json` for a family that is not a neural network), and `aias.json` with the preprocessing. Requires authentication.',
      resolve: ({ id }, _, { services }) => services.links.modelVersion(id),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time at which the version was created.' }),
  }),
});
