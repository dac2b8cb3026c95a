/** GraphQL types for model imports. */
import { loadOrganization } from '../../accounts/loaders.ts';
import { OrganizationRef } from '../../accounts/schema.ts';
import type { UploadTicket } from '../../artifacts/upload.ts';
import { ObjectiveEnum } from '../../configurations/catalogue-schema.ts';
import type { importFormat, importState } from '../../database/tables/models.ts';
import { UploadRef } from '../../datasets/schema/upload.ts';
import { InvalidInput } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { decodeId, isUuid } from '../../graphql/connection.ts';
import { accessErrors } from '../../graphql/errors.ts';
import { batched } from '../../graphql/loader.ts';
import { importOptionsSchema, type ModelImport } from '../import-archive.ts';
import type { ImportService } from '../import-service.ts';
import { loadModelIncludingDeleted } from './loaders.ts';
import { ModelRef } from './model.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    imports: ImportService;
  }
}

const ImportStateEnum = builder.enumType('ImportState', {
  description: 'Processing state of a model import.',
  values: {
    UPLOADING: { description: 'The archive has not been uploaded yet.' },
    READY: { description: 'The model was imported.' },
    REJECTED: { description: 'The archive cannot be imported. `ModelImport.rejection` gives the reason.' },
    EXPIRED: { description: 'The upload link expired before the archive arrived.' },
  } satisfies Record<(typeof importState.enumValues)[number], { description: string }>,
});

const ImportFormatEnum = builder.enumType('ImportFormat', {
  description: 'Format of an imported TensorFlow.js model.',
  values: {
    LAYERS_MODEL: { description: 'Layers model of Keras 2 or TensorFlow.js, which can be served and fine-tuned.' },
    GRAPH_MODEL: { description: 'Graph of operations, which can be served.' },
  } satisfies Record<(typeof importFormat.enumValues)[number], { description: string }>,
});

const PixelRangeEnum = builder.enumType('PixelRange', {
  description: 'Range of pixel values, from black to white, that a network was trained with.',
  values: {
    ZERO_TO_ONE: { description: 'From 0 to 1.' },
    MINUS_ONE_TO_ONE: { description: 'From -1 to 1.' },
    ZERO_TO_255: { description: 'From 0 to 255.' },
  } satisfies Record<(typeof importOptionsSchema.shape.pixelRange.options)[number], { description: string }>,
});

const ImportRejectionRef = builder.objectRef<ModelImport>('ImportRejection').implement({
  description: 'Reason why an archive was rejected.',
  fields: (t) => ({
    reason: t.string({
      description: 'Human-readable explanation of the problem.',
      resolve: ({ rejectionReason }) => rejectionReason ?? '',
    }),
    location: t.exposeString('rejectionLocation', {
      nullable: true,
      description: 'Location of the problem: a layer, node, weight or archive entry (`mobilenet/conv1`, `model.json`).',
    }),
  }),
});

/** Loads an import. @throws NotFound, Unauthenticated */
const loadImport = batched<string, ModelImport>((ids, { viewer, services }) => services.imports.byIds(viewer, ids));

const ModelImportRef = builder.objectRef<ModelImport>('ModelImport');
builder.node(ModelImportRef, {
  description: 'Import of a model that was trained elsewhere.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, context) => (isUuid(id) ? loadImport(context, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the model.' }),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, context) => loadOrganization(context, organizationId),
    }),
    state: t.field({ type: ImportStateEnum, description: 'Processing state.', resolve: ({ state }) => state }),
    format: t.field({
      type: ImportFormatEnum,
      nullable: true,
      description: 'Format of the model. Null until `READY`.',
      resolve: ({ format }) => format,
    }),
    rejection: t.field({
      type: ImportRejectionRef,
      nullable: true,
      description: 'Reason for the rejection. Null unless `REJECTED`.',
      resolve: (row) => (row.state === 'REJECTED' ? row : null),
    }),
    model: t.field({
      type: ModelRef,
      nullable: true,
      description: 'The imported model. Null until `READY`, and when the model was deleted.',
      async resolve({ modelId }, _, context) {
        const model = modelId === null ? null : await loadModelIncludingDeleted(context, modelId);
        return model?.deletedAt ? null : model;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time at which the import was requested.' }),
  }),
});

const ImportModelPayloadRef = builder
  .objectRef<{ import: ModelImport; upload: UploadTicket }>('ImportModelPayload')
  .implement({
    fields: (t) => ({
      modelImport: t.field({ type: ModelImportRef, description: 'The import.', resolve: (payload) => payload.import }),
      upload: t.field({
        type: UploadRef,
        description:
          'Upload target for the archive. The upload request returns after the archive was read and the model was tested, with the state and the reason for a rejection.',
        resolve: ({ upload }) => upload,
      }),
    }),
  });

const ImportModelInput = builder.inputType('ImportModelInput', {
  description: 'Information that the files of a model do not contain.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the model. 1-200 characters.' }),
    organizationId: t.id({
      description: "Organization that owns the model. Default: the viewer's personal organization.",
    }),
    objective: t.field({
      type: ObjectiveEnum,
      required: true,
      description:
        'Objective of the model: `CLASSIFICATION`, `REGRESSION` (table models only) or `DIMENSIONALITY_REDUCTION`, which returns the outputs as a vector.',
    }),
    classes: t.stringList({
      description: 'Classification only: class names in the order of the outputs. Required for `CLASSIFICATION`.',
    }),
    columns: t.stringList({
      description:
        'Table models only: numeric feature columns in the order of the inputs. Values are not scaled, and missing values count as 0. Omit for image models.',
    }),
    target: t.string({
      description: 'Table models only: name of the target column, for evaluations. Default: `target`.',
    }),
    pixelRange: t.field({
      type: PixelRangeEnum,
      defaultValue: 'ZERO_TO_ONE',
      description:
        'Image models only: range of pixel values that the model expects. MobileNet, Inception and ResNetV2 from Keras expect `MINUS_ONE_TO_ONE`.',
    }),
  }),
});

builder.mutationField('importModel', (t) =>
  t.field({
    type: ImportModelPayloadRef,
    errors: { types: [...accessErrors] },
    description:
      'Opens the import of a model. Then upload a ZIP archive of the folder that contains `model.json` and its weights: a TensorFlow.js layers model or graph model.',
    args: { input: t.arg({ type: ImportModelInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) => {
      const objective = importOptionsSchema.shape.objective.safeParse(input.objective);
      if (!objective.success) {
        const supported = importOptionsSchema.shape.objective.options.join(', ');
        throw new InvalidInput('input.objective', `Models can be imported for the objectives ${supported}.`);
      }
      return services.imports.open(viewer, {
        name: input.name,
        organizationId: input.organizationId
          ? decodeId(input.organizationId, 'Organization', 'input.organizationId')
          : null,
        objective: objective.data,
        classes: input.classes ?? null,
        columns: input.columns ?? null,
        target: input.target ?? null,
        pixelRange: input.pixelRange ?? 'ZERO_TO_ONE',
      });
    },
  }),
);
