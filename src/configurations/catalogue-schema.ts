/** The catalogue as GraphQL types. The input of each family is generated from the family's own parameter schema. */
import type { Family } from '../catalogue/family.ts';
import { describeParameters, type ParameterDescription, parametersJsonSchema } from '../catalogue/parameters.ts';
import { families } from '../catalogue/registry.ts';
import { builder, forEveryone, type SchemaTypes } from '../graphql/builder.ts';
import { modalities, objectives } from '../learning/data.ts';
import { TrainingRef } from './options-schema.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  'InputObject'
>;

export const ModalityEnum = builder.enumType('Modality', {
  description: 'What kind of data a family learns from.',
  values: modalities,
});

export const ObjectiveEnum = builder.enumType('Objective', {
  description: 'What a model is for.',
  values: objectives,
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
    choices: t.exposeStringList('choices', {
      nullable: true,
      description:
        'Of an ENUM, as they are kept; ModelParametersInput has them in capitals (supportVectorMachine: SUPPORT_VECTOR_MACHINE).',
    }),
    minimumItems: t.exposeInt('minimumItems', { nullable: true, description: 'Length of a list.' }),
    maximumItems: t.exposeInt('maximumItems', { nullable: true }),
  }),
});

export const FamilyRef = builder.objectRef<Family>('ModelFamily').implement({
  description: 'A kind of model that can be trained here.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its key in ModelParametersInput.' }),
    title: t.exposeString('title'),
    description: t.exposeString('description'),
    whenToUse: t.exposeString('whenToUse'),
    whenNotToUse: t.exposeString('whenNotToUse'),
    citation: t.exposeString('citation', { description: 'Where the method comes from.' }),
    modalities: t.field({ type: [ModalityEnum], resolve: ({ modalities }) => [...modalities] }),
    objectives: t.field({ type: [ObjectiveEnum], resolve: ({ objectives }) => [...objectives] }),
    requiresBaseModel: t.boolean({
      description: 'It goes on from a model: ConfigureModelInput names that as `baseModelId`.',
      resolve: ({ weigh }) => weigh !== undefined,
    }),
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
    extensions: forEveryone,
    description: 'The catalogue.',
    args: { modality: t.arg({ type: ModalityEnum }), objective: t.arg({ type: ObjectiveEnum }) },
    resolve: (_, { modality, objective }) =>
      families.filter(
        (family) =>
          (!modality || family.modalities.includes(modality)) &&
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
const constantCase = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();

function parameterEnum(family: Family, { name, choices, description }: ParameterDescription) {
  const values = Object.fromEntries((choices ?? []).map((choice) => [constantCase(choice), { value: choice }]));
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

export const ModelParametersInput = builder.inputType('ModelParametersInput', {
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
