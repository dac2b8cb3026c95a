/** Datasets, their versions and what they hold. */
import { OrganizationRef } from '../accounts/schema.ts';
import type { UploadTicket } from '../artifacts/upload.ts';
import { datasetFormat, datasetState } from '../database/tables.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { builder, perEntry, readingCost } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection, pageSize } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { Dataset, DatasetVersion } from './dataset.ts';
import type { DatasetService } from './dataset-service.ts';
import { type IngestionProgress, ingestionPhases, ingestionProgressSchema } from './ingestion.ts';
import type { ColumnProfile, DatasetProfile, HistogramBin, ImagesProfile, TableProfile } from './profile.ts';

declare module '../graphql/context.ts' {
  interface Services {
    datasets: DatasetService;
  }
}

const FormatEnum = builder.enumType('DatasetFormat', {
  description:
    'CSV, TSV: a table with a header line. IMAGE_FOLDER: a zip with one folder of JPEG, PNG or WebP images per class. ' +
    'IDX: a zip with pairs of MNIST-like image and label files. COCO: a zip of images and a JSON file with their boxes. ' +
    'TEXT: a plain text, a row for each line. TEXT_FOLDER: a zip with one folder of .txt files per class.',
  values: datasetFormat.enumValues,
});

const StateEnum = builder.enumType('DatasetState', {
  description:
    'UPLOADING: waits for its bytes. INGESTING: is being read. READY, or REJECTED with the reason. EXPIRED: its bytes did not arrive before the upload link expired.',
  values: datasetState.enumValues,
});

const ColumnTypeEnum = builder.enumType('ColumnType', {
  values: {
    NUMERIC: { value: 'numeric' },
    CATEGORICAL: { value: 'categorical' },
    TEXT: { value: 'text' },
    DATE: { value: 'date' },
  } as const,
});

const ValueCountRef = builder.objectRef<{ value: string; count: number }>('ValueCount').implement({
  fields: (t) => ({ value: t.exposeString('value'), count: t.exposeInt('count') }),
});

const HistogramBinRef = builder.objectRef<HistogramBin>('HistogramBin').implement({
  description: 'How many values there are from `from` up to, and not including, `to`. The last bin holds its end too.',
  fields: (t) => ({ from: t.exposeFloat('from'), to: t.exposeFloat('to'), count: t.exposeInt('count') }),
});

const ColumnRef = builder.objectRef<ColumnProfile>('Column').implement({
  description: 'A column of a table.',
  fields: (t) => ({
    name: t.exposeString('name'),
    type: t.field({ type: ColumnTypeEnum, resolve: ({ type }) => type }),
    missing: t.exposeInt('missing', { description: 'Rows without a value.' }),
    distinct: t.exposeInt('distinct', { description: 'Different values.' }),
    whole: t.exposeBoolean('whole', { description: 'Every value is a whole number.' }),
    minimum: t.exposeFloat('minimum', {
      nullable: true,
      description: 'Of numbers; of dates in days since 1970-01-01.',
    }),
    maximum: t.exposeFloat('maximum', { nullable: true }),
    mean: t.exposeFloat('mean', { nullable: true }),
    standardDeviation: t.exposeFloat('standardDeviation', { nullable: true, description: 'With n as divisor.' }),
    characters: t.exposeInt('characters', { nullable: true, description: 'Of texts: all of them together.' }),
    topValues: t.field({
      type: [ValueCountRef],
      description: 'The most frequent ones, at most ten.',
      complexity: { field: 1, multiplier: 10 },
      resolve: (column) => column.topValues,
    }),
    histogram: t.field({
      type: [HistogramBinRef],
      nullable: true,
      description:
        'Of numbers and dates (in days since 1970-01-01): every value, in at most 20 bins of equal width. ' +
        'Null for other columns, and for data that was read before there were histograms.',
      resolve: ({ histogram }) => histogram,
    }),
  }),
});

function checkAtLeastZero(field: string, value: number): void {
  if (value < 0) throw new InvalidInput(field, `Give a number from 0; this is ${value}.`);
}

const TableProfileRef = builder.objectRef<TableProfile>('TableProfile').implement({
  fields: (t) => ({
    rows: t.exposeInt('rows'),
    columnCount: t.int({ resolve: ({ columns }) => columns.length }),
    columns: t.field({
      type: [ColumnRef],
      description:
        'In the order of the file. An answer holds everything about 2,000 columns or so: ask for more in several requests.',
      complexity: perEntry,
      args: {
        first: t.arg.int({ description: 'At most so many. Left out: all.' }),
        offset: t.arg.int({
          required: true,
          defaultValue: 0,
          description: 'The number of columns to leave out before them.',
        }),
      },
      resolve({ columns }, { first, offset }) {
        checkAtLeastZero('first', first ?? 0);
        checkAtLeastZero('offset', offset);
        return columns.slice(offset, offset + (first ?? columns.length));
      },
    }),
    preview: t.field({
      type: 'JSON',
      description: 'The first rows: lists of cells, null where missing.',
      resolve: ({ preview }) => preview,
    }),
  }),
});

const ClassCountRef = builder.objectRef<{ name: string; count: number }>('ClassCount').implement({
  fields: (t) => ({ name: t.exposeString('name'), count: t.exposeInt('count') }),
});

const ThumbnailRef = builder.objectRef<{ className: string; dataUrl: string }>('Thumbnail').implement({
  fields: (t) => ({
    className: t.exposeString('className'),
    dataUrl: t.exposeString('dataUrl', { description: 'A small PNG as a data URL.' }),
  }),
});

const ImagesProfileRef = builder.objectRef<ImagesProfile>('ImagesProfile').implement({
  fields: (t) => ({
    count: t.exposeInt('count'),
    boxes: t.exposeInt('boxes', {
      nullable: true,
      description: 'Things marked in the images; null where none can be. Then the classes are those of the boxes.',
    }),
    classes: t.field({ type: [ClassCountRef], resolve: ({ classes }) => classes }),
    minimumWidth: t.exposeInt('minimumWidth'),
    maximumWidth: t.exposeInt('maximumWidth'),
    minimumHeight: t.exposeInt('minimumHeight'),
    maximumHeight: t.exposeInt('maximumHeight'),
    channels: t.int({ description: '1: grey, 3: colour.', resolve: ({ channels }) => channels }),
    thumbnails: t.field({ type: [ThumbnailRef], resolve: ({ thumbnails }) => thumbnails }),
  }),
});

const ProfileUnion = builder.unionType('DatasetProfile', {
  description: 'What a dataset holds.',
  types: [TableProfileRef, ImagesProfileRef],
  resolveType: (profile: DatasetProfile) => (profile.kind === 'table' ? TableProfileRef : ImagesProfileRef),
});

const RejectionRef = builder.objectRef<DatasetVersion>('DatasetRejection').implement({
  description: 'Why a file cannot be used.',
  fields: (t) => ({
    reason: t.string({ resolve: ({ rejectionReason }) => rejectionReason ?? '' }),
    location: t.exposeString('rejectionLocation', {
      nullable: true,
      description: 'The line ("line 17") or the entry ("cats/3.jpg").',
    }),
  }),
});

const PhaseEnum = builder.enumType('IngestionPhase', {
  description:
    'WAITING: no worker has taken it up yet. READING: rows or images are read. DESCRIBING: statistics and thumbnails are made.',
  values: ['WAITING', ...ingestionPhases] as const,
});

interface IngestionView {
  attempt: number;
  /** Null: it waits. */
  progress: IngestionProgress | null;
}

const IngestionRef = builder.objectRef<IngestionView>('Ingestion').implement({
  description: 'How far a worker has come with an upload. At most four changes a second.',
  fields: (t) => ({
    phase: t.field({ type: PhaseEnum, resolve: ({ progress }) => progress?.phase ?? 'WAITING' }),
    attempt: t.exposeInt('attempt', { description: 'Counts from 1; 0 until a worker has taken it up.' }),
    rowsRead: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Of a table or of texts.',
      resolve: ({ progress }) => progress?.rowsRead,
    }),
    imagesChecked: t.field({ type: 'BigInt', nullable: true, resolve: ({ progress }) => progress?.imagesChecked }),
    imagesTotal: t.field({ type: 'BigInt', nullable: true, resolve: ({ progress }) => progress?.imagesTotal }),
    bytesRead: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Of the file. Null for an archive, whose images are counted instead.',
      resolve: ({ progress }) => progress?.bytesRead,
    }),
    bytesTotal: t.field({ type: 'BigInt', nullable: true, resolve: ({ progress }) => progress?.bytesTotal }),
  }),
});

function ingestionOf({ state, ingestAttempts, ingestReleases, ingestion }: DatasetVersion): IngestionView | null {
  if (state !== 'INGESTING') return null;
  const progress = ingestion === null ? null : ingestionProgressSchema.parse(ingestion);
  return { attempt: ingestAttempts - ingestReleases, progress };
}

export const DatasetVersionRef = builder.objectRef<DatasetVersion>('DatasetVersion');
builder.objectType(DatasetVersionRef, {
  description: 'One uploaded file. Never changes once it is READY.',
  fields: (t) => ({
    version: t.exposeInt('version'),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    format: t.field({
      type: FormatEnum,
      nullable: true,
      description: 'Null until the content told it.',
      resolve: ({ format }) => format,
    }),
    bytes: t.expose('bytes', { type: 'BigInt', nullable: true }),
    sha256: t.exposeString('sha256', { nullable: true }),
    profile: t.field({
      type: ProfileUnion,
      nullable: true,
      description: 'Null until READY.',
      complexity: readingCost,
      resolve: (version, _, { viewer, services }) =>
        version.state === 'READY' ? services.datasets.profileOf(version, viewer?.userId ?? '') : null,
    }),
    ingestion: t.field({
      type: IngestionRef,
      nullable: true,
      description: 'Null unless INGESTING. Follow it with the subscription `datasetEvents`.',
      resolve: ingestionOf,
    }),
    rejection: t.field({
      type: RejectionRef,
      nullable: true,
      resolve: (version) => (version.state === 'REJECTED' ? version : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    readyAt: t.expose('readyAt', { type: 'DateTime', nullable: true }),
  }),
});

export const DatasetRef = builder.objectRef<Dataset>('Dataset');
builder.node(DatasetRef, {
  description: 'A name for a series of versions of the same data.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.datasets.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name'),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    versions: t.field({
      type: [DatasetVersionRef],
      description: 'Newest first.',
      complexity: perEntry,
      args: {
        first: t.arg.int({ description: 'At most so many. Range 0-100. Default: 20.' }),
        before: t.arg.int({ description: 'Only versions with a lower number: the last one of a page gives the next.' }),
      },
      resolve: ({ id }, { first, before }, { services }) =>
        services.datasets.versionsOf(id, pageSize(first), before ?? null),
    }),
    version: t.field({
      type: DatasetVersionRef,
      nullable: true,
      description: 'One version.',
      args: {
        number: t.arg.int({ description: 'Left out: the newest one that is READY, or else the newest.' }),
      },
      resolve: ({ id }, { number = null }, { services }) => services.datasets.versionOf(id, number),
    }),
    latest: t.field({
      type: DatasetVersionRef,
      description: 'The newest version.',
      async resolve({ id }, _, { services }) {
        const latest = await services.datasets.newestVersion(id);
        if (!latest) throw new Error(`Dataset ${id} has no version.`);
        return latest;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was deleted: it is seen only by what was made of it. Null: it was not.',
    }),
  }),
});

builder.objectField(DatasetVersionRef, 'dataset', (t) =>
  t.field({
    type: DatasetRef,
    description: 'Also when it was deleted since; `deletedAt` tells.',
    resolve: ({ datasetId }, _, { viewer, services }) => services.datasets.origin(viewer, datasetId),
  }),
);

const HeaderRef = builder.objectRef<{ name: string; value: string }>('HttpHeader').implement({
  fields: (t) => ({ name: t.exposeString('name'), value: t.exposeString('value') }),
});

export const UploadRef = builder.objectRef<UploadTicket>('Upload').implement({
  description: 'Where to send the bytes. Any HTTP client will do: `curl -T data.csv <url>`.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Holds a secret and works once.' }),
    method: t.string({ resolve: ({ method }) => method }),
    headers: t.field({ type: [HeaderRef], resolve: ({ headers }) => headers }),
    maxBytes: t.expose('maxBytes', { type: 'BigInt' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
  }),
});

const PayloadRef = builder
  .objectRef<{ dataset: Dataset; version: DatasetVersion; upload: UploadTicket }>('CreateDatasetPayload')
  .implement({
    fields: (t) => ({
      dataset: t.field({ type: DatasetRef, resolve: ({ dataset }) => dataset }),
      version: t.field({ type: DatasetVersionRef, resolve: ({ version }) => version }),
      upload: t.field({ type: UploadRef, resolve: ({ upload }) => upload }),
    }),
  });

const CreateDatasetInput = builder.inputType('CreateDatasetInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    format: t.field({ type: FormatEnum, description: 'Left out: told by the content. A plain text needs it: TEXT.' }),
    organizationId: t.id({ description: 'Left out: the personal organisation.' }),
    datasetId: t.id({ description: 'Adds the next version to this dataset instead of making a new one.' }),
  }),
});

builder.mutationField('createDataset', (t) =>
  t.field({
    type: PayloadRef,
    errors: { types: [...accessErrors, Conflict] },
    description: 'Opens a dataset for its upload. Then PUT the file to `upload.url`.',
    args: { input: t.arg({ type: CreateDatasetInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) =>
      services.datasets.create(viewer, {
        name: input.name,
        format: input.format ?? null,
        organizationId: input.organizationId
          ? decodeId(input.organizationId, 'Organization', 'input.organizationId')
          : null,
        datasetId: input.datasetId ? decodeId(input.datasetId, 'Dataset', 'input.datasetId') : null,
      }),
  }),
);

builder.queryField('datasets', (t) =>
  t.connection({
    type: DatasetRef,
    description: 'Newest first.',
    complexity: perEntry,
    args: { organizationId: t.arg.id({ description: 'Left out: of all organisations of the viewer.' }) },
    resolve: (_, args, { viewer, services }) => {
      const organizationId = args.organizationId
        ? decodeId(args.organizationId, 'Organization', 'organizationId')
        : null;
      return keysetConnection(args, (limit, before) => services.datasets.list(viewer, organizationId, limit, before));
    },
  }),
);
