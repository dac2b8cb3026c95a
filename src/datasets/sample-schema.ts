/** Samples of a dataset version. */
import { builder, readingCost } from '../graphql/builder.ts';
import type { DatasetSample } from './sample.ts';
import type { SampleService } from './sample-service.ts';
import { DatasetVersionRef } from './schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    samples: SampleService;
  }
}

type Kind<K extends DatasetSample['kind']> = Extract<DatasetSample, { kind: K }>;

const number = 'Its number in the dataset version, from 0; a header is no row.';

const RowRef = builder.objectRef<Kind<'row'>>('DatasetRow').implement({
  description: 'A row of a table, or a text.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: number }),
    cells: t.field({
      type: 'JSON',
      description: 'By column name, null where missing; of the first 200 columns. A text is cut after 4000 characters.',
      resolve: ({ cells }) => cells,
    }),
  }),
});

const ImageRef = builder.objectRef<Kind<'image'>>('DatasetImage').implement({
  fields: (t) => ({
    index: t.exposeInt('index', { description: number }),
    name: t.exposeString('name', { nullable: true, description: 'Its name in the archive; null where it has none.' }),
    dataUrl: t.exposeString('dataUrl', { description: 'A small PNG as a data URL.' }),
  }),
});

const UnavailableRef = builder.objectRef<Kind<'unavailable'>>('UnavailableSample').implement({
  description: 'A sample that cannot be shown: its data is gone, too large, or not for the viewer.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: number }),
    reason: t.exposeString('reason'),
  }),
});

const types = { row: RowRef, image: ImageRef, unavailable: UnavailableRef };

export const DatasetSampleUnion = builder.unionType('DatasetSample', {
  description: 'What a sample looks like.',
  types: Object.values(types),
  resolveType: (sample: DatasetSample) => types[sample.kind],
});

builder.objectField(DatasetVersionRef, 'samples', (t) =>
  t.field({
    type: [DatasetSampleUnion],
    description: 'Samples by their numbers, at most 100.',
    complexity: { field: readingCost, multiplier: 1 },
    args: { indices: t.arg.intList({ required: true }) },
    resolve: (version, { indices }, { services }) => services.samples.ofVersion(version, indices),
  }),
);

builder.objectField(DatasetVersionRef, 'lastRows', (t) =>
  t.field({
    type: ['JSON'],
    description: 'The last rows of a series, the newest at the end: objects by column name, as `predict` takes them.',
    complexity: { field: readingCost, multiplier: 1 },
    args: {
      count: t.arg.int({ required: true, description: '1 to 5000.' }),
      by: t.arg.string({ required: true, description: 'The column with the dates.' }),
    },
    resolve: (version, { count, by }, { services }) => services.samples.lastRows(version, count, by),
  }),
);
