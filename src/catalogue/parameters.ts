/** Hyperparameters of a family, derived from its schema for the documentation, forms and GraphQL. */
import { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Family, Parameters } from './family.ts';

export type ParameterType = 'INT' | 'FLOAT' | 'BOOLEAN' | 'ENUM' | 'INT_LIST';

export interface HyperparameterDescription {
  name: string;
  type: ParameterType;
  description: string;
  /** JSON value; null means "automatic". */
  default: unknown;
  nullable: boolean;
  /** Smallest allowed value, of the number or of each list element. */
  min: number | null;
  max: number | null;
  /** Allowed values of an ENUM. */
  choices: string[] | null;
  /** Minimum length of the list. */
  minItems: number | null;
  maxItems: number | null;
}

/** Subset of JSON Schema that the families' schemas use. */
interface JsonSchema {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  anyOf?: JsonSchema[];
  items?: JsonSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
}

/** Returns the JSON Schema (draft 2020-12) of the parameters as a client sends them. */
export function parametersJsonSchema(family: Family): Record<string, unknown> {
  return z.toJSONSchema(family.parameters, { io: 'input' });
}

export function describeParameters(family: Family): HyperparameterDescription[] {
  const properties = parametersJsonSchema(family).properties as Record<string, JsonSchema>;
  return Object.entries(properties).map(([name, schema]) => describeParameter(name, schema));
}

/**
 * Validates the parameters of a request and fills in defaults. Null counts as omitted unless the parameter is nullable.
 * @param path input field of the parameters, such as `input.parameters.cnn`
 * @throws InvalidInput naming the parameter and its valid values
 */
export function parseParameters(family: Family, given: unknown, path: string): Parameters {
  const nullable = new Set(
    describeParameters(family)
      .filter((one) => one.nullable)
      .map(({ name }) => name),
  );
  const present = Object.entries(given ?? {}).filter(([name, value]) => value !== null || nullable.has(name));
  const result = family.parameters.strict().safeParse(Object.fromEntries(present));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(family.parameters.shape).join(', ');
    throw new InvalidInput(
      `${path}.${issue.keys[0]}`,
      `\`${family.name}\` has no such parameter. Valid parameters: ${known}.`,
    );
  }
  const name = String(issue?.path[0]);
  const parameter = describeParameters(family).find((one) => one.name === name);
  const field = [path, ...(issue?.path ?? [])].join('.');
  throw new InvalidInput(field, `${issue?.message}. ${parameter ? formatConstraint(parameter) : ''}`.trim());
}

/** Returns the valid values of a parameter as a sentence. */
function formatConstraint({ name, type, min, max, choices, minItems, maxItems }: HyperparameterDescription): string {
  if (type === 'BOOLEAN') return `${name} must be true or false.`;
  if (type === 'ENUM') return `${name} must be one of ${choices?.join(', ')}.`;
  const range = `from ${min} to ${max}`;
  if (type === 'INT_LIST') return `${name} must be a list of ${minItems} to ${maxItems} whole numbers, each ${range}.`;
  return `${name} must be a ${type === 'INT' ? 'whole ' : ''}number ${range}.`;
}

function describeParameter(name: string, schema: JsonSchema): HyperparameterDescription {
  const value = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  const number = value.items ?? value;
  return {
    name,
    type: typeOf(value),
    description: schema.description ?? value.description ?? '',
    default: schema.default ?? null,
    nullable: schema.anyOf?.some(({ type }) => type === 'null') ?? false,
    min: number.minimum ?? number.exclusiveMinimum ?? null,
    max: number.maximum ?? number.exclusiveMaximum ?? null,
    choices: value.enum ?? null,
    minItems: value.minItems ?? null,
    maxItems: value.maxItems ?? null,
  };
}

function typeOf(schema: JsonSchema): ParameterType {
  if (schema.enum) return 'ENUM';
  if (schema.type === 'array') return 'INT_LIST';
  if (schema.type === 'boolean') return 'BOOLEAN';
  return schema.type === 'integer' ? 'INT' : 'FLOAT';
}
