/** The samples that a report shows besides its numbers. */
import type { DatasetSample } from '../datasets/sample.ts';
import { DatasetSampleUnion } from '../datasets/sample-schema.ts';
import { builder } from '../graphql/builder.ts';
import type { GraphQLContext } from '../graphql/context.ts';
import type { EvaluatedValue, Findings } from './evaluated.ts';
import { ClassificationReportRef, ForecastingReportRef, RegressionReportRef } from './schema.ts';

/** With what the dataset has of it: read for all samples of a list at once, when one is asked for. */
type Shown<T> = T & { look(): Promise<DatasetSample> };

interface ClassExample {
  index: number;
  actual: string;
  predicted: string;
  probability: number;
}

const words = {
  index: 'Number of the row or the image in the dataset version, from 0.',
  sample: 'What it looks like; says why where that cannot be shown any more.',
  old: 'Empty for reports of before samples were kept.',
};

const ClassExampleRef = builder.objectRef<Shown<ClassExample>>('EvaluatedSample').implement({
  description: 'A sample that a classifier was judged by.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: words.index }),
    actual: t.exposeString('actual'),
    predicted: t.exposeString('predicted'),
    probability: t.exposeFloat('probability', { description: 'Of the predicted class.' }),
    sample: t.field({ type: DatasetSampleUnion, description: words.sample, resolve: ({ look }) => look() }),
  }),
});

const PointRef = builder.objectRef<EvaluatedValue>('RegressionPoint').implement({
  description: "A sample that a regression was judged by, in the target's own unit.",
  fields: (t) => ({
    index: t.exposeInt('index', { description: words.index }),
    actual: t.exposeFloat('actual'),
    predicted: t.exposeFloat('predicted'),
  }),
});

const ValueRef = builder.objectRef<Shown<EvaluatedValue>>('EvaluatedValue').implement({
  description: "A sample that a regression was judged by, in the target's own unit, with its content.",
  fields: (t) => ({
    index: t.exposeInt('index', { description: words.index }),
    actual: t.exposeFloat('actual'),
    predicted: t.exposeFloat('predicted'),
    sample: t.field({ type: DatasetSampleUnion, description: words.sample, resolve: ({ look }) => look() }),
  }),
});

type ForecastPoint = Extract<Findings, { objective: 'FORECASTING' }>['points'][number];
const ForecastPointRef = builder.objectRef<ForecastPoint>('ForecastPoint').implement({
  description: 'A step of a series that was forecast and is known.',
  fields: (t) => ({
    at: t.exposeString('at', { description: 'The date, or date and time (UTC).' }),
    actual: t.exposeFloat('actual'),
    forecast: t.exposeFloat('forecast'),
    naive: t.exposeFloat('naive', { description: 'What the seasonal naive forecast said.' }),
  }),
});

function shown<T extends { index: number }>(
  { viewer, services }: GraphQLContext,
  datasetVersionId: string,
  list: readonly T[],
): Shown<T>[] {
  let reading: ReturnType<typeof services.samples.byVersionId> | null = null;
  const indices = list.map(({ index }) => index);
  return list.map((one) => ({
    ...one,
    async look() {
      reading ??= services.samples.byVersionId(viewer, datasetVersionId, indices);
      const sample = (await reading).get(one.index);
      if (!sample) throw new Error(`Sample ${one.index} was asked for and not answered.`);
      return sample;
    },
  }));
}

builder.objectField(ClassificationReportRef, 'examples', (t) =>
  t.field({
    type: [ClassExampleRef],
    description: `Samples of one cell of the matrix, at most 20 are kept: the surest mistakes, or the least sure hits. ${words.old}`,
    args: {
      actual: t.arg.string({ required: true, description: 'The true class.' }),
      predicted: t.arg.string({ required: true, description: 'What they were taken for.' }),
      first: t.arg.int({ description: 'Default 20.' }),
    },
    complexity: { field: 100, multiplier: 5 },
    async resolve(report, { actual, predicted, first }, context) {
      const evaluated = await context.services.models.evaluated(report, context.viewer?.userId ?? '');
      if (evaluated?.findings.objective !== 'CLASSIFICATION') return [];
      const place = (name: string) => report.perClass.findIndex((one) => one.name === name);
      const [row, column] = [place(actual), place(predicted)];
      const cell = evaluated.findings.examples.filter((one) => one.actual === row && one.predicted === column);
      const named = cell.slice(0, Math.max(0, first ?? 20)).map((one) => ({ ...one, actual, predicted }));
      return shown(context, evaluated.datasetVersionId, named);
    },
  }),
);

builder.objectField(RegressionReportRef, 'points', (t) =>
  t.field({
    type: [PointRef],
    description: `At most 1000 of the samples, drawn at random from more, in the order of the data. ${words.old}`,
    complexity: { field: 10, multiplier: 1000 },
    async resolve(report, _, { viewer, services }) {
      const evaluated = await services.models.evaluated(report, viewer?.userId ?? '');
      return evaluated?.findings.objective === 'REGRESSION' ? evaluated.findings.points : [];
    },
  }),
);

builder.objectField(RegressionReportRef, 'largestResiduals', (t) =>
  t.field({
    type: [ValueRef],
    description: `The 20 samples that it is furthest off, the worst first. ${words.old}`,
    complexity: { field: 100, multiplier: 5 },
    async resolve(report, _, context) {
      const evaluated = await context.services.models.evaluated(report, context.viewer?.userId ?? '');
      if (evaluated?.findings.objective !== 'REGRESSION') return [];
      return shown(context, evaluated.datasetVersionId, evaluated.findings.largest);
    },
  }),
);

builder.objectField(ForecastingReportRef, 'points', (t) =>
  t.field({
    type: [ForecastPointRef],
    description: `The last steps, at most 500, as one forecast after the other has them. ${words.old}`,
    complexity: { field: 10, multiplier: 500 },
    async resolve(report, _, { viewer, services }) {
      const evaluated = await services.models.evaluated(report, viewer?.userId ?? '');
      return evaluated?.findings.objective === 'FORECASTING' ? evaluated.findings.points : [];
    },
  }),
);
