/** Generates operations from the schema: every field with its whole selection and values for all arguments. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type NamedTypeNode,
  type OperationDefinitionNode,
  parse,
  print,
  typeFromAST,
} from 'graphql';
import { weigh } from '../../src/graphql/cost/complexity.ts';

/** Returns the id for an argument; throws when there is none. `path` is for example "predict.input.modelId". */
export type IdFor = (path: string) => string;

const maxDepth = 5;
/** Values for arguments of these names with which their fields return data. */
const known: Record<string, unknown> = {
  by: 'day',
  actual: 'yes',
  predicted: 'yes',
  number: 1,
  names: null,
  after: null,
  before: null,
  last: null,
};

type Argument = GraphQLArgument | GraphQLInputField;

/** Every choice of values for a field's arguments: one for each alternative of a @oneOf input. */
function argumentChoices(field: GraphQLField<unknown, unknown>, idFor: IdFor): Record<string, unknown>[] {
  return combine(field.args, field.name, idFor);
}

function combine(args: readonly Argument[], path: string, idFor: IdFor): Record<string, unknown>[] {
  let choices: Record<string, unknown>[] = [{}];
  for (const arg of args) {
    const values = valuesOf(arg, `${path}.${arg.name}`, idFor);
    choices = choices.flatMap((choice) =>
      values.map((value) => (value === undefined ? choice : { ...choice, [arg.name]: value })),
    );
  }
  return choices;
}

function valuesOf(arg: Argument, path: string, idFor: IdFor): unknown[] {
  const type = getNamedType(arg.type);

  const required =
    'defaultValue' in arg &&
    (isRequiredArgument(arg as GraphQLArgument) || isRequiredInputField(arg as GraphQLInputField));
  if (type.name === 'ID') {
    const id = wrapped(arg.type, idFor(path));
    return required ? [id] : [undefined, id];
  }
  if (!required && !isInputObjectType(type)) return [undefined];
  if (arg.name in known) return [known[arg.name]];
  return inputsOf(type, path, idFor).map((value) => wrapped(arg.type, value));
}

function inputsOf(type: GraphQLNamedType, path: string, idFor: IdFor): unknown[] {
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    if (type.isOneOf) {
      return fields.flatMap((field) =>
        inputsOf(getNamedType(field.type), `${path}.${field.name}`, idFor).map((value) => ({ [field.name]: value })),
      );
    }
    return combine(
      fields.filter((field) => isRequiredInputField(field) || getNamedType(field.type).name === 'ID'),
      path,
      idFor,
    );
  }
  if (isEnumType(type)) return [type.getValues()[0]?.name];
  const samples: Record<string, unknown> = {
    Int: 1,
    Float: 0.5,
    String: 'some text',
    Boolean: true,
    JSON: {},
    BigInt: 1,
    DateTime: '2026-01-01T00:00:00Z',
  };
  if (type.name in samples) return [samples[type.name]];
  throw new Error(`There is no sample of ${type.name}, which ${path} takes. Add one.`);
}

function wrapped(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return wrapped(type.ofType, value);
  return isListType(type) ? [wrapped(type.ofType, value)] : value;
}

/** A well-formed id of no existing node. */
const sampleId = btoa('Task:01890000-0000-7000-8000-000000000000');

/** Returns values for the variables of the operation: those of the same name in `given`, otherwise a sample of their type. */
export function variablesFor(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const entries = (operation.variableDefinitions ?? []).map(({ variable, type: node }) => {
    const name = variable.name.value;
    const type = typeFromAST(schema, node as NamedTypeNode);
    if (!isInputType(type)) throw new Error(`$${name} is of no type that a variable can have.`);
    if (name in given) return [name, given[name]];
    const named = getNamedType(type);
    return [name, wrapped(type, named.name === 'ID' ? sampleId : inputsOf(named, name, () => sampleId)[0])];
  });
  return Object.fromEntries(entries);
}

/** Formats a value as a GraphQL literal. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (value === null) return 'null';
  if (isListType(type)) return `[${(value as unknown[]).map((one) => literal(one, type.ofType)).join(' ')}]`;
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    const fields = named.getFields();
    const entries = Object.entries(value as object).map(
      ([name, one]) => `${name}: ${literal(one, fields[name]?.type ?? type)}`,
    );
    return `{ ${entries.join(' ')} }`;
  }
  return isEnumType(named) ? String(value) : JSON.stringify(value);
}

function call(field: GraphQLField<unknown, unknown>, args: Record<string, unknown>): string {
  const given = field.args
    .filter(({ name }) => name in args)
    .map(({ name, type }) => `${name}: ${literal(args[name], type)}`);
  return given.length > 0 ? `${field.name}(${given.join(' ')})` : field.name;
}

/** Formats a field with the first choice of its arguments. */
export function callOf(field: GraphQLField<unknown, unknown>, idFor: IdFor): string {
  const [args = {}] = argumentChoices(field, idFor);
  return call(field, args);
}

/** Selects everything below a type, without visiting a type twice on one path or exceeding `depth`. */
function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  idFor: IdFor,
  depth: number,
  above: readonly string[] = [],
): string {
  if (!isCompositeType(type)) return '';
  const inside = [...above, type.name];
  const fieldOf = (owner: GraphQLObjectType, field: GraphQLField<unknown, unknown>, alias: string) => {
    const named = getNamedType(field.type);
    if (isCompositeType(named) && (depth <= 1 || inside.includes(named.name))) return '';
    const [args = {}] = argumentChoices({ ...field, name: field.name }, (path) => idFor(`${owner.name}.${path}`));
    return `${alias}${call(field, args)}${selectionOf(schema, named, idFor, depth - 1, inside)}`;
  };
  if (!isAbstractType(type)) {
    return ` { __typename ${Object.values((type as GraphQLObjectType).getFields())
      .map((field) => fieldOf(type as GraphQLObjectType, field, ''))
      .join(' ')} }`;
  }
  const members = schema.getPossibleTypes(type);
  const types = new Map<string, Set<string>>();
  for (const member of members) {
    for (const { name, type: of } of Object.values(member.getFields()))
      types.set(name, (types.get(name) ?? new Set()).add(String(of)));
  }
  const parts = members
    .filter(({ name }) => !above.includes(name))
    .map((member) => {
      // Fields of the same name and different types need aliases.
      const aliasOf = (name: string) => ((types.get(name)?.size ?? 0) > 1 ? `${member.name}_${name}: ` : '');
      return `... on ${member.name} { ${Object.values(member.getFields())
        .map((field) => fieldOf(member, field, aliasOf(field.name)))
        .join(' ')} }`;
    });
  return ` { __typename ${parts.join(' ')} }`;
}

/** Returns the deepest selection below a type that the limits permit, in the operation that `wrap` builds from it. */
function operation(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  idFor: IdFor,
  above: readonly string[],
  wrap: (selection: string) => string,
): string {
  for (let depth = maxDepth; depth > 0; depth--) {
    const text = wrap(selectionOf(schema, type, idFor, depth, above));
    const document = parse(text);
    if (typeof weigh(schema, document, null, {}) === 'number') return print(document);
  }
  throw new Error(`No selection of ${type.name} is within the limits.`);
}

/** Returns the operations of one root field, one for each choice of its arguments. */
export function rootOperations(
  schema: GraphQLSchema,
  kind: 'query' | 'mutation' | 'subscription',
  field: GraphQLField<unknown, unknown>,
  idFor: IdFor,
): string[] {
  return argumentChoices(field, idFor).map((args) =>
    operation(
      schema,
      getNamedType(field.type),
      idFor,
      [],
      (selection) => `${kind} { ${call(field, args)}${selection} }`,
    ),
  );
}

/** Returns the operation that reads one field of the node with an id. */
export function nodeOperation(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  id: string,
  idFor: IdFor,
): string {
  const [args = {}] = argumentChoices(field, (path) => idFor(`${type.name}.${path}`));
  const named = getNamedType(field.type);
  const wrap = (selection: string) =>
    `query { node(id: ${JSON.stringify(id)}) { ... on ${type.name} { ${call(field, args)}${selection} } } }`;
  return operation(schema, named, idFor, [type.name], wrap);
}

/** Returns the types that node(id) can return. */
export function nodeTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  const node = schema.getType('Node');
  if (!node || !isAbstractType(node)) throw new Error('The schema has no Node.');
  return schema.getPossibleTypes(node).filter(isObjectType);
}
