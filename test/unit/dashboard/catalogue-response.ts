/** The catalogue as the API returns it to the dashboard's query, and validation of a form's input against the schema. */
import { coerceInputValue, executeSync, isInputType } from 'graphql';
import { ModelFamiliesDocument, type ModelFamiliesQuery } from '../../../src/dashboard/api/generated.ts';
import type { Column, Family, Table } from '../../../src/dashboard/configure/fit.ts';
import { buildSchema } from '../../../src/gateway/schema.ts';

const schema = buildSchema();
const { data, errors } = executeSync({ schema, document: ModelFamiliesDocument, contextValue: {} });
if (errors) throw errors[0];
// The query determines the type.
const { modelFamilies } = JSON.parse(JSON.stringify(data)) as ModelFamiliesQuery;

export function familyOf(name: string): Family {
  const found = modelFamilies.find((family) => family.name === name);
  if (!found) throw new Error(`There is no family ${name}.`);
  return found;
}

export const allFamilies: readonly Family[] = modelFamilies;

/** Returns the schema's problems with an input. */
export function problemsWith(input: unknown): string[] {
  const type = schema.getType('ConfigureModelInput');
  if (!isInputType(type)) throw new Error('The schema has no ConfigureModelInput.');
  const problems: string[] = [];
  coerceInputValue(JSON.parse(JSON.stringify(input)), type, (path, _, { message }) => {
    problems.push(`${path.join('.')}: ${message}`);
  });
  return problems;
}

export const column = (name: string, type: Column['type'], more: Partial<Column> = {}): Column => ({
  name,
  type,
  distinctCount: 50,
  missingCount: 0,
  isInteger: false,
  ...more,
});

export const table = (rowCount: number, ...columns: Column[]): Table => ({
  __typename: 'TableProfile',
  rowCount,
  columns,
});
