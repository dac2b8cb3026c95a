/** GraphQL types of a dataset version: its format, its state, and the reason for its rejection. */
import type { datasetState } from '../../database/tables/datasets.ts';
import { builder, readingCost } from '../../graphql/builder.ts';
import type { DatasetFormat, DatasetVersion } from '../dataset.ts';
import { IngestionRef, ingestionOf } from './ingestion.ts';
import { loadProfile } from './loaders.ts';
import { ProfileUnion } from './profile.ts';

export const FormatEnum = builder.enumType('DatasetFormat', {
  description: 'Format of a dataset file.',
  values: {
    CSV: { description: 'Comma-separated table with a header row.' },
    TSV: { description: 'Tab-separated table with a header row.' },
    IMAGE_FOLDER: { description: 'ZIP archive with one folder of JPEG, PNG or WebP images per class.' },
    IDX: { description: 'ZIP archive with pairs of image and label files in the IDX format of MNIST.' },
    COCO: { description: 'ZIP archive of images and a COCO JSON file with their bounding boxes.' },
    TEXT: { description: 'Plain text file, one row per line.' },
    TEXT_FOLDER: { description: 'ZIP archive with one folder of `.txt` files per class.' },
  } as const satisfies Record<DatasetFormat, { description: string }>,
});

export const StateEnum = builder.enumType('DatasetState', {
  description: 'Processing state of a dataset version.',
  values: {
    UPLOADING: { description: 'The file has not been uploaded yet.' },
    INGESTING: { description: 'The uploaded file is being read, or is waiting to be read.' },
    READY: { description: 'The version can be used.' },
    REJECTED: { description: 'The file cannot be used. `DatasetVersion.rejection` gives the reason.' },
    EXPIRED: { description: 'The file was not uploaded before the upload link expired.' },
  } as const satisfies Record<(typeof datasetState.enumValues)[number], { description: string }>,
});

const RejectionRef = builder.objectRef<DatasetVersion>('DatasetRejection').implement({
  description: 'Reason why an uploaded file was rejected.',
  fields: (t) => ({
    reason: t.string({
      description: 'What is wrong with the file, and how to fix it.',
      resolve: ({ rejectionReason }) => rejectionReason ?? '',
    }),
    location: t.exposeString('rejectionLocation', {
      nullable: true,
      description:
        'Location of the problem: a line (`line 17`) or an archive entry (`cats/3.jpg`). Null when it has none.',
    }),
  }),
});

export const DatasetVersionRef = builder.objectRef<DatasetVersion>('DatasetVersion');

builder.objectType(DatasetVersionRef, {
  description: 'One uploaded file of a dataset. Immutable once `READY`.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Number of the version in its dataset, from 1.' }),
    state: t.field({ type: StateEnum, description: 'Processing state.', resolve: ({ state }) => state }),
    format: t.field({
      type: FormatEnum,
      nullable: true,
      description: 'Format of the file. Null until it is set or detected.',
      resolve: ({ format }) => format,
    }),
    sizeBytes: t.expose('sizeBytes', {
      type: 'BigInt',
      nullable: true,
      description: 'Size of the file in bytes. Null until it is uploaded.',
    }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      description: 'SHA-256 hash of the file, in hexadecimal. Null until it is uploaded.',
    }),
    profile: t.field({
      type: ProfileUnion,
      nullable: true,
      description: 'Profile of the contents. Null until `READY`.',
      complexity: readingCost,
      resolve: (version, _, context) => (version.state === 'READY' ? loadProfile(context, version) : null),
    }),
    ingestion: t.field({
      type: IngestionRef,
      nullable: true,
      description: 'Progress of the ingestion. Null unless `INGESTING`. The subscription `datasetEvents` streams it.',
      resolve: ingestionOf,
    }),
    rejection: t.field({
      type: RejectionRef,
      nullable: true,
      description: 'Reason for the rejection. Null unless `REJECTED`.',
      resolve: (version) => (version.state === 'REJECTED' ? version : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time at which the version was created.' }),
    readyAt: t.expose('readyAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time at which the version became `READY`. Null until then.',
    }),
  }),
});
