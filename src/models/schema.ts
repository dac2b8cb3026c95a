/** GraphQL types for models, their versions and evaluation reports. */
import { OrganizationRef } from '../accounts/schema.ts';
import { ObjectiveEnum } from '../configurations/catalogue-schema.ts';
import { ConfigurationRef } from '../configurations/schema.ts';
import { builder, connectionComplexity, readingCost } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection, pageSize } from '../graphql/connection.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import { assumedListLength } from '../graphql/cost/complexity.ts';
import { accessErrors } from '../graphql/errors.ts';
import {
  connectionType,
  descriptionFields,
  descriptionPatchFields,
  edgeType,
  itemFilterFields,
  orderInput,
  searchDescription,
} from '../graphql/list.ts';
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
  description:
    'Value of one metric. Names follow Keras, such as `loss`, `accuracy`, `mae`, `val_loss`, `val_accuracy` and `val_mae`.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the metric, such as `val_loss`.' }),
    value: t.exposeFloat('value', { description: 'Value of the metric.' }),
  }),
});

const samplesDescription = 'Number of evaluated samples.';

const ClassReportRef = builder.objectRef<ClassificationReport['perClass'][number]>('ClassReport').implement({
  description: 'Evaluation of a classifier on one class.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the class.' }),
    precision: t.exposeFloat('precision', {
      description: 'Fraction of the samples predicted as this class that belong to it.',
    }),
    recall: t.exposeFloat('recall', {
      description: 'Fraction of the samples of this class that are predicted as this class.',
    }),
    f1: t.exposeFloat('f1', { description: 'F1 score: harmonic mean of precision and recall.' }),
    support: t.exposeInt('support', { description: 'Number of samples of this class.' }),
  }),
});

export const ClassificationReportRef = builder.objectRef<ClassificationReport>('ClassificationReport').implement({
  description: 'Evaluation of a classifier. Metrics are defined as in scikit-learn.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    loss: t.exposeFloat('loss', { description: 'Log loss (mean cross-entropy). Lower is better.' }),
    accuracy: t.exposeFloat('accuracy', { description: 'Fraction of correct predictions.' }),
    macroPrecision: t.exposeFloat('macroPrecision', { description: 'Mean of the precision of all classes.' }),
    macroRecall: t.exposeFloat('macroRecall', { description: 'Mean of the recall of all classes.' }),
    macroF1: t.exposeFloat('macroF1', { description: 'Mean of the F1 score of all classes.' }),
    perClass: t.field({
      type: [ClassReportRef],
      description: 'Metrics of each class.',
      resolve: ({ perClass }) => perClass,
    }),
    confusionMatrix: t.field({
      type: t.listRef(t.listRef('Int')),
      description:
        'Confusion matrix. Rows are true classes, columns are predicted classes, in the order of `perClass`.',
      resolve: ({ confusionMatrix }) => confusionMatrix,
    }),
  }),
});

export const RegressionReportRef = builder.objectRef<RegressionReport>('RegressionReport').implement({
  description: 'Evaluation of a regression model.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    loss: t.exposeFloat('loss', { description: 'Mean squared error.' }),
    meanAbsoluteError: t.exposeFloat('meanAbsoluteError', {
      description: 'Mean absolute error, in units of the target.',
    }),
    rootMeanSquaredError: t.exposeFloat('rootMeanSquaredError', {
      description: 'Root mean squared error, in units of the target.',
    }),
    r2: t.exposeFloat('r2', {
      description: 'Coefficient of determination (R²). 1 is a perfect fit; 0 is as good as predicting the mean.',
    }),
  }),
});

const ClusteringReportRef = builder.objectRef<ClusteringReport>('ClusteringReport').implement({
  description: 'Evaluation of a clustering.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    sizes: t.exposeIntList('sizes', { description: 'Number of samples in each cluster, by cluster number.' }),
    inertia: t.exposeFloat('inertia', {
      description:
        'Sum of squared distances of the samples to the center of their cluster, on encoded (standardized) columns.',
    }),
    silhouette: t.exposeFloat('silhouette', {
      nullable: true,
      description:
        'Mean silhouette coefficient: how much closer samples are to their own cluster than to the nearest other one. Range -1 to 1. Null with fewer than two clusters.',
    }),
  }),
});

const ReductionReportRef = builder.objectRef<ReductionReport>('ReductionReport').implement({
  description: 'Evaluation of a dimensionality reduction.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    components: t.exposeInt('components', { description: 'Number of components.' }),
    retainedVariance: t.exposeFloat('retainedVariance', {
      description: 'Fraction of the variance that a linear reconstruction from the components explains.',
    }),
  }),
});

export const ForecastingReportRef = builder.objectRef<ForecastingReport>('ForecastingReport').implement({
  description:
    'Evaluation of a forecasting model over all steps of all forecasts. Values are in the unit of the target.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    loss: t.exposeFloat('loss', { description: 'Mean squared error.' }),
    meanAbsoluteError: t.exposeFloat('meanAbsoluteError', {
      description: 'Mean absolute error of all forecast steps, in units of the target.',
    }),
    rootMeanSquaredError: t.exposeFloat('rootMeanSquaredError', {
      description: 'Root mean squared error of all forecast steps, in units of the target.',
    }),
    naiveError: t.exposeFloat('naiveError', {
      description:
        'Mean absolute error of the seasonal naive forecast, which repeats the value of one season before: the baseline to beat.',
    }),
  }),
});

const ClassDetectionReportRef = builder
  .objectRef<DetectionReport['perClass'][number]>('ClassDetectionReport')
  .implement({
    description: 'Evaluation of an object detector on one class.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Name of the class.' }),
      averagePrecision: t.exposeFloat('averagePrecision', {
        nullable: true,
        description: 'Average precision (AP) of this class. Null when no image contains a box of this class.',
      }),
      support: t.exposeInt('support', { description: 'Number of ground-truth boxes of this class.' }),
    }),
  });

const DetectionReportRef = builder.objectRef<DetectionReport>('DetectionReport').implement({
  description:
    'Evaluation of an object detector, at an intersection over union (IoU) of at least 0.5, as in PASCAL VOC since 2010.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    meanAveragePrecision: t.exposeFloat('meanAveragePrecision', {
      description: 'Mean average precision (mAP) over the classes that have at least one ground-truth box.',
    }),
    perClass: t.field({
      type: [ClassDetectionReportRef],
      description: 'Metrics of each class.',
      resolve: ({ perClass }) => perClass,
    }),
  }),
});

const GenerationReportRef = builder.objectRef<GenerationReport>('GenerationReport').implement({
  description: 'Evaluation of a generative model by the likelihood of the samples.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    loss: t.exposeFloat('loss', {
      description: 'Mean negative log-likelihood of a sample, in nats. For `vae`, its upper bound, the negative ELBO.',
    }),
    bitsPerUnit: t.exposeFloat('bitsPerUnit', {
      description:
        'Negative log-likelihood in bits per character of a text, or per value of an image. Lower is better.',
    }),
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
    'Evaluation of a model on samples that it was not trained on. Clustering and dimensionality reduction are evaluated on the training samples when no test samples were held out.',
  types: Object.values(reportTypes),
  resolveType: (report: EvaluationReport) => reportTypes[report.objective],
});

const FactRef = builder.objectRef<Facts[number]>('ModelFact').implement({
  description: 'A fitted attribute of a model that can be interpreted, such as its coefficients.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Name of the attribute. Follows scikit-learn, such as `coefficients` or `explainedVarianceRatio`.',
    }),
    values: t.exposeFloatList('values', { description: 'Values, in row-major order.' }),
    labels: t.stringList({
      nullable: true,
      description:
        'What each value refers to: a column (`size`, `color=red`, `size × size`), a class, or both (`setosa: size`). Null when values ' +
        'refer to neither, and for models trained before labels were recorded.',
      resolve: ({ labels }) => labels ?? null,
    }),
  }),
});

const EpochRef = builder.objectRef<History[number]>('Epoch').implement({
  description: 'Metrics at the end of one epoch.',
  fields: (t) => ({
    epoch: t.exposeInt('epoch', { description: 'Number of the epoch. Starts at 1.' }),
    step: t.exposeInt('step', { description: 'Number of training steps (weight updates) completed so far.' }),
    metrics: t.field({
      type: [MetricRef],
      description: 'Metrics at the end of the epoch.',
      resolve: ({ metrics }) => metrics,
    }),
  }),
});

const EnvironmentRef = builder.objectRef<Environment>('Environment').implement({
  description: 'Software, hardware and data needed to reproduce the model.',
  fields: (t) => ({
    backend: t.exposeString('backend', { description: 'Compute engine that the model was trained on.' }),
    device: t.exposeString('device', { description: 'Device of the engine.' }),
    node: t.exposeString('node', { description: 'Version of Node.js.' }),
    aias: t.exposeString('aias', { description: 'Version of Aias.' }),
    tensorflow: t.exposeString('tensorflow', { description: 'TensorFlow.js version.' }),
    seed: t.exposeInt('seed', { description: 'Seed of the random numbers.' }),
    datasetSha256: t.exposeString('datasetSha256', { description: 'SHA-256 of the dataset file.' }),
    trainSamples: t.exposeInt('trainSamples', { description: 'Number of training samples.' }),
    validationSamples: t.exposeInt('validationSamples', { description: 'Number of validation samples.' }),
    testSamples: t.exposeInt('testSamples', { description: 'Number of test samples.' }),
    weights: t.exposeInt('weights', { description: 'Number of model parameters (weights).' }),
    durationSeconds: t.exposeFloat('durationSeconds', {
      description: 'Time from loading the data to storing the model, in seconds.',
    }),
  }),
});

export const ModelRef = builder.objectRef<Model>('Model');
export const ModelVersionRef = builder.objectRef<ModelVersion>('ModelVersion');

const largeList = { field: readingCost, multiplier: assumedListLength };

const detailsOf = (version: ModelVersion, { viewer, services }: GraphQLContext) =>
  services.models.detailsOf(version, viewer?.userId ?? '');

builder.objectType(ModelVersionRef, {
  description: 'Result of one training run or import. Immutable.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Version number within the model. Starts at 1.' }),
    model: t.field({
      type: ModelRef,
      description: 'Model of the version, even when it is in the trash (see `Model.deletedAt`).',
      resolve: ({ modelId }, _, { viewer, services }) => services.models.findIncludingDeleted(viewer, modelId),
    }),
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

builder.node(ModelRef, {
  description: 'A trained or imported model. Every finished training run of its configuration adds a version.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.models.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the model.' }),
    ...descriptionFields(t),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    configuration: t.field({
      type: ConfigurationRef,
      nullable: true,
      description: 'Configuration that the model is trained from. Null for imported models.',
      resolve: ({ configurationId }, _, { viewer, services }) =>
        configurationId ? services.configurations.byId(viewer, configurationId) : null,
    }),
    versions: t.field({
      type: [ModelVersionRef],
      description: 'Versions, newest first.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ description: 'Number of versions to return. Range 0-100. Default: 20.' }),
        before: t.arg.int({
          description: 'Return only versions with a lower number. Pass the last number of a page to get the next page.',
        }),
      },
      resolve: ({ id }, { first, before }, { services }) =>
        services.models.versions(id, pageSize(first), before ?? null),
    }),
    version: t.field({
      type: ModelVersionRef,
      nullable: true,
      description: 'Version with the given number. Null when there is none.',
      args: { number: t.arg.int({ required: true, description: 'Number of the version.' }) },
      resolve: ({ id }, { number }, { services }) => services.models.versionOf(id, number),
    }),
    latest: t.field({
      type: ModelVersionRef,
      description: 'The newest version. Predictions use it unless they specify another one.',
      async resolve({ id }, _, { services }) {
        const latest = await services.models.versionOf(id, null);
        if (!latest) throw new Error(`Model ${id} has no version.`);
        return latest;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of creation.' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Time at which the model was moved to the trash. Until it is restored, it is reachable only from configurations that fine-tune it. Null when not deleted.',
    }),
  }),
});

builder.objectField(ConfigurationRef, 'base', (t) =>
  t.field({
    type: ModelVersionRef,
    nullable: true,
    description:
      'Model version that is fine-tuned. Null for a family that trains from scratch, and when the base model was permanently deleted.',
    resolve: ({ base }, _, { viewer, services }) =>
      base ? services.models.findVersionIncludingDeleted(viewer, base.versionId) : null,
  }),
);

const ModelFilterInput = builder.inputType('ModelFilter', {
  description:
    'Which models to return: those that match all given fields. Imported models have no family, objective or dataset.',
  fields: (t) => ({
    ...itemFilterFields(t),
    families: t.stringList({ description: 'Names of model families.' }),
    objectives: t.field({ type: [ObjectiveEnum], description: 'Types of problems.' }),
    datasetId: t.id({ description: 'Dataset that the model was trained on, in any version.' }),
  }),
});
const ModelOrderInput = orderInput('Model', ['CREATED_AT', 'NAME']);

builder.queryField('models', (t) =>
  t.connection(
    {
      type: ModelRef,
      description: 'Models, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({ description: 'Organization to list. Default: all organizations of the viewer.' }),
        filter: t.arg({ type: ModelFilterInput, description: 'Which models to return. Default: all.' }),
        orderBy: t.arg({ type: ModelOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, { viewer, services }) => {
        const organizationId = args.organizationId
          ? decodeId(args.organizationId, 'Organization', 'organizationId')
          : null;
        const datasetId = args.filter?.datasetId && decodeId(args.filter.datasetId, 'Dataset', 'filter.datasetId');
        const options = { ...args.filter, datasetId, search: args.search };
        const { page, count } = services.models.list(viewer, organizationId, options);
        return keysetConnection(args, 'CREATED_AT', page, count);
      },
    },
    connectionType('Model', 'models'),
    edgeType('Model'),
  ),
);

const UpdateModelInput = builder.inputType('UpdateModelInput', {
  description: 'What to change; omitted fields stay unchanged.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Model to change.' }),
    ...descriptionPatchFields(t),
  }),
});

builder.mutationField('updateModel', (t) =>
  t.field({
    type: ModelRef,
    errors: { types: [...accessErrors] },
    description: 'Changes the name, the description or the tags of a model.',
    args: { input: t.arg({ type: UpdateModelInput, required: true }) },
    resolve: (_, { input: { id, ...patch } }, { viewer, services }) =>
      services.models.update(viewer, decodeId(id, 'Model', 'input.id'), patch),
  }),
);
