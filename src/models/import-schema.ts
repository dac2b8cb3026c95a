/** Importing models. */
import { OrganizationRef } from '../accounts/schema.ts';
import type { UploadTicket } from '../artifacts/upload.ts';
import { ObjectiveEnum } from '../configurations/catalogue-schema.ts';
import { importFormat, importState } from '../database/tables.ts';
import { UploadRef } from '../datasets/schema.ts';
import { InvalidInput } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId, isUuid } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { ImportService } from './import-service.ts';
import { importOptionsSchema, type ModelImport, type PixelRange, pixelRanges } from './imported.ts';
import { ModelRef } from './schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    imports: ImportService;
  }
}

const StateEnum = builder.enumType('ImportState', {
  description:
    'UPLOADING: waits for its archive. READY: it is a model. REJECTED, with the reason. EXPIRED: its archive did not arrive before the upload link expired.',
  values: importState.enumValues,
});

const FormatEnum = builder.enumType('ImportFormat', {
  description:
    'LAYERS_MODEL: made of layers by Keras 2 or TensorFlow.js; can be served and fine-tuned. GRAPH_MODEL: a graph of operations; can be served.',
  values: importFormat.enumValues,
});

const PixelRangeEnum = builder.enumType('PixelRange', {
  description: 'What the brightness of a pixel, from black to white, was for the network when it was trained.',
  values: Object.keys(pixelRanges) as [PixelRange, ...PixelRange[]],
});

const RejectionRef = builder.objectRef<ModelImport>('ImportRejection').implement({
  description: 'Why an archive cannot be taken.',
  fields: (t) => ({
    reason: t.string({ resolve: ({ rejectionReason }) => rejectionReason ?? '' }),
    location: t.exposeString('rejectionLocation', {
      nullable: true,
      description: 'The layer, node, weight or entry ("mobilenet/conv1", "model.json").',
    }),
  }),
});

const ImportRef = builder.objectRef<ModelImport>('ModelImport');
builder.node(ImportRef, {
  description: 'A model from elsewhere, on its way.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.imports.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name'),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    state: t.field({ type: StateEnum, resolve: ({ state }) => state }),
    format: t.field({
      type: FormatEnum,
      nullable: true,
      description: 'Null until READY.',
      resolve: ({ format }) => format,
    }),
    rejection: t.field({
      type: RejectionRef,
      nullable: true,
      resolve: (one) => (one.state === 'REJECTED' ? one : null),
    }),
    model: t.field({
      type: ModelRef,
      nullable: true,
      description: 'What it has become; null until READY, and when that was deleted.',
      resolve: ({ modelId }, _, { viewer, services }) => (modelId ? services.models.ifThere(viewer, modelId) : null),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const PayloadRef = builder.objectRef<{ import: ModelImport; upload: UploadTicket }>('ImportModelPayload').implement({
  fields: (t) => ({
    import: t.field({ type: ImportRef, resolve: (payload) => payload.import }),
    upload: t.field({
      type: UploadRef,
      description: 'Answers when the archive was read and tried out: with the state, and why it was rejected.',
      resolve: ({ upload }) => upload,
    }),
  }),
});

const ImportModelInput = builder.inputType('ImportModelInput', {
  description: 'What the files of a model do not say.',
  fields: (t) => ({
    name: t.string({ required: true }),
    organizationId: t.id({ description: 'Left out: your own.' }),
    objective: t.field({
      type: ObjectiveEnum,
      required: true,
      description:
        'CLASSIFICATION; REGRESSION of a table; DIMENSIONALITY_REDUCTION: the answers are taken as a vector.',
    }),
    classes: t.stringList({ description: 'Of a classification: their names, in the order of the answers.' }),
    columns: t.stringList({
      description:
        'Of a table: its numeric columns, in the order of the inputs. They are not scaled, and a missing value counts as 0. Left out: it takes images.',
    }),
    target: t.string({ description: 'Of a table: the column that is predicted, for evaluations. Default "target".' }),
    pixelRange: t.field({
      type: PixelRangeEnum,
      description:
        "Of images. Default ZERO_TO_ONE; Keras's own MobileNet, Inception and ResNetV2 have MINUS_ONE_TO_ONE.",
    }),
  }),
});

builder.mutationField('importModel', (t) =>
  t.field({
    type: PayloadRef,
    errors: { types: [...accessErrors] },
    description:
      'Opens an import. Then send a zip of the folder that holds model.json and its weights: a LayersModel or GraphModel of TensorFlow.js.',
    args: { input: t.arg({ type: ImportModelInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) => {
      const objective = importOptionsSchema.shape.objective.safeParse(input.objective);
      if (!objective.success) {
        const known = importOptionsSchema.shape.objective.options.join(', ');
        throw new InvalidInput('input.objective', `A model can be imported for ${known}.`);
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
