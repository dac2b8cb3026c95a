/** Models, their versions, and how good they are. */
import { OrganizationRef } from '../accounts/schema.ts';
import { ConfigurationRef } from '../configurations/schema.ts';
import { builder, perEntry, readingCost } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection, pageSize } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { assumedListLength } from '../graphql/cost/complexity.ts';
import type {
  ClassificationReport,
  ClusteringReport,
  DetectionReport,
  Environment,
  EvaluationReport,
  Facts,
  ForecastingReport,
  GenerationReport,
  History,
  ModelVersion,
  ReductionReport,
  RegressionReport,
} from './model.ts';
import type { Model } from './model-repository.ts';
import type { ModelService } from './model-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    models: ModelService;
  }
}

export const MetricRef = builder.objectRef<{ name: string; value: number }>('Metric').implement({
  description: 'Names are those of Keras: loss, accuracy, mae, val_loss, val_accuracy, val_mae.',
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeFloat('value') }),
});

const ClassReportRef = builder.objectRef<ClassificationReport['perClass'][number]>('ClassReport').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    precision: t.exposeFloat('precision', { description: 'Of those called this class, the share that are.' }),
    recall: t.exposeFloat('recall', { description: 'Of this class, the share that is found.' }),
    f1: t.exposeFloat('f1', { description: 'Harmonic mean of the two.' }),
    support: t.exposeInt('support', { description: 'Samples of this class.' }),
  }),
});

export const ClassificationReportRef = builder.objectRef<ClassificationReport>('ClassificationReport').implement({
  description: 'Defined as in scikit-learn.',
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    loss: t.exposeFloat('loss', { description: 'Mean cross-entropy.' }),
    accuracy: t.exposeFloat('accuracy'),
    macroPrecision: t.exposeFloat('macroPrecision'),
    macroRecall: t.exposeFloat('macroRecall'),
    macroF1: t.exposeFloat('macroF1'),
    perClass: t.field({ type: [ClassReportRef], resolve: ({ perClass }) => perClass }),
    confusionMatrix: t.field({
      type: t.listRef(t.listRef('Int')),
      description: 'Rows are the true classes, columns the predicted ones, in the order of perClass.',
      resolve: ({ confusionMatrix }) => confusionMatrix,
    }),
  }),
});

export const RegressionReportRef = builder.objectRef<RegressionReport>('RegressionReport').implement({
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    loss: t.exposeFloat('loss', { description: 'Mean squared error.' }),
    meanAbsoluteError: t.exposeFloat('meanAbsoluteError'),
    rootMeanSquaredError: t.exposeFloat('rootMeanSquaredError'),
    r2: t.exposeFloat('r2', { description: 'Coefficient of determination: 1 is perfect, 0 is as good as the mean.' }),
  }),
});

const ClusteringReportRef = builder.objectRef<ClusteringReport>('ClusteringReport').implement({
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    sizes: t.exposeIntList('sizes', { description: 'Samples of each cluster, by its number.' }),
    inertia: t.exposeFloat('inertia', {
      description: 'Squared distances to the centre of the own cluster, added up; of encoded (standardised) columns.',
    }),
    silhouette: t.exposeFloat('silhouette', {
      nullable: true,
      description:
        'From -1 to 1: how much nearer the own cluster is than the next one. Null with fewer than two clusters.',
    }),
  }),
});

const ReductionReportRef = builder.objectRef<ReductionReport>('ReductionReport').implement({
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    components: t.exposeInt('components'),
    retainedVariance: t.exposeFloat('retainedVariance', {
      description: 'Share of the variance that a linear map of the components gives back.',
    }),
  }),
});

export const ForecastingReportRef = builder.objectRef<ForecastingReport>('ForecastingReport').implement({
  description: "Over all steps of all forecasts, in the target's own unit.",
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    loss: t.exposeFloat('loss', { description: 'Mean squared error.' }),
    meanAbsoluteError: t.exposeFloat('meanAbsoluteError'),
    rootMeanSquaredError: t.exposeFloat('rootMeanSquaredError'),
    naiveError: t.exposeFloat('naiveError', {
      description: 'Mean absolute error of the seasonal naive forecast: as it was one season before. To be beaten.',
    }),
  }),
});

const ClassDetectionReportRef = builder
  .objectRef<DetectionReport['perClass'][number]>('ClassDetectionReport')
  .implement({
    fields: (t) => ({
      name: t.exposeString('name'),
      averagePrecision: t.exposeFloat('averagePrecision', { nullable: true, description: 'Null without any box.' }),
      support: t.exposeInt('support', { description: 'Boxes of this class.' }),
    }),
  });

const DetectionReportRef = builder.objectRef<DetectionReport>('DetectionReport').implement({
  description: 'At an overlap (intersection over union) of 0.5 or more, as in PASCAL VOC since 2010.',
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    meanAveragePrecision: t.exposeFloat('meanAveragePrecision', { description: 'Over the classes that have a box.' }),
    perClass: t.field({ type: [ClassDetectionReportRef], resolve: ({ perClass }) => perClass }),
  }),
});

const GenerationReportRef = builder.objectRef<GenerationReport>('GenerationReport').implement({
  description: 'How well a generative model explains samples.',
  fields: (t) => ({
    samples: t.exposeInt('samples'),
    loss: t.exposeFloat('loss', {
      description: 'Mean negative log-likelihood of a sample in nats; of a vae its bound, minus the ELBO.',
    }),
    bitsPerUnit: t.exposeFloat('bitsPerUnit', { description: 'Bits a character of texts, or a value of images.' }),
  }),
});

const reportTypes = {
  CLASSIFICATION: ClassificationReportRef,
  REGRESSION: RegressionReportRef,
  CLUSTERING: ClusteringReportRef,
  DIMENSIONALITY_REDUCTION: ReductionReportRef,
  FORECASTING: ForecastingReportRef,
  DETECTION: DetectionReportRef,
  GENERATION: GenerationReportRef,
};

export const ReportUnion = builder.unionType('EvaluationReport', {
  description:
    'How well a model does on samples that it never learned from. What predicts nothing is judged by all samples where none was held out.',
  types: Object.values(reportTypes),
  resolveType: (report: EvaluationReport) => reportTypes[report.objective],
});

const FactRef = builder.objectRef<Facts[number]>('ModelFact').implement({
  description: 'Something that a person can read off a model.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Named as in scikit-learn: coefficients, explainedVarianceRatio, ...',
    }),
    values: t.exposeFloatList('values'),
    labels: t.stringList({
      nullable: true,
      description:
        'What each value is about: a column ("size", "colour=red", "size × size"), a class, or both ("setosa: size"). Null where ' +
        'it is about neither, and of models of before there were labels.',
      resolve: ({ labels }) => labels ?? null,
    }),
  }),
});

const EpochRef = builder.objectRef<History[number]>('Epoch').implement({
  fields: (t) => ({
    epoch: t.exposeInt('epoch'),
    step: t.exposeInt('step', { description: 'Updates made so far.' }),
    metrics: t.field({ type: [MetricRef], resolve: ({ metrics }) => metrics }),
  }),
});

const EnvironmentRef = builder.objectRef<Environment>('Environment').implement({
  description: 'What it takes to get the same model again.',
  fields: (t) => ({
    backend: t.exposeString('backend'),
    device: t.exposeString('device'),
    node: t.exposeString('node'),
    aias: t.exposeString('aias'),
    tensorflow: t.exposeString('tensorflow', { description: 'Version of TensorFlow.js.' }),
    seed: t.exposeInt('seed'),
    datasetSha256: t.exposeString('datasetSha256'),
    trainSamples: t.exposeInt('trainSamples'),
    validationSamples: t.exposeInt('validationSamples'),
    testSamples: t.exposeInt('testSamples'),
    weights: t.exposeInt('weights', { description: 'Trained numbers in the model.' }),
    durationSeconds: t.exposeFloat('durationSeconds', { description: 'From loading the data to the stored model.' }),
  }),
});

export const ModelRef = builder.objectRef<Model>('Model');
export const ModelVersionRef = builder.objectRef<ModelVersion>('ModelVersion');

const largeList = { field: readingCost, multiplier: assumedListLength };

const detailsOf = (version: ModelVersion, { viewer, services }: GraphQLContext) =>
  services.models.detailsOf(version, viewer?.userId ?? '');

builder.objectType(ModelVersionRef, {
  description: 'What one training made. Never changes.',
  fields: (t) => ({
    version: t.exposeInt('version'),
    model: t.field({
      type: ModelRef,
      description: 'Also when it was deleted since; `deletedAt` tells.',
      resolve: ({ modelId }, _, { viewer, services }) => services.models.origin(viewer, modelId),
    }),
    report: t.field({
      type: ReportUnion,
      nullable: true,
      description: 'On the test samples; null when the split held none out, and of a gan, which has no likelihood.',
      complexity: readingCost,
      resolve: async (version, _, context) => (await detailsOf(version, context)).report,
    }),
    facts: t.field({
      type: [FactRef],
      description: 'What can be read off it; none of a network.',
      complexity: largeList,
      resolve: async (version, _, context) => (await detailsOf(version, context)).facts,
    }),
    history: t.field({
      type: [EpochRef],
      description: 'Metrics of every epoch.',
      complexity: largeList,
      resolve: async (version, _, context) => (await detailsOf(version, context)).history,
    }),
    environment: t.field({
      type: EnvironmentRef,
      nullable: true,
      description: 'Null: it was imported.',
      resolve: ({ environment }) => environment,
    }),
    bytes: t.expose('bytes', { type: 'BigInt' }),
    sha256: t.exposeString('sha256'),
    downloadUrl: t.string({
      description:
        'A zip: model.json and weights.bin for `tf.loadLayersModel` (of an imported GraphModel: `tf.loadGraphModel`; of a family that is no network: estimator.json), and aias.json with the preprocessing. Needs the session.',
      resolve: ({ id }, _, { services }) => services.links.modelVersion(id),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

builder.node(ModelRef, {
  description: 'What a configuration has learned; every finished training adds a version. Or what was imported.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.models.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name'),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Null: it was imported.',
      resolve: ({ configurationId }, _, { viewer, services }) =>
        configurationId ? services.configurations.byId(viewer, configurationId) : null,
    }),
    versions: t.field({
      type: [ModelVersionRef],
      description: 'Newest first.',
      complexity: perEntry,
      args: {
        first: t.arg.int({ description: 'At most so many. Range 0-100. Default: 20.' }),
        before: t.arg.int({ description: 'Only versions with a lower number: the last one of a page gives the next.' }),
      },
      resolve: ({ id }, { first, before }, { services }) =>
        services.models.versions(id, pageSize(first), before ?? null),
    }),
    version: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'One version by its number; null: there is none.',
      args: { number: t.arg.int({ required: true }) },
      resolve: ({ id }, { number }, { services }) => services.models.versionOf(id, number),
    }),
    latest: t.field({
      type: ModelVersionRef,
      description: 'The newest version; predictions use it unless they name another.',
      async resolve({ id }, _, { services }) {
        const latest = await services.models.versionOf(id, null);
        if (!latest) throw new Error(`Model ${id} has no version.`);
        return latest;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was deleted: it is seen only by what goes on from it. Null: it was not.',
    }),
  }),
});

builder.objectField(ConfigurationRef, 'base', (t) =>
  t.field({
    type: ModelVersionRef,
    nullable: true,
    description:
      'The version of a model that it goes on from; null for a family that begins anew, and when that model is gone for good.',
    resolve: ({ base }, _, { viewer, services }) =>
      base ? services.models.originVersion(viewer, base.versionId) : null,
  }),
);

builder.queryField('models', (t) =>
  t.connection({
    type: ModelRef,
    description: 'Newest first.',
    complexity: perEntry,
    args: { organizationId: t.arg.id() },
    resolve: (_, args, { viewer, services }) => {
      const organizationId = args.organizationId
        ? decodeId(args.organizationId, 'Organization', 'organizationId')
        : null;
      return keysetConnection(args, (limit, before) => services.models.list(viewer, organizationId, limit, before));
    },
  }),
);
