/** GraphQL types of the samples of a dataset version. */
import { builder, readingCost } from '../../graphql/builder.ts';
import type { DatasetSample } from '../read-samples.ts';
import type { SampleService } from '../sample-service.ts';
import { DatasetVersionRef } from './dataset-version.ts';
import { versionReads } from './loaders.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    samples: SampleService;
  }
}

type Kind<K extends DatasetSample['kind']> = Extract<DatasetSample, { kind: K }>;

const indexDescription = 'Zero-based index of the sample in the dataset version. The header is not counted.';

const RowRef = builder.objectRef<Kind<'row'>>('DatasetRow').implement({
  description: 'A row of a table, or one text.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: indexDescription }),
    cells: t.field({
      type: 'JSON',
      description:
        'Values by column name, null where missing. Contains the first 200 columns; each text is truncated to 4000 characters.',
      resolve: ({ cells }) => cells,
    }),
  }),
});

const ImageRef = builder.objectRef<Kind<'image'>>('DatasetImage').implement({
  description: 'An image of a dataset version.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: indexDescription }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'Name of the image in the archive. Null when the format has no names.',
    }),
    dataUrl: t.exposeString('dataUrl', { description: 'PNG thumbnail as a data URL.' }),
  }),
});

const UnavailableRef = builder.objectRef<Kind<'unavailable'>>('UnavailableSample').implement({
  description:
    'A sample whose contents are unavailable: the data was deleted, is too large, or is not visible to the viewer.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: indexDescription }),
    reason: t.exposeString('reason', { description: 'Why the contents are unavailable.' }),
  }),
});

const types = { row: RowRef, image: ImageRef, unavailable: UnavailableRef };

export const DatasetSampleUnion = builder.unionType('DatasetSample', {
  description: 'Contents of a sample, or the reason why they are unavailable.',
  types: Object.values(types),
  resolveType: (sample: DatasetSample) => types[sample.kind],
});

builder.objectField(DatasetVersionRef, 'samples', (t) =>
  t.field({
    type: [DatasetSampleUnion],
    description: 'Samples at the given zero-based indices, in the given order. At most 100.',
    complexity: { field: readingCost, multiplier: 1 },
    args: {
      indices: t.arg.intList({ required: true, description: 'Zero-based indices of the samples. At most 100.' }),
    },
    resolve: (version, { indices }, context) =>
      context.services.samples.readVersion(version, indices, versionReads(context)),
  }),
);

builder.objectField(DatasetVersionRef, 'lastRows', (t) =>
  t.field({
    type: ['JSON'],
    description:
      'Last rows of a time series, oldest first: objects by column name, as `PredictInput.series` accepts them. CSV and TSV only.',
    complexity: { field: readingCost, multiplier: 1 },
    args: {
      count: t.arg.int({ required: true, description: 'Number of rows to return. Range 1-5000.' }),
      dateColumn: t.arg.string({ required: true, description: 'Column that holds the dates.' }),
    },
    resolve: (version, { count, dateColumn }, context) =>
      context.services.samples.lastRows(version, { count, dateColumn }, versionReads(context)),
  }),
);
