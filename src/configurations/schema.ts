/** GraphQL types and operations of configurations. */
import { loadOrganization, loadUser } from '../accounts/loaders.ts';
import { OrganizationRef, UserRef } from '../accounts/schema.ts';
import type { Estimate } from '../catalogue/estimate.ts';
import { findFamily } from '../catalogue/registry.ts';
import { DatasetVersionRef } from '../datasets/schema/dataset-version.ts';
import { loadDatasetVersion } from '../datasets/schema/loaders.ts';
import { builder, connectionComplexity } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import {
  connectionTypes,
  descriptionFields,
  itemFilterFields,
  listedOrganization,
  orderInput,
  searchDescription,
  updateMutation,
} from '../graphql/list.ts';
import { checkFamilies, FamilyRef, ModalityEnum, ModelParametersInput, ObjectiveEnum } from './catalogue-schema.ts';
import { changesOf, type SettingChange } from './changes.ts';
import type { ListedConfiguration } from './configuration.ts';
import type { ConfigurationService } from './configuration-service.ts';
import { loadColumnNames, loadConfiguration, loadEstimate } from './loaders.ts';
import { SplitInput, SplitRef, TrainingInput, TrainingRef } from './options-schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    configurations: ConfigurationService;
  }
}

const EstimateRef = builder.objectRef<Estimate>('TrainingEstimate').implement({
  description: 'Estimated resource usage of a training run.',
  fields: (t) => ({
    memoryBytes: t.exposeFloat('memoryBytes', { description: 'Peak memory of the training process, in bytes.' }),
    parameterCount: t.exposeInt('parameters', {
      description: 'Number of model parameters (weights), trainable or not.',
    }),
    stepsPerEpoch: t.exposeInt('stepsPerEpoch', { description: 'Number of batches per epoch.' }),
  }),
});

const SettingChangeRef = builder.objectRef<SettingChange>('SettingChange').implement({
  description: 'A setting of a configuration that differs from its default.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Setting: `parameters`, `training` or `split`, and its name, such as `parameters.maxDepth`.',
    }),
    value: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Value of the configuration. Null when it is chosen automatically, or turned off.',
      resolve: ({ value }) => value,
    }),
    default: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Default value of the family.',
      resolve: (change) => change.default,
    }),
  }),
});

export const ConfigurationRef = builder.objectRef<ListedConfiguration>('Configuration');
builder.node(ConfigurationRef, {
  description:
    'Training setup: model family and parameters, dataset version, split and training options. Immutable. Can be trained any number of times.',
  id: { resolve: ({ id }) => id },
  loadOne: (id, context) => (isUuid(id) ? loadConfiguration(context, id) : null),
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the configuration.' }),
    ...descriptionFields(t),
    organization: t.field({
      type: OrganizationRef,
      resolve: ({ organizationId }, _, context) => loadOrganization(context, organizationId),
    }),
    family: t.field({
      type: FamilyRef,
      description: 'Family of the model.',
      resolve({ family }) {
        const found = findFamily(family);
        if (!found) throw new Error(`The family "${family}" is no longer in the catalog.`);
        return found;
      },
    }),
    modality: t.field({
      type: ModalityEnum,
      description: 'Type of data to train on.',
      resolve: ({ modality }) => modality,
    }),
    objective: t.field({
      type: ObjectiveEnum,
      description: 'Type of problem to solve.',
      resolve: ({ objective }) => objective,
    }),
    parameters: t.field({
      type: 'JSON',
      description: 'Values of all family parameters, including defaults.',
      resolve: ({ parameters }) => parameters,
    }),
    changes: t.field({
      type: [SettingChangeRef],
      // A family has more settings, but few of them are changed.
      complexity: { field: 1, multiplier: 8 },
      description: 'Settings that differ from the defaults of the family: hyperparameters, training options and split.',
      resolve: changesOf,
    }),
    datasetVersion: t.field({
      type: DatasetVersionRef,
      description: 'Dataset version to train on.',
      async resolve({ datasetVersionId }, _, context) {
        const version = await loadDatasetVersion(context, datasetVersionId);
        if (!version) throw new Error(`Dataset version ${datasetVersionId} does not exist.`);
        return version;
      },
    }),
    inputs: t.stringList({
      nullable: true,
      description: 'Feature columns. For time series, the date column comes first. Null for images.',
      resolve: async ({ id }, _, context) => (await loadColumnNames(context, id)).inputs,
    }),
    futureCovariates: t.stringList({
      nullable: true,
      description:
        'Future covariates: time series columns whose values are known for future steps. Null for other modalities.',
      resolve: async ({ id }, _, context) => (await loadColumnNames(context, id)).futureCovariates,
    }),
    target: t.exposeString('target', {
      nullable: true,
      description:
        'Target column. Null for images, whose labels are folders or boxes, and when there is nothing to predict.',
    }),
    split: t.field({ type: SplitRef, description: 'Split options.', resolve: ({ split }) => split }),
    training: t.field({ type: TrainingRef, description: 'Training options.', resolve: ({ training }) => training }),
    estimate: t.field({
      type: EstimateRef,
      description: 'Estimated resource usage of a training run.',
      resolve: (configuration, _, context) => loadEstimate(context, configuration),
    }),
    createdBy: t.field({
      type: UserRef,
      description: 'User who created the configuration.',
      resolve: ({ createdBy }, _, context) => loadUser(context, createdBy),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'Time of creation.' }),
  }),
});

const ConfigureModelInput = builder.inputType('ConfigureModelInput', {
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the configuration. 1-200 characters.' }),
    datasetId: t.id({
      required: true,
      description: 'Dataset to train on. The configuration is pinned to its newest `READY` version at creation.',
    }),
    parameters: t.field({
      type: ModelParametersInput,
      required: true,
      description: 'Model family and its parameters.',
    }),
    baseModelId: t.id({
      description:
        'Model to fine-tune, imported or trained here. Only for families that fine-tune (`pretrained`). The configuration is pinned to its newest version at creation.',
    }),
    inputs: t.stringList({
      description:
        'Feature columns. Default: every usable column except the target. For text, the one column that holds the text; for time series, the date column and the past covariates.',
    }),
    futureCovariates: t.stringList({
      description:
        'Time series only: future covariates, columns whose values are known for future steps, such as holidays or prices. Forecasts can use them.',
    }),
    target: t.string({
      description:
        'Target column. Omit for images, whose labels are folders or boxes, and for clustering, dimensionality reduction and generation.',
    }),
    split: t.field({ type: SplitInput, description: 'Split options.' }),
    training: t.field({ type: TrainingInput, description: 'Training options.' }),
  }),
});

builder.mutationField('configureModel', (t) =>
  t.field({
    type: ConfigurationRef,
    errors: { types: [...accessErrors] },
    description: 'Creates a configuration after validating it against its dataset.',
    args: { input: t.arg({ type: ConfigureModelInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) =>
      services.configurations.create(viewer, {
        name: input.name,
        datasetId: decodeId(input.datasetId, 'Dataset', 'input.datasetId'),
        baseModelId: input.baseModelId ? decodeId(input.baseModelId, 'Model', 'input.baseModelId') : null,
        parameters: { ...input.parameters },
        inputs: input.inputs ?? null,
        target: input.target ?? null,
        futureCovariates: input.futureCovariates ?? null,
        split: input.split ?? null,
        training: input.training ?? null,
      }),
  }),
);

const ConfigurationFilterInput = builder.inputType('ConfigurationFilter', {
  description: 'Which configurations to return: those that match all given fields.',
  fields: (t) => ({
    ...itemFilterFields(t),
    families: t.stringList({ description: 'Names of model families.' }),
    objectives: t.field({ type: [ObjectiveEnum], description: 'Types of problems.' }),
    datasetId: t.id({ description: 'Dataset to train on, in any version.' }),
  }),
});
const ConfigurationOrderInput = orderInput('Configuration', ['CREATED_AT', 'NAME']);

builder.queryField('configurations', (t) =>
  t.connection(
    {
      type: ConfigurationRef,
      description: 'Configurations, newest first unless ordered otherwise.',
      complexity: connectionComplexity,
      args: {
        organizationId: t.arg.id({
          description: 'Organization to list. Default: all organizations of the viewer.',
        }),
        filter: t.arg({ type: ConfigurationFilterInput, description: 'Which configurations to return. Default: all.' }),
        orderBy: t.arg({ type: ConfigurationOrderInput, description: 'Order of the list. Default: newest first.' }),
        search: t.arg.string({ description: searchDescription }),
      },
      resolve: (_, args, context) => {
        const { viewer, services } = context;
        const organizationId = listedOrganization(args);
        checkFamilies(args.filter?.families);
        const datasetId = args.filter?.datasetId && decodeId(args.filter.datasetId, 'Dataset', 'filter.datasetId');
        const options = { ...args.filter, datasetId, search: args.search };
        const { page, count } = services.configurations.list(viewer, organizationId, options);
        return keysetConnection(context, args, 'CREATED_AT', page, count);
      },
    },
    ...connectionTypes('Configuration', 'configurations'),
  ),
);

updateMutation('Configuration', {
  type: ConfigurationRef,
  note: 'What is trained never changes.',
  update: ({ viewer, services }, id, patch) => services.configurations.update(viewer, id, patch),
});
