/** GraphQL fields for the evaluated samples of a report. */
import type { DatasetSample } from '../../../datasets/read-samples.ts';
import type { SampleService } from '../../../datasets/sample-service.ts';
import { versionReads } from '../../../datasets/schema/loaders.ts';
import { DatasetSampleUnion } from '../../../datasets/schema/sample.ts';
import { builder } from '../../../graphql/builder.ts';
import type { GraphQLContext } from '../../../graphql/context.ts';
import type { RegressionExample, SamplePredictions } from '../../sample-predictions.ts';
import { loadEvaluated } from '../loaders.ts';
import { ClassificationReportRef } from './classification-report.ts';
import { ForecastingReportRef } from './forecasting-report.ts';
import { RegressionReportRef } from './regression-report.ts';

/** Adds lazy access to the dataset sample. The samples of one list are read in one pass. */
type WithSample<T> = T & { loadSample(): Promise<DatasetSample> };

interface ClassExample {
  index: number;
  actual: string;
  predicted: string;
  probability: number;
}

const descriptions = {
  index: 'Zero-based index of the sample in the dataset version.',
  actual: 'Actual value of the target.',
  predicted: 'Predicted value of the target.',
  sample: 'Contents of the sample, or the reason why they are no longer available.',
  old: 'Empty for reports created before samples were stored.',
};

const ClassExampleRef = builder.objectRef<WithSample<ClassExample>>('ClassificationExample').implement({
  description: 'An evaluated sample of a classifier.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: descriptions.index }),
    actual: t.exposeString('actual', { description: 'The true class.' }),
    predicted: t.exposeString('predicted', { description: 'The predicted class.' }),
    probability: t.exposeFloat('probability', { description: 'Probability of the predicted class.' }),
    sample: t.field({
      type: DatasetSampleUnion,
      description: descriptions.sample,
      resolve: ({ loadSample }) => loadSample(),
    }),
  }),
});

const PointRef = builder.objectRef<RegressionExample>('RegressionPoint').implement({
  description: 'An evaluated sample of a regression model. Values are in the unit of the target.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: descriptions.index }),
    actual: t.exposeFloat('actual', { description: descriptions.actual }),
    predicted: t.exposeFloat('predicted', { description: descriptions.predicted }),
  }),
});

const ValueRef = builder.objectRef<WithSample<RegressionExample>>('RegressionExample').implement({
  description: 'An evaluated sample of a regression model with its contents. Values are in the unit of the target.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: descriptions.index }),
    actual: t.exposeFloat('actual', { description: descriptions.actual }),
    predicted: t.exposeFloat('predicted', { description: descriptions.predicted }),
    sample: t.field({
      type: DatasetSampleUnion,
      description: descriptions.sample,
      resolve: ({ loadSample }) => loadSample(),
    }),
  }),
});

type ForecastPoint = Extract<SamplePredictions, { objective: 'FORECASTING' }>['points'][number];
const ForecastPointRef = builder.objectRef<ForecastPoint>('ForecastPoint').implement({
  description: 'A forecast step whose actual value is known.',
  fields: (t) => ({
    timestamp: t.exposeString('timestamp', { description: 'Date, or date and time in UTC, in ISO 8601 format.' }),
    actual: t.exposeFloat('actual', { description: descriptions.actual }),
    forecast: t.exposeFloat('forecast', { description: 'Forecast of the model.' }),
    naiveForecast: t.exposeFloat('naiveForecast', { description: 'Seasonal naive forecast.' }),
  }),
});

/** Returns the evaluated samples of a report. Null when none were stored. */
const evaluatedOf = async ({ evaluatedKey }: { evaluatedKey?: string | undefined }, context: GraphQLContext) =>
  evaluatedKey ? loadEvaluated(context, evaluatedKey) : null;

function withSamples<T extends { index: number }>(
  context: GraphQLContext,
  datasetVersionId: string,
  list: readonly T[],
): WithSample<T>[] {
  let reading: ReturnType<SampleService['byVersionId']> | null = null;
  const indices = list.map(({ index }) => index);
  return list.map((item) => ({
    ...item,
    async loadSample() {
      reading ??= context.services.samples.byVersionId(datasetVersionId, indices, versionReads(context));
      const sample = (await reading).get(item.index);
      if (!sample) throw new Error(`Sample ${item.index} was requested but not returned.`);
      return sample;
    },
  }));
}

builder.objectField(ClassificationReportRef, 'examples', (t) =>
  t.field({
    type: [ClassExampleRef],
    description: `Samples of one cell of the confusion matrix, at most 20: the most confident misclassifications, or the least confident correct predictions. ${descriptions.old}`,
    args: {
      actual: t.arg.string({ required: true, description: 'The true class.' }),
      predicted: t.arg.string({ required: true, description: 'The predicted class.' }),
      first: t.arg.int({ defaultValue: 20, description: 'Maximum number of samples to return.' }),
    },
    complexity: { field: 100, multiplier: 5 },
    async resolve(report, { actual, predicted, first }, context) {
      const evaluated = await evaluatedOf(report, context);
      if (evaluated?.findings.objective !== 'CLASSIFICATION') return [];
      const classIndex = (name: string) => report.perClass.findIndex((entry) => entry.name === name);
      const [row, column] = [classIndex(actual), classIndex(predicted)];
      const cell = evaluated.findings.examples.filter(
        (example) => example.actual === row && example.predicted === column,
      );
      const named = cell.slice(0, Math.max(0, first ?? 20)).map((example) => ({ ...example, actual, predicted }));
      return withSamples(context, evaluated.datasetVersionId, named);
    },
  }),
);

builder.objectField(RegressionReportRef, 'points', (t) =>
  t.field({
    type: [PointRef],
    description: `At most 1000 samples in dataset order, drawn at random from larger sets. ${descriptions.old}`,
    complexity: { field: 10, multiplier: 1000 },
    async resolve(report, _, context) {
      const evaluated = await evaluatedOf(report, context);
      return evaluated?.findings.objective === 'REGRESSION' ? evaluated.findings.points : [];
    },
  }),
);

builder.objectField(RegressionReportRef, 'largestResiduals', (t) =>
  t.field({
    type: [ValueRef],
    description: `The 20 samples with the largest absolute residuals, largest first. ${descriptions.old}`,
    complexity: { field: 100, multiplier: 5 },
    async resolve(report, _, context) {
      const evaluated = await evaluatedOf(report, context);
      if (evaluated?.findings.objective !== 'REGRESSION') return [];
      return withSamples(context, evaluated.datasetVersionId, evaluated.findings.largestResiduals);
    },
  }),
);

builder.objectField(ForecastingReportRef, 'points', (t) =>
  t.field({
    type: [ForecastPointRef],
    description: `Last steps, at most 500, from consecutive forecasts. ${descriptions.old}`,
    complexity: { field: 10, multiplier: 500 },
    async resolve(report, _, context) {
      const evaluated = await evaluatedOf(report, context);
      return evaluated?.findings.objective === 'FORECASTING' ? evaluated.findings.points : [];
    },
  }),
);
