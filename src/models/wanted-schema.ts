/** What a model takes: so that a client knows what to ask a person for, whether it was trained here or imported. */
import type { SeriesEncoder } from '../datasets/series-encoder.ts';
import type { FeatureEncoder } from '../datasets/table-encoder.ts';
import { builder, readingCost } from '../graphql/builder.ts';
import { classesOf, type ModelInput, type ModelManifest, targetOf } from './bundle.ts';
import { ModelVersionRef } from './schema.ts';

interface Wanted<K extends ModelInput['kind']> {
  kind: K;
  input: Extract<ModelInput, { kind: K }>;
  manifest: ModelManifest;
}

const classesText = 'That it tells apart; empty for any other model.';

const WantedColumnRef = builder.objectRef<FeatureEncoder>('WantedColumn').implement({
  fields: (t) => ({
    name: t.exposeString('name'),
    levels: t.stringList({
      nullable: true,
      description: 'The values that it learned; null: it is a number or a date.',
      resolve: (feature) => (feature.type === 'categorical' ? feature.levels : null),
    }),
    isDate: t.boolean({ resolve: ({ type }) => type === 'date' }),
  }),
});

const RowsRef = builder.objectRef<Wanted<'table'>>('WantedRows').implement({
  description: 'Rows with these columns.',
  fields: (t) => ({
    columns: t.field({ type: [WantedColumnRef], resolve: ({ input }) => input.encoder.features }),
    target: t.string({
      nullable: true,
      description: 'What it predicts.',
      resolve: ({ input }) => input.encoder.target?.name ?? null,
    }),
    classes: t.stringList({ description: classesText, resolve: ({ manifest }) => classesOf(manifest) ?? [] }),
  }),
});

const ImagesRef = builder.objectRef<Wanted<'images'>>('WantedImages').implement({
  description: 'Images of any size.',
  fields: (t) => ({
    height: t.int({ description: 'What they are scaled to.', resolve: ({ input }) => input.size.height }),
    width: t.int({ resolve: ({ input }) => input.size.width }),
    channels: t.int({ description: '1: as grey, 3: in colour.', resolve: ({ input }) => input.size.channels }),
    stretched: t.boolean({
      description: 'To the whole size; otherwise what hangs over is cut off evenly.',
      resolve: ({ manifest }) => manifest.objective === 'DETECTION',
    }),
    classes: t.stringList({ description: classesText, resolve: ({ input }) => input.classes }),
  }),
});

const TextsRef = builder.objectRef<Wanted<'text'>>('WantedTexts').implement({
  description: 'Texts.',
  fields: (t) => ({
    tokens: t.int({ description: 'How many of a text it reads.', resolve: ({ input }) => input.encoder.length }),
    target: t.string({ nullable: true, resolve: ({ input }) => targetOf(input)?.name ?? null }),
    classes: t.stringList({ description: classesText, resolve: ({ manifest }) => classesOf(manifest) ?? [] }),
  }),
});

const namesOf = (features: SeriesEncoder['inputs']) => features.map(({ name }) => name);

const SeriesRef = builder.objectRef<Wanted<'series'>>('WantedSeries').implement({
  description: 'The latest rows of a series.',
  fields: (t) => ({
    date: t.string({ description: 'The column of the dates.', resolve: ({ input }) => input.encoder.time.name }),
    target: t.string({ resolve: ({ input }) => input.encoder.target.name }),
    columns: t.stringList({
      description: 'What it looks at besides.',
      resolve: ({ input }) => namesOf(input.encoder.inputs),
    }),
    knownAhead: t.stringList({ resolve: ({ input }) => namesOf(input.encoder.ahead) }),
    rows: t.int({
      description: 'How many it needs at least, up to the last value.',
      resolve: ({ input: { encoder } }) => Math.max(encoder.length, encoder.season),
    }),
    horizon: t.int({ description: 'Steps that it forecasts.', resolve: ({ input }) => input.encoder.horizon }),
  }),
});

const types = { table: RowsRef, images: ImagesRef, text: TextsRef, series: SeriesRef };

const WantedUnion = builder.unionType('WantedSamples', {
  description: 'What `predict` takes for a model, and what becomes of it before the model sees it.',
  types: Object.values(types),
  resolveType: ({ kind }: { kind: ModelInput['kind'] }) => types[kind],
});

builder.objectField(ModelVersionRef, 'wants', (t) =>
  t.field({
    type: WantedUnion,
    description: 'What it takes.',
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
