/** GraphQL types of the model catalog. The input type of each family is generated from its parameter schema. */
import type { Family } from '../catalogue/family.ts';
import { describeParameters, type HyperparameterDescription, parametersJsonSchema } from '../catalogue/parameters.ts';
import { families, findFamily } from '../catalogue/registry.ts';
import { InvalidInput } from '../errors.ts';
import { builder, forEveryone, type SchemaTypes } from '../graphql/builder.ts';
import type { modalities, objectives } from '../shared/objectives.ts';
import { quoted } from '../shared/quote.ts';
import { TrainingRef } from './options-schema.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  'InputObject'
>;

export const ModalityEnum = builder.enumType('Modality', {
  description: 'Type of data that a family is trained on.',
  values: {
    TABULAR: { description: 'Rows of a table.' },
    IMAGE: { description: 'Images.' },
    TEXT: { description: 'Texts.' },
    TIME_SERIES: { description: 'Rows of a table with a date, in order.' },
  } satisfies Record<(typeof modalities)[number], { description: string }>,
});

export const ObjectiveEnum = builder.enumType('Objective', {
  description: 'Type of problem that a model solves.',
  values: {
    REGRESSION: { description: 'Predicts a number.' },
    CLASSIFICATION: { description: 'Predicts one of several classes.' },
    FORECASTING: { description: 'Predicts the next values of a time series.' },
    CLUSTERING: { description: 'Groups similar samples, without a target.' },
    DIMENSIONALITY_REDUCTION: { description: 'Represents samples by fewer numbers, without a target.' },
    GENERATION: { description: 'Generates samples that resemble those of the dataset.' },
    DETECTION: { description: 'Finds objects in images, with their bounding boxes and classes.' },
  } satisfies Record<(typeof objectives)[number], { description: string }>,
});

const ParameterTypeEnum = builder.enumType('HyperparameterType', {
  description: 'Type of a hyperparameter.',
  values: {
    INT: { description: 'Integer.' },
    FLOAT: { description: 'Floating-point number.' },
    BOOLEAN: { description: 'True or false.' },
    ENUM: { description: 'One of `choices`.' },
    INT_LIST: { description: 'List of integers.' },
  } as const,
});

const ParameterRef = builder.objectRef<HyperparameterDescription>('Hyperparameter').implement({
  description: 'A hyperparameter of a family.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Identifier of the hyperparameter: its field in the input of the family.',
    }),
    type: t.field({ type: ParameterTypeEnum, description: 'Type of its values.', resolve: ({ type }) => type }),
    description: t.exposeString('description', { description: 'What the hyperparameter controls.' }),
    default: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Default value. Null when the value is chosen automatically.',
      resolve: (parameter) => parameter.default,
    }),
    min: t.exposeFloat('min', {
      nullable: true,
      description: 'Smallest allowed value, of the number or of each list element.',
    }),
    max: t.exposeFloat('max', {
      nullable: true,
      description: 'Largest allowed value, of the number or of each list element.',
    }),
    choices: t.exposeStringList('choices', {
      nullable: true,
      description:
        'Allowed values of an `ENUM`, as stored. `ModelParametersInput` uses their GraphQL names (`supportVectorMachine`: `SUPPORT_VECTOR_MACHINE`).',
    }),
    minItems: t.exposeInt('minItems', { nullable: true, description: 'Minimum length of the list.' }),
    maxItems: t.exposeInt('maxItems', { nullable: true, description: 'Maximum length of the list.' }),
  }),
});

export const FamilyRef = builder.objectRef<Family>('ModelFamily').implement({
  description: 'A type of model that can be trained.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Identifier of the family: its field in `ModelParametersInput`.' }),
    title: t.exposeString('title', { description: 'Display name.' }),
    description: t.exposeString('description', { description: 'What the family is and how it works.' }),
    whenToUse: t.exposeString('whenToUse', { description: 'When to use the family.' }),
    whenNotToUse: t.exposeString('whenNotToUse', { description: 'When to use another family.' }),
    citation: t.exposeString('citation', { description: 'Publications that describe the method.' }),
    modalities: t.field({
      type: [ModalityEnum],
      description: 'Types of data that the family can be trained on.',
      resolve: ({ modalities }) => [...modalities],
    }),
    objectives: t.field({
      type: [ObjectiveEnum],
      description: 'Types of problems that the family can solve.',
      resolve: ({ objectives }) => [...objectives],
    }),
    requiresBaseModel: t.boolean({
      description: 'Whether the family fine-tunes an existing model, given as `ConfigureModelInput.baseModelId`.',
      resolve: ({ estimateBase }) => estimateBase !== undefined,
    }),
    parameters: t.field({
      type: [ParameterRef],
      description: 'Hyperparameters of the family.',
      resolve: (family) => describeParameters(family),
    }),
    parametersJsonSchema: t.field({
      type: 'JSON',
      description: 'JSON Schema of `parameters`, for form generators.',
      resolve: (family) => parametersJsonSchema(family),
    }),
    defaultTraining: t.field({
      type: TrainingRef,
      description: 'Default training options.',
      resolve: ({ trainingDefaults }) => ({ ...trainingDefaults, seed: 0 }),
    }),
  }),
});

/** Checks the argument `filter.families` of a list. @throws InvalidInput naming the unknown family */
export function checkFamilies(names: readonly string[] | null | undefined): void {
  for (const [index, name] of names?.entries() ?? []) {
    if (findFamily(name)) continue;
    throw new InvalidInput(
      `filter.families.${index}`,
      `There is no model family ${quoted(name)}. See \`modelFamilies\`.`,
    );
  }
}

builder.queryField('modelFamilies', (t) =>
  t.field({
    type: [FamilyRef],
    extensions: forEveryone,
    description: 'Catalog of model families, optionally filtered by modality and objective.',
    args: {
      modality: t.arg({
        type: ModalityEnum,
        description: 'Return only families that can be trained on this type of data.',
      }),
      objective: t.arg({
        type: ObjectiveEnum,
        description: 'Return only families that can solve this type of problem.',
      }),
    },
    resolve: (_, { modality, objective }) =>
      families.filter(
        (family) =>
          (!modality || family.modalities.includes(modality)) &&
          (!objective || family.objectives.some((one) => one === objective)),
      ),
  }),
);

/** Creates the input type of a family: "cnn" -> CnnParametersInput. */
function parametersInput(family: Family) {
  const field = (t: InputFields, parameter: HyperparameterDescription) => {
    const description = `${parameter.description} ${formatRange(parameter)}`.trim();
    // The default is a value of the parameter's type, as its schema requires. Null means that it is chosen automatically.
    const options = { description, ...(parameter.default !== null && { defaultValue: parameter.default as never }) };
    if (parameter.type === 'INT') return t.int(options);
    if (parameter.type === 'FLOAT') return t.float(options);
    if (parameter.type === 'BOOLEAN') return t.boolean(options);
    if (parameter.type === 'INT_LIST') return t.intList(options);
    return t.field({ type: parameterEnum(family, parameter), ...options });
  };
  return builder.inputType(`${pascalCase(family.name)}ParametersInput`, {
    description: family.description,
    fields: (t) =>
      Object.fromEntries(describeParameters(family).map((parameter) => [parameter.name, field(t, parameter)])),
  });
}

const pascalCase = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
const constantCase = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();

/** What the values of hyperparameters stand for, whatever the family. */
const choiceDescriptions: Record<string, string> = {
  relu: 'Rectified linear unit.',
  elu: 'Exponential linear unit.',
  selu: 'Scaled exponential linear unit.',
  tanh: 'Hyperbolic tangent.',
  gru: 'Gated recurrent unit.',
  lstm: 'Long short-term memory.',
  ridge: 'Sum of the squared coefficients (L2).',
  lasso: 'Sum of the absolute coefficients (L1), which sets some of them to zero.',
  linear: 'Linear kernel: the inner product of the inputs.',
  rbf: 'Radial basis function kernel: similarity decreases with the squared distance.',
  full: 'Every component has its own covariance matrix.',
  diagonal: 'Every component has its own variance per input, and no correlations.',
  keep: 'Keeps the output layer of the base model.',
  new: 'Replaces the output layer with a new one, for the classes of the dataset.',
  all: 'All inputs.',
  sqrt: 'Square root of the number of inputs.',
  third: 'A third of the inputs.',
  uniform: 'All neighbors have the same weight.',
  distance: 'The weight of a neighbor is the inverse of its distance.',
};

/** Returns the description of a choice; a choice without one is the name of a family. */
function describeChoice(choice: string): string {
  const described = choiceDescriptions[choice] ?? findFamily(choice)?.description;
  if (described) return described;
  throw new Error(
    `The choice "${choice}" has no description. Add it to choiceDescriptions in src/configurations/catalogue-schema.ts, and its ` +
      'name to the choices in english.ts and chinese.ts of src/dashboard/i18n/catalogue.',
  );
}

function parameterEnum(family: Family, { name, choices, description }: HyperparameterDescription) {
  const values = Object.fromEntries(
    (choices ?? []).map((choice) => [constantCase(choice), { value: choice, description: describeChoice(choice) }]),
  );
  return builder.enumType(`${pascalCase(family.name)}${pascalCase(name)}`, { description, values });
}

/** Formats the bounds of a parameter for its description: "Range 1-64." A constant default is in the schema. */
function formatRange({ min, max, minItems, maxItems, default: fallback }: HyperparameterDescription): string {
  // A dash would be hard to read next to a minus sign or an exponent.
  const separator = String(min).includes('-') ? ' to ' : '-';
  const range = min === null ? '' : `${min}${separator}${max}`;
  const length = minItems === null ? '' : `${minItems}-${maxItems} values`;
  const bounds = length ? [length, range && `each ${range}`].filter(Boolean).join(', ') : range && `Range ${range}`;
  return [bounds && `${bounds}.`, fallback === null && 'Default: null.'].filter(Boolean).join(' ');
}

export const ModelParametersInput = builder.inputType('ModelParametersInput', {
  description: 'Model family and its parameters. Omitted parameters use their defaults.',
  isOneOf: true,
  fields: (t) =>
    Object.fromEntries(
      families.map((family) => [
        family.name,
        t.field({ type: parametersInput(family), description: family.description }),
      ]),
    ),
});
