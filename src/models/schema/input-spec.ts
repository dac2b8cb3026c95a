/** GraphQL types for the input that a trained or imported model expects, so that clients can build a form for it. */
import type { SeriesEncoder } from '../../datasets/encoders/series/series-encoder.ts';
import { builder, readingCost } from '../../graphql/builder.ts';
import type { FeatureEncoder } from '../../shared/model-input.ts';
import { classesOf, targetOf } from '../../shared/model-input.ts';
import type { ModelInput, ModelManifest } from '../bundle.ts';
import { ModelVersionRef } from './model-version.ts';

interface InputSpec<K extends ModelInput['kind']> {
  kind: K;
  input: Extract<ModelInput, { kind: K }>;
  manifest: ModelManifest;
}

const classesDescription = 'Classes that the model distinguishes. Empty for models without classes.';

const InputColumnRef = builder.objectRef<FeatureEncoder>('TabularInputColumn').implement({
  description: 'An input column of a tabular model.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the column.' }),
    categories: t.stringList({
      nullable: true,
      description: 'Categories seen during training. Null for numeric and date columns.',
      resolve: (feature) => (feature.type === 'categorical' ? feature.levels : null),
    }),
    isDate: t.boolean({ description: 'Whether the column holds dates.', resolve: ({ type }) => type === 'date' }),
  }),
});

const RowsRef = builder.objectRef<InputSpec<'table'>>('TabularInputSpec').implement({
  description: 'Input of a tabular model: rows with the given columns.',
  fields: (t) => ({
    columns: t.field({
      type: [InputColumnRef],
      description: 'Columns of a row.',
      resolve: ({ input }) => input.encoder.features,
    }),
    target: t.string({
      nullable: true,
      description: 'Column that the model predicts. Null when it predicts none.',
      resolve: ({ input }) => input.encoder.target?.name ?? null,
    }),
    classes: t.stringList({ description: classesDescription, resolve: ({ manifest }) => classesOf(manifest) ?? [] }),
  }),
});

const ImagesRef = builder.objectRef<InputSpec<'images'>>('ImageInputSpec').implement({
  description: 'Input of an image model. Accepts images of any size.',
  fields: (t) => ({
    height: t.int({
      description: 'Height that images are resized to, in pixels.',
      resolve: ({ input }) => input.size.height,
    }),
    width: t.int({
      description: 'Width that images are resized to, in pixels.',
      resolve: ({ input }) => input.size.width,
    }),
    channels: t.int({
      description: 'Number of color channels: 1 (grayscale) or 3 (RGB).',
      resolve: ({ input }) => input.size.channels,
    }),
    isStretched: t.boolean({
      description:
        'Whether images are stretched to the full size. Otherwise they are scaled to cover it and center-cropped.',
      resolve: ({ manifest }) => manifest.objective === 'DETECTION',
    }),
    classes: t.stringList({ description: classesDescription, resolve: ({ input }) => input.classes }),
  }),
});

const TextsRef = builder.objectRef<InputSpec<'text'>>('TextInputSpec').implement({
  description: 'Input of a text model.',
  fields: (t) => ({
    maxTokens: t.int({
      description: 'Maximum number of tokens that are read from a text.',
      resolve: ({ input }) => input.encoder.length,
    }),
    target: t.string({
      nullable: true,
      description: 'Column that the model predicts. Null when it predicts none.',
      resolve: ({ input }) => targetOf(input)?.name ?? null,
    }),
    classes: t.stringList({ description: classesDescription, resolve: ({ manifest }) => classesOf(manifest) ?? [] }),
  }),
});

const namesOf = (features: SeriesEncoder['inputs']) => features.map(({ name }) => name);

const SeriesRef = builder.objectRef<InputSpec<'series'>>('TimeSeriesInputSpec').implement({
  description: 'Input of a forecasting model: the most recent rows of a time series.',
  fields: (t) => ({
    dateColumn: t.string({
      description: 'Column that holds the dates.',
      resolve: ({ input }) => input.encoder.time.name,
    }),
    target: t.string({
      description: 'Column that the model forecasts.',
      resolve: ({ input }) => input.encoder.target.name,
    }),
    pastCovariates: t.stringList({
      description: 'Columns that are read besides the target (past covariates).',
      resolve: ({ input }) => namesOf(input.encoder.inputs),
    }),
    futureCovariates: t.stringList({
      description: 'Columns whose values must be given for the steps to forecast (future covariates).',
      resolve: ({ input }) => namesOf(input.encoder.ahead),
    }),
    minRows: t.int({
      description: 'Minimum number of rows, up to and including the last known target value.',
      resolve: ({ input: { encoder } }) => Math.max(encoder.length, encoder.season),
    }),
    horizon: t.int({
      description: 'Forecast horizon: number of steps that the model forecasts.',
      resolve: ({ input }) => input.encoder.horizon,
    }),
  }),
});

const types = { table: RowsRef, images: ImagesRef, text: TextsRef, series: SeriesRef };

const InputSpecUnion = builder.unionType('ModelInputSpec', {
  description: 'Input that `predict` expects for a model, and how the input is preprocessed.',
  types: Object.values(types),
  resolveType: ({ kind }: { kind: ModelInput['kind'] }) => types[kind],
});

builder.objectField(ModelVersionRef, 'inputSpec', (t) =>
  t.field({
    type: InputSpecUnion,
    description: 'Input that the model expects.',
    complexity: readingCost,
    async resolve(version, _, { viewer, services }) {
      const manifest = await services.models.manifest(version, viewer?.userId ?? '');
      const { input } = manifest;
      switch (input.kind) {
        case 'table':
          return { kind: input.kind, input, manifest };
        case 'images':
          return { kind: input.kind, input, manifest };
        case 'text':
          return { kind: input.kind, input, manifest };
        case 'series':
          return { kind: input.kind, input, manifest };
      }
    },
  }),
);
