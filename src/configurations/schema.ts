/** The catalogue and configurations. The input of each family is generated from the family's own parameter schema. */
import { OrganizationRef } from '../accounts/schema.ts';
import type { Family } from '../catalogue/family.ts';
import { describeParameters, type ParameterDescription, parametersJsonSchema } from '../catalogue/parameters.ts';
import { families } from '../catalogue/registry.ts';
import { DatasetVersionRef } from '../datasets/schema.ts';
import { builder, perEntry, type SchemaTypes } from '../graphql/builder.ts';
import { decodeId, isUuid, keysetConnection } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { SplitOptions, TrainingOptions } from '../learning/data.ts';
import type { Configuration, ConfigurationService } from './configuration-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    configurations: ConfigurationService;
  }
}

type InputFields = PothosSchemaTypes.InputFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  'InputObject'
>;

const ModalityEnum = builder.enumType('Modality', {
  description: 'What kind of data a family learns from.',
  values: ['TABULAR', 'IMAGE', 'TEXT', 'TIME_SERIES'] as const,
});

const ObjectiveEnum = builder.enumType('Objective', {
  description: 'What a model is for.',
  values: [
    'REGRESSION',
    'CLASSIFICATION',
    'FORECASTING',
    'CLUSTERING',
    'DIMENSIONALITY_REDUCTION',
    'GENERATION',
    'DETECTION',
  ] as const,
});

const ParameterTypeEnum = builder.enumType('ParameterType', {
  values: ['INT', 'FLOAT', 'BOOLEAN', 'ENUM', 'INT_LIST'] as const,
});

const ParameterRef = builder.objectRef<ParameterDescription>('Parameter').implement({
  description: 'A knob of a family.',
  fields: (t) => ({
    name: t.exposeString('name'),
    type: t.field({ type: ParameterTypeEnum, resolve: ({ type }) => type }),
    description: t.exposeString('description'),
    default: t.field({ type: 'JSON', nullable: true, resolve: (parameter) => parameter.default }),
    minimum: t.exposeFloat('minimum', { nullable: true, description: 'Of the number, or of each number of a list.' }),
    maximum: t.exposeFloat('maximum', { nullable: true }),
    choices: t.exposeStringList('choices', { nullable: true }),
    minimumItems: t.exposeInt('minimumItems', { nullable: true, description: 'Length of a list.' }),
    maximumItems: t.exposeInt('maximumItems', { nullable: true }),
  }),
});

const FamilyRef = builder.objectRef<Family>('ModelFamily').implement({
  description: 'A kind of model that can be trained here.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its key in ModelParametersInput.' }),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    whenToUse: t.exposeString('whenToUse'),
    whenNotToUse: t.exposeString('whenNotToUse'),
    citation: t.exposeString('citation', { description: 'Where the method comes from.' }),
    modality: t.field({ type: ModalityEnum, resolve: ({ modality }) => modality }),
    objectives: t.field({ type: [ObjectiveEnum], resolve: ({ objectives }) => [...objectives] }),
    parameters: t.field({ type: [ParameterRef], resolve: (family) => describeParameters(family) }),
    parametersJsonSchema: t.field({
      type: 'JSON',
      description: 'The same as JSON Schema, for form generators.',
      resolve: (family) => parametersJsonSchema(family),
    }),
    training: t.field({
      type: TrainingRef,
      description: 'How it is trained by default.',
      resolve: ({ training }) => ({ ...training, seed: 0 }),
    }),
  }),
});

builder.queryField('modelFamilies', (t) =>
  t.field({
    type: [FamilyRef],
    description: 'The catalogue.',
    args: { modality: t.arg({ type: ModalityEnum }), objective: t.arg({ type: ObjectiveEnum }) },
    resolve: (_, { modality, objective }) =>
      families.filter(
        (family) =>
          (!modality || family.modality === modality) &&
          (!objective || family.objectives.some((one) => one === objective)),
      ),
  }),
);

/** One input type for a family: "cnn" -> CnnParametersInput. */
function parametersInput(family: Family) {
  const field = (t: InputFields, parameter: ParameterDescription) => {
    const description = `${parameter.description} ${range(parameter)}`.trim();
    if (parameter.type === 'INT') return t.int({ description });
    if (parameter.type === 'FLOAT') return t.float({ description });
    if (parameter.type === 'BOOLEAN') return t.boolean({ description });
    if (parameter.type === 'INT_LIST') return t.intList({ description });
    return t.field({ type: parameterEnum(family, parameter), description });
  };
  return builder.inputType(`${pascalCase(family.name)}ParametersInput`, {
    description: family.description,
    fields: (t) =>
      Object.fromEntries(describeParameters(family).map((parameter) => [parameter.name, field(t, parameter)])),
  });
}

const pascalCase = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

function parameterEnum(family: Family, { name, choices, description }: ParameterDescription) {
  const values = Object.fromEntries((choices ?? []).map((choice) => [choice.toUpperCase(), { value: choice }]));
  return builder.enumType(`${pascalCase(family.name)}${pascalCase(name)}`, { description, values });
}

function range({ minimum, maximum, minimumItems, maximumItems, default: fallback }: ParameterDescription): string {
  const parts = [
    minimumItems === null ? '' : `${minimumItems} to ${maximumItems} numbers`,
    minimum === null ? '' : `${minimumItems === null ? '' : 'each '}${minimum} to ${maximum}`,
    `default ${JSON.stringify(fallback)}`,
  ];
  return `${pascalCase(parts.filter(Boolean).join(', '))}.`;
}

const ModelParametersInput = builder.inputType('ModelParametersInput', {
  description: 'The family, and its parameters: exactly one of these. What is left out takes its default.',
  isOneOf: true,
  fields: (t) =>
    Object.fromEntries(
      families.map((family) => [
        family.name,
        t.field({ type: parametersInput(family), description: family.description }),
      ]),
    ),
});

const SplitMethodEnum = builder.enumType('SplitMethod', {
  description:
    'RANDOM: seeded. STRATIFIED: the same within each class. SYSTEMATIC: every k-th sample, beginning with the first, is a test sample.',
  values: ['RANDOM', 'STRATIFIED', 'SYSTEMATIC'] as const,
});
const OptimizerEnum = builder.enumType('Optimizer', {
  values: {
    SGD: { value: 'sgd' },
    MOMENTUM: { value: 'momentum' },
    RMSPROP: { value: 'rmsprop' },
    ADAM: { value: 'adam' },
  } as const,
});
const ScheduleEnum = builder.enumType('LearningRateSchedule', {
  description: 'CONSTANT, or falling to zero along half a COSINE.',
  values: { CONSTANT: { value: 'constant' }, COSINE: { value: 'cosine' } } as const,
});
const MonitorEnum = builder.enumType('Monitor', {
  values: {
    VAL_LOSS: { value: 'val_loss' },
    VAL_ACCURACY: { value: 'val_accuracy' },
    LOSS: { value: 'loss' },
  } as const,
});

const SplitInput = builder.inputType('SplitInput', {
  description: 'How samples are divided.',
  fields: (t) => ({
    method: t.field({ type: SplitMethodEnum, description: 'Default STRATIFIED.' }),
    validation: t.float({ description: 'Fraction to choose by (early stopping, best epoch). Default 0.1.' }),
    test: t.float({ description: 'Fraction to judge by, never learned from. Default 0.2.' }),
    seed: t.int({ description: 'Default 0.' }),
  }),
});
const EarlyStoppingInput = builder.inputType('EarlyStoppingInput', {
  description: 'Stop when nothing has become better for `patience` epochs.',
  fields: (t) => ({
    monitor: t.field({ type: MonitorEnum, description: 'Default VAL_LOSS.' }),
    patience: t.int({ description: 'Default 10.' }),
    minDelta: t.float({ description: 'Less than this is no improvement. Default 0.' }),
  }),
});
const TrainingInput = builder.inputType('TrainingInput', {
  description: "How it is trained. What is left out is the family's default.",
  fields: (t) => ({
    epochs: t.int({ description: '1 to 10000.' }),
    batchSize: t.int({ description: '1 to 65536.' }),
    learningRate: t.float({ description: '1e-8 to 10.' }),
    optimizer: t.field({ type: OptimizerEnum }),
    schedule: t.field({ type: ScheduleEnum }),
    earlyStopping: t.field({ type: EarlyStoppingInput, description: 'null: always train all epochs.' }),
    seed: t.int({ description: 'Decides initial weights, order, dropout and augmentation. Default 0.' }),
  }),
});

const SplitRef = builder.objectRef<SplitOptions>('Split').implement({
  fields: (t) => ({
    method: t.field({ type: SplitMethodEnum, resolve: ({ method }) => method }),
    validation: t.exposeFloat('validation'),
    test: t.exposeFloat('test'),
    seed: t.exposeInt('seed'),
  }),
});
const EarlyStoppingRef = builder.objectRef<NonNullable<TrainingOptions['earlyStopping']>>('EarlyStopping').implement({
  fields: (t) => ({
    monitor: t.field({ type: MonitorEnum, resolve: ({ monitor }) => monitor }),
    patience: t.exposeInt('patience'),
    minDelta: t.exposeFloat('minDelta'),
  }),
});
const TrainingRef = builder.objectRef<TrainingOptions>('Training').implement({
  fields: (t) => ({
    epochs: t.exposeInt('epochs'),
    batchSize: t.exposeInt('batchSize'),
    learningRate: t.exposeFloat('learningRate'),
    optimizer: t.field({ type: OptimizerEnum, resolve: ({ optimizer }) => optimizer }),
    schedule: t.field({ type: ScheduleEnum, resolve: ({ schedule }) => schedule }),
    earlyStopping: t.field({ type: EarlyStoppingRef, nullable: true, resolve: ({ earlyStopping }) => earlyStopping }),
    seed: t.exposeInt('seed'),
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
        const found = families.find(({ name }) => name === family);
        if (!found) throw new Error(`The family "${family}" is not in the catalogue any more.`);
        return found;
      },
    }),
    objective: t.field({
      type: ObjectiveEnum,
      resolve: ({ objective }) => objective as 'REGRESSION' | 'CLASSIFICATION',
    }), // checked when it was made
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
    inputs: t.exposeStringList('inputs', { nullable: true, description: 'Feature columns; null for images.' }),
    target: t.exposeString('target', {
      nullable: true,
      description: 'The column to learn; null for images (their folders).',
    }),
    split: t.field({ type: SplitRef, resolve: ({ split }) => split }),
    training: t.field({ type: TrainingRef, resolve: ({ training }) => training }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const ConfigureModelInput = builder.inputType('ConfigureModelInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    datasetId: t.id({ required: true, description: 'Its newest READY version is taken, and kept.' }),
    parameters: t.field({ type: ModelParametersInput, required: true }),
    inputs: t.stringList({ description: 'Feature columns. Left out: every usable column but the target.' }),
    target: t.string({ description: 'The column to learn. For images leave it out: the folders are the classes.' }),
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
        parameters: { ...input.parameters },
        inputs: input.inputs ?? null,
        target: input.target ?? null,
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
