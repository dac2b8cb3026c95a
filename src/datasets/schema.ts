/** GraphQL types of datasets, their versions and profiles. */
import { OrganizationRef } from '../accounts/schema.ts';
import type { UploadTicket } from '../artifacts/upload.ts';
import type { datasetState } from '../database/tables/datasets.ts';
import { Conflict, InvalidInput } from '../errors.ts';
import { builder, connectionComplexity, readingCost } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection, pageSize } from '../graphql/connection.ts';
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
import type { Dataset, DatasetFormat, DatasetVersion } from './dataset.ts';
import type { DatasetService } from './dataset-service.ts';
import type { IngestionProgress } from './ingestion.ts';
import type { ColumnProfile, DatasetProfile, HistogramBin, ImagesProfile, TableProfile } from './profile.ts';

declare module '../graphql/context.ts' {
  interface Services {
    datasets: DatasetService;
  }
}

const FormatEnum = builder.enumType('DatasetFormat', {
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

const StateEnum = builder.enumType('DatasetState', {
  description: 'Processing state of a dataset version.',
  values: {
    UPLOADING: { description: 'The file has not been uploaded yet.' },
    INGESTING: { description: 'The uploaded file is being read, or is waiting to be read.' },
    READY: { description: 'The version can be used.' },
    REJECTED: { description: 'The file cannot be used. `DatasetVersion.rejection` gives the reason.' },
    EXPIRED: { description: 'The file was not uploaded before the upload link expired.' },
  } as const satisfies Record<(typeof datasetState.enumValues)[number], { description: string }>,
});

const ColumnTypeEnum = builder.enumType('ColumnType', {
  description: 'Type of data in a table column.',
  values: {
    NUMERIC: { value: 'numeric', description: 'Numbers.' },
    CATEGORICAL: { value: 'categorical', description: 'Few distinct values.' },
    TEXT: { value: 'text', description: 'Texts.' },
    DATE: { value: 'date', description: 'Dates, with or without a time.' },
  } as const,
});

const ValueCountRef = builder.objectRef<{ value: string; count: number }>('ValueCount').implement({
  description: 'A value and its frequency.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value.' }),
    count: t.exposeInt('count', { description: 'Number of rows with this value.' }),
  }),
});

const HistogramBinRef = builder.objectRef<HistogramBin>('HistogramBin').implement({
  description: 'Number of values from `from` (inclusive) to `to` (exclusive). The last bin includes `to`.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'Lower bound, inclusive.' }),
    to: t.exposeFloat('to', { description: 'Upper bound; exclusive except in the last bin.' }),
    count: t.exposeInt('count', { description: 'Number of values in the bin.' }),
  }),
});

const ColumnRef = builder.objectRef<ColumnProfile>('Column').implement({
  description: 'Statistics of a table column.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name in the header row.' }),
    type: t.field({ type: ColumnTypeEnum, description: 'Type of its data.', resolve: ({ type }) => type }),
    missing: t.exposeInt('missing', { description: 'Number of rows without a value.' }),
    distinct: t.exposeInt('distinct', { description: 'Number of distinct values.' }),
    whole: t.exposeBoolean('whole', { description: 'Whether every value is an integer.' }),
    minimum: t.exposeFloat('minimum', {
      nullable: true,
      description:
        'Smallest value. Dates are days since 1970-01-01. Null for columns that are neither numeric nor dates.',
    }),
    maximum: t.exposeFloat('maximum', {
      nullable: true,
      description: 'Largest value, in the unit of `minimum`. Null for columns that are neither numeric nor dates.',
    }),
    mean: t.exposeFloat('mean', {
      nullable: true,
      description: 'Mean of the values, in the unit of `minimum`. Null for columns that are neither numeric nor dates.',
    }),
    standardDeviation: t.exposeFloat('standardDeviation', {
      nullable: true,
      description: 'Population standard deviation (divides by n). Null for columns that are neither numeric nor dates.',
    }),
    characters: t.exposeInt('characters', {
      nullable: true,
      description: 'Text columns only: total number of characters. Null for other columns.',
    }),
    topValues: t.field({
      type: [ValueCountRef],
      description:
        'Most frequent values, most frequent first, at most 10. Empty for columns with more than 1000 distinct values.',
      complexity: { field: 1, multiplier: 10 },
      resolve: (column) => column.topValues,
    }),
    histogram: t.field({
      type: [HistogramBinRef],
      nullable: true,
      description:
        'Histogram of all values in at most 20 bins of equal width. Dates are days since 1970-01-01. ' +
        'Null for columns that are neither numeric nor dates, when the range is not finite, and for data profiled ' +
        'before histograms were recorded.',
      resolve: ({ histogram }) => histogram,
    }),
  }),
});

function checkNonNegative(field: string, value: number): void {
  if (value < 0) throw new InvalidInput(field, `The value must be 0 or greater, not ${value}.`);
}

const TableProfileRef = builder.objectRef<TableProfile>('TableProfile').implement({
  description: 'Profile of a table.',
  fields: (t) => ({
    rows: t.exposeInt('rows', { description: 'Number of rows, without the header.' }),
    columnCount: t.int({ description: 'Number of columns.', resolve: ({ columns }) => columns.length }),
    columns: t.field({
      type: [ColumnRef],
      description:
        'Columns in file order. A response can hold all fields of about 2,000 columns: request more of them in pages.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ description: 'Maximum number of columns to return. Default: all columns.' }),
        offset: t.arg.int({
          required: true,
          defaultValue: 0,
          description: 'Number of columns to skip.',
        }),
      },
      resolve({ columns }, { first, offset }) {
        checkNonNegative('first', first ?? 0);
        checkNonNegative('offset', offset);
        return columns.slice(offset, offset + (first ?? columns.length));
      },
    }),
    preview: t.field({
      type: 'JSON',
      description: 'First rows, at most 10: lists of cells in column order, null where missing.',
      resolve: ({ preview }) => preview,
    }),
  }),
});

const ClassCountRef = builder.objectRef<{ name: string; count: number }>('ClassCount').implement({
  description: 'A class and its frequency.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the class.' }),
    count: t.exposeInt('count', { description: 'Number of images or bounding boxes of the class.' }),
  }),
});

const ThumbnailRef = builder.objectRef<{ className: string; dataUrl: string }>('Thumbnail').implement({
  description: 'A thumbnail of an image.',
  fields: (t) => ({
    className: t.exposeString('className', { description: 'Class of the image, or of its first bounding box.' }),
    dataUrl: t.exposeString('dataUrl', { description: 'PNG thumbnail as a data URL.' }),
  }),
});

const ImagesProfileRef = builder.objectRef<ImagesProfile>('ImagesProfile').implement({
  description: 'Profile of an image dataset.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'Number of images.' }),
    boxes: t.exposeInt('boxes', {
      nullable: true,
      description:
        'Number of bounding boxes. Null when the format has no boxes. When set, `classes` counts boxes instead of images.',
    }),
    classes: t.field({
      type: [ClassCountRef],
      description: 'Classes with their frequencies, sorted by name.',
      resolve: ({ classes }) => classes,
    }),
    minimumWidth: t.exposeInt('minimumWidth', { description: 'Smallest width, in pixels.' }),
    maximumWidth: t.exposeInt('maximumWidth', { description: 'Largest width, in pixels.' }),
    minimumHeight: t.exposeInt('minimumHeight', { description: 'Smallest height, in pixels.' }),
    maximumHeight: t.exposeInt('maximumHeight', { description: 'Largest height, in pixels.' }),
    channels: t.int({
      description: 'Number of color channels: 1 (grayscale) or 3 (RGB).',
      resolve: ({ channels }) => channels,
    }),
    thumbnails: t.field({
      type: [ThumbnailRef],
      description: 'Thumbnails of a few images of every class.',
      resolve: ({ thumbnails }) => thumbnails,
    }),
  }),
});

const ProfileUnion = builder.unionType('DatasetProfile', {
  description: 'Summary of the contents of a dataset version.',
  types: [TableProfileRef, ImagesProfileRef],
  resolveType: (profile: DatasetProfile) => (profile.kind === 'table' ? TableProfileRef : ImagesProfileRef),
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

const PhaseEnum = builder.enumType('IngestionPhase', {
  description: 'Phase of an ingestion.',
  values: {
    WAITING: { description: 'No worker has claimed the upload yet, or it waits for another attempt.' },
    READING: { description: 'Rows or images are being read.' },
    DESCRIBING: { description: 'Statistics and thumbnails are being computed.' },
  } as const satisfies Record<'WAITING' | IngestionProgress['phase'], { description: string }>,
});

interface IngestionView {
  attempt: number;
  /** Null while the upload waits for a worker. */
  progress: IngestionProgress | null;
}

const IngestionRef = builder.objectRef<IngestionView>('Ingestion').implement({
  description: 'Progress of the ingestion of an upload. Changes at most four times per second.',
  fields: (t) => ({
    phase: t.field({
      type: PhaseEnum,
      description: 'Current phase.',
      resolve: ({ progress }) => progress?.phase ?? 'WAITING',
    }),
    attempt: t.exposeInt('attempt', {
      description: 'Number of the attempt, from 1. 0 until a worker has claimed the upload.',
    }),
    rowsRead: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Number of rows read. Null for images.',
      resolve: ({ progress }) => progress?.rowsRead,
    }),
    imagesChecked: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Number of images decoded and checked. Null for tables and texts.',
      resolve: ({ progress }) => progress?.imagesChecked,
    }),
    imagesTotal: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Total number of images. Null for tables and texts.',
      resolve: ({ progress }) => progress?.imagesTotal,
    }),
    bytesRead: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Number of bytes of the file read. Null for archives, whose images or rows are counted instead.',
      resolve: ({ progress }) => progress?.bytesRead,
    }),
    bytesTotal: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Size of the file in bytes.',
      resolve: ({ progress }) => progress?.bytesTotal,
    }),
  }),
});

function ingestionOf({ state, ingestAttempts, ingestReleases, ingestion }: DatasetVersion): IngestionView | null {
  if (state !== 'INGESTING') return null;
  return { attempt: ingestAttempts - ingestReleases, progress: ingestion };
}

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
    bytes: t.expose('bytes', {
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
      resolve: (version, _, { viewer, services }) =>
        version.state === 'READY' ? services.datasets.profileOf(version, viewer?.userId ?? '') : null,
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

export const DatasetRef = builder.objectRef<Dataset>('Dataset');
builder.node(DatasetRef, {
  description: 'A named series of versions of the same data.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.datasets.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the dataset.' }),
    ...descriptionFields(t),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    versions: t.field({
      type: [DatasetVersionRef],
      description: 'Versions, newest first.',
      complexity: connectionComplexity,
      args: {
        first: t.arg.int({ description: 'Maximum number of versions to return. Range 0-100. Default: 20.' }),
        before: t.arg.int({
          description:
            'Return only versions with a lower number. Pass the number of the last version of the previous page.',
        }),
      },
      resolve: ({ id }, { first, before }, { services }) =>
        services.datasets.versionsOf(id, pageSize(first), before ?? null),
    }),
    version: t.field({
      type: DatasetVersionRef,
      nullable: true,
      description: 'One version of the dataset. Null when there is none with this number.',
      args: {
        number: t.arg.int({
          description: 'Number of the version. Default: the newest `READY` version, or the newest one if none is.',
        }),
      },
      resolve: ({ id }, { number = null }, { services }) => services.datasets.versionOf(id, number),
    }),
    latest: t.field({
      type: DatasetVersionRef,
      description: 'Newest version, in any state.',
      async resolve({ id }, _, { services }) {
        const latest = await services.datasets.newestVersion(id);
        if (!latest) throw new Error(`Dataset ${id} has no version.`);
        return latest;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of creation.' }),
    deletedAt: t.expose('deletedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Time at which the dataset was moved to the trash. Until it is restored, it is reachable only from resources that were created from it. Null when not deleted.',
    }),
  }),
});

builder.objectField(DatasetVersionRef, 'dataset', (t) =>
  t.field({
    type: DatasetRef,
    description: 'Dataset of the version, even when it is in the trash (see `Dataset.deletedAt`).',
    resolve: ({ datasetId }, _, { viewer, services }) => services.datasets.findIncludingDeleted(viewer, datasetId),
  }),
);

const HeaderRef = builder.objectRef<{ name: string; value: string }>('HttpHeader').implement({
  description: 'An HTTP request header.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the header.' }),
    value: t.exposeString('value', { description: 'Value of the header.' }),
  }),
});

export const UploadRef = builder.objectRef<UploadTicket>('Upload').implement({
  description: 'Upload target for a file. Works with any HTTP client, for example `curl -T data.csv <url>`.',
  fields: (t) => ({
    url: t.exposeString('url', { description: 'Upload URL. Contains a secret and can be used once.' }),
    method: t.string({ description: 'HTTP method of the upload.', resolve: ({ method }) => method }),
    headers: t.field({
      type: [HeaderRef],
      description: 'Headers to send with the upload.',
      resolve: ({ headers }) => headers,
    }),
    maxBytes: t.expose('maxBytes', { type: 'BigInt', description: 'Maximum size of the file in bytes.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Time until which the upload must start.',
    }),
  }),
});

const PayloadRef = builder
  .objectRef<{ dataset: Dataset; version: DatasetVersion; upload: UploadTicket }>('CreateDatasetPayload')
  .implement({
    fields: (t) => ({
      dataset: t.field({ type: DatasetRef, description: 'The dataset.', resolve: ({ dataset }) => dataset }),
      version: t.field({
        type: DatasetVersionRef,
        description: 'The version that the file is for.',
        resolve: ({ version }) => version,
      }),
      upload: t.field({ type: UploadRef, description: 'Where to send the file.', resolve: ({ upload }) => upload }),
    }),
  });

const CreateDatasetInput = builder.inputType('CreateDatasetInput', {
  fields: (t) => ({
    name: t.string({
      required: true,
      description: 'Name of the new dataset. 1-200 characters. Ignored when `datasetId` is set.',
    }),
    format: t.field({
      type: FormatEnum,
      description:
        'Format of the file. Omit to detect it from the content. Plain text is not detected and requires `TEXT`.',
    }),
    organizationId: t.id({
      description:
        "Organization that owns the new dataset. Default: the viewer's personal organization. Ignored when `datasetId` is set.",
    }),
    datasetId: t.id({ description: 'Dataset to add a new version to. Omit to create a dataset.' }),
  }),
});

builder.mutationField('createDataset', (t) =>
  t.field({
    type: PayloadRef,
    errors: { types: [...accessErrors, Conflict] },
    description:
      'Creates a dataset, or a new version of one, and opens its upload. Then send the file with `PUT` to `upload.url`.',
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

const DatasetFilterInput = builder.inputType('DatasetFilter', {
  description: 'Which datasets to return: those that match all given fields.',
  fields: (t) => ({
    ...itemFilterFields(t),
    states: t.field({ type: [StateEnum], description: 'States of the newest version.' }),
    formats: t.field({ type: [FormatEnum], description: 'Formats of the newest version.' }),
  }),
});
const DatasetOrderInput = orderInput('Dataset', ['CREATED_AT', 'NAME']);

builder.queryField('datasets', (t) =>
  t.connection(
    {
      type: DatasetRef,
      description: 'Datasets, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({
          description: 'Organization to list. Default: all organizations of the viewer.',
        }),
        filter: t.arg({ type: DatasetFilterInput, description: 'Which datasets to return. Default: all.' }),
        orderBy: t.arg({ type: DatasetOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, { viewer, services }) => {
        const organizationId = args.organizationId
          ? decodeId(args.organizationId, 'Organization', 'organizationId')
          : null;
        const { page, count } = services.datasets.list(viewer, organizationId, { ...args.filter, search: args.search });
        return keysetConnection(args, 'CREATED_AT', page, count);
      },
    },
    connectionType('Dataset', 'datasets'),
    edgeType('Dataset'),
  ),
);

const UpdateDatasetInput = builder.inputType('UpdateDatasetInput', {
  description: 'What to change; omitted fields stay unchanged.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'Dataset to change.' }),
    ...descriptionPatchFields(t),
  }),
});

builder.mutationField('updateDataset', (t) =>
  t.field({
    type: DatasetRef,
    errors: { types: [...accessErrors] },
    description: 'Changes the name, the description or the tags of a dataset.',
    args: { input: t.arg({ type: UpdateDatasetInput, required: true }) },
    resolve: (_, { input: { id, ...patch } }, { viewer, services }) =>
      services.datasets.update(viewer, decodeId(id, 'Dataset', 'input.id'), patch),
  }),
);
