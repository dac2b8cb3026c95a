/** Default values in the schema equal those that the services use, and null counts as omitted. */
import { type GraphQLInputObjectType, isInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { describeParameters, parseParameters } from '../../../src/catalogue/parameters.ts';
import { families } from '../../../src/catalogue/registry.ts';
import { parseSplit, parseTraining } from '../../../src/configurations/options.ts';
import { buildSchema } from '../../../src/gateway/schema.ts';

const schema = buildSchema();
function inputOf(name: string): GraphQLInputObjectType {
  const type = schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input.`);
  return type;
}
/** Returns the values that GraphQL fills in for an input without any field. */
const defaultsOf = (name: string) =>
  Object.fromEntries(
    Object.values(inputOf(name).getFields()).flatMap((field) =>
      field.defaultValue === undefined ? [] : [[field.name, field.defaultValue]],
    ),
  );
const nullsOf = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));

test.each(families.map((family) => [family.name, family] as const))('of the parameters of %s', (name, family) => {
  const path = `input.parameters.${name}`;
  const omitted = parseParameters(family, {}, path);
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}ParametersInput`;
  expect(parseParameters(family, defaultsOf(type), path)).toEqual(omitted);
  const ordinary = describeParameters(family).filter(({ nullable }) => !nullable);
  expect(parseParameters(family, nullsOf(ordinary.map((parameter) => parameter.name)), path)).toEqual(omitted);
  // Every constant default is in the schema.
  const constant = describeParameters(family).filter((parameter) => parameter.default !== null);
  expect(Object.keys(defaultsOf(type)).sort()).toEqual(constant.map((parameter) => parameter.name).sort());
});

test.each(families.map((family) => [family.name, family] as const))('of the options of %s', (_, family) => {
  const column = { modality: family.modalities[0] ?? 'TABULAR', target: 'y' } as const;
  const split = parseSplit({}, family, column, 'input.split');
  expect(parseSplit(defaultsOf('SplitInput'), family, column, 'input.split')).toEqual(split);
  expect(parseSplit(nullsOf(Object.keys(inputOf('SplitInput').getFields())), family, column, '')).toEqual(split);
  const training = parseTraining({}, family, 'input.training');
  expect(parseTraining(defaultsOf('TrainingInput'), family, 'input.training')).toEqual(training);
  expect(parseTraining(nullsOf(['seed', 'epochs', 'replicas']), family, '')).toEqual(training);
  if (!('earlyStopping' in family.trainingDefaults)) return;
  const stopping = parseTraining({ earlyStopping: {} as never }, family, '');
  for (const given of [defaultsOf('EarlyStoppingInput'), nullsOf(['monitor', 'patience', 'minDelta'])])
    expect(parseTraining({ earlyStopping: given as never }, family, '')).toEqual(stopping);
});
