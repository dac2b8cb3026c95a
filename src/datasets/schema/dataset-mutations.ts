/** Mutations that create and change datasets. */
import type { UploadTicket } from '../../artifacts/upload.ts';
import { Conflict } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { decodeId } from '../../graphql/connection.ts';
import { accessErrors } from '../../graphql/errors.ts';
import { updateMutation } from '../../graphql/list.ts';
import type { Dataset, DatasetVersion } from '../dataset.ts';
import { DatasetRef } from './dataset.ts';
import { DatasetVersionRef, FormatEnum } from './dataset-version.ts';
import { UploadRef } from './upload.ts';

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
    license: t.string({
      description:
        'License of the data: an SPDX expression, such as `CC-BY-4.0`, or free text. 1-200 characters. Ignored when `datasetId` is set.',
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
        license: input.license ?? null,
        format: input.format ?? null,
        organizationId: input.organizationId
          ? decodeId(input.organizationId, 'Organization', 'input.organizationId')
          : null,
        datasetId: input.datasetId ? decodeId(input.datasetId, 'Dataset', 'input.datasetId') : null,
      }),
  }),
);

updateMutation('Dataset', {
  type: DatasetRef,
  note: 'Also changes its license.',
  fields: (t) => ({
    license: t.string({
      description:
        'New license: an SPDX expression, such as `CC-BY-4.0`, or free text. 1-200 characters. Null removes the license.',
    }),
  }),
  update: ({ viewer, services }, id, patch) => services.datasets.update(viewer, id, patch),
});
