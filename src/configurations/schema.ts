/** Configurations: making, finding and reading them. */
import { OrganizationRef } from '../accounts/schema.ts';
import type { Estimate } from '../catalogue/estimate.ts';
import { familyByName } from '../catalogue/registry.ts';
import { DatasetVersionRef } from '../datasets/schema.ts';
import { builder, perEntry } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { SplitOptions, TrainingOptions } from '../learning/data.ts';
import { FamilyRef, ModalityEnum, ModelParametersInput, ObjectiveEnum } from './catalogue-schema.ts';
import type { Configuration, ConfigurationService } from './configuration-service.ts';
import { SplitInput, SplitRef, TrainingInput, TrainingRef } from './options-schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    configurations: ConfigurationService;
  }
}

const EstimateRef = builder.objectRef<Estimate>('TrainingEstimate').implement({
  description: 'What a training will need.',
  fields: (t) => ({
    memoryBytes: t.exposeFloat('memoryBytes', { description: 'Most memory that its process takes at once, in bytes.' }),
    parameters: t.exposeInt('parameters', { description: 'Numbers that the network keeps, trained or not.' }),
    stepsPerEpoch: t.exposeInt('stepsPerEpoch', { description: 'Batches in an epoch.' }),
  }),
});

export const ConfigurationRef = builder.objectRef<Configuration>('Configuration');
builder.node(ConfigurationRef, {
  description: 'What is to be learned, of what, and how. Never changes; train it as often as you like.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, { viewer, services }) => (isUuid(id) ? services.configurations.byId(viewer, id) : null),
  fields: (t) => ({
    name: t.exposeString('name'),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, { viewer, services }) =>
        services.accounts.organizationById(viewer, organizationId),
    }),
    family: t.field({
      type: FamilyRef,
      resolve({ family }) {
        const found = familyByName(family);
        if (!found) throw new Error(`The family "${family}" is not in the catalogue any more.`);
        return found;
      },
    }),
    modality: t.field({ type: ModalityEnum, resolve: ({ modality }) => modality }),
    objective: t.field({ type: ObjectiveEnum, resolve: ({ objective }) => objective }),
    parameters: t.field({
      type: 'JSON',
      description: 'Every parameter with its value.',
      resolve: ({ parameters }) => parameters,
    }),
    datasetVersion: t.field({
      type: DatasetVersionRef,
      async resolve({ datasetVersionId }, _, { services }) {
        const version = await services.datasets.versionById(datasetVersionId);
        if (!version) throw new Error(`Dataset version ${datasetVersionId} is gone.`);
        return version;
      },
    }),
    inputs: t.exposeStringList('inputs', {
      nullable: true,
      description: 'Feature columns; of a series its dates first; null for images.',
    }),
    knownAhead: t.exposeStringList('knownAhead', {
      nullable: true,
      description: 'Columns of a series whose values are known before their time comes.',
    }),
    target: t.exposeString('target', {
      nullable: true,
      description: 'The column to learn; null for images (their folders), and where there is nothing to predict.',
    }),
    split: t.field({ type: SplitRef, resolve: ({ split }) => split }),
    training: t.field({ type: TrainingRef, resolve: ({ training }) => training }),
    estimate: t.field({
      type: EstimateRef,
      description: 'What a training of it will need, before it is launched.',
      resolve: (configuration, _, { services }) => services.configurations.estimate(configuration),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const ConfigureModelInput = builder.inputType('ConfigureModelInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    datasetId: t.id({ required: true, description: 'Its newest READY version is taken, and kept.' }),
    parameters: t.field({ type: ModelParametersInput, required: true }),
    baseModelId: t.id({
      description:
        'Of a family that goes on from a model (pretrained): the model, imported or trained here. Its newest version is taken, and kept.',
    }),
    inputs: t.stringList({
      description:
        'Feature columns. Left out: every usable column but the target. Of texts: the one column that holds them; of a series: its dates, and what is measured with the target.',
    }),
    knownAhead: t.stringList({
      description:
        'Of a series: columns whose values are known before their time comes, such as holidays or prices. A forecast may look at them.',
    }),
    target: t.string({
      description:
        'The column to learn. Leave it out for images, whose folders are the classes, and for families that find something new or imitate.',
    }),
    split: t.field({ type: SplitInput }),
    training: t.field({ type: TrainingInput }),
  }),
});

builder.mutationField('configureModel', (t) =>
  t.field({
    type: ConfigurationRef,
    errors: { types: [...accessErrors] },
    description: 'Checks a configuration against its dataset and keeps it.',
    args: { input: t.arg({ type: ConfigureModelInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) =>
      services.configurations.create(viewer, {
        name: input.name,
        datasetId: decodeId(input.datasetId, 'Dataset', 'input.datasetId'),
        baseModelId: input.baseModelId ? decodeId(input.baseModelId, 'Model', 'input.baseModelId') : null,
        parameters: { ...input.parameters },
        inputs: input.inputs ?? null,
        target: input.target ?? null,
        knownAhead: input.knownAhead ?? null,
        // The service checks the values and fills in what is missing.
        split: (input.split ?? null) as Partial<SplitOptions> | null,
        training: (input.training ?? null) as Partial<TrainingOptions> | null,
      }),
  }),
);

builder.queryField('configurations', (t) =>
  t.connection({
    type: ConfigurationRef,
    description: 'Newest first.',
    complexity: perEntry,
    args: { organizationId: t.arg.id() },
    resolve: (_, args, { viewer, services }) => {
      const organizationId = args.organizationId
        ? decodeId(args.organizationId, 'Organization', 'organizationId')
        : null;
      return keysetConnection(args, (limit, before) =>
        services.configurations.list(viewer, organizationId, limit, before),
      );
    },
  }),
);
