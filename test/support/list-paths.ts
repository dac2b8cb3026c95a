/** Every way from a list of the schema to other objects, as an operation. */
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { weigh } from '../../src/graphql/cost/complexity.ts';
import { callOf, nodeTypes } from './selections.ts';

export interface ListPath {
  /** For example "datasets.nodes.latest.dataset". */
  name: string;
  /** The fields on the path that lead to objects, such as "DatasetVersion.dataset". */
  edges: string[];
  query: string;
}

type Field = GraphQLField<unknown, unknown>;
type CallField = (field: Field) => string;
interface Step {
  owner: GraphQLObjectType;
  field: Field;
  /** Type condition below the field, for one member of an abstract type. */
  member: GraphQLObjectType;
  isAbstract: boolean;
}

const maxSteps = 6;
/** Fields that are errors for versions that are not READY or no table. */
const ofTablesOnly = new Set(['lastRows']);
/** Formats a field; a list with the argument `first` returns that many entries. */
function callWith(field: Field, first: number): string {
  const called = callOf(field, noId);
  if (!field.args.some(({ name }) => name === 'first')) return called;
  return called.endsWith(')') ? called.replace(/\)$/, ` first: ${first})`) : `${called}(first: ${first})`;
}

/** No path passes an id: `callOf` omits optional ones. */
const noId = () => '';

function membersOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

const isList = ({ type }: Field) => isListType(isNonNullType(type) ? type.ofType : type);
const isConnection = (type: GraphQLNamedType) => isObjectType(type) && type.name.endsWith('Connection');

/** Returns the paths below a type, the type itself not visited again. */
function pathsBelow(schema: GraphQLSchema, type: GraphQLObjectType, above: readonly Step[]): Step[][] {
  if (above.length >= maxSteps) return [];
  const visited = new Set(above.flatMap(({ owner, member }) => [owner.name, member.name]));
  return Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (!isCompositeType(named)) return [];
    return membersOf(schema, named).flatMap((member) => {
      const path = [...above, { owner: type, field, member, isAbstract: isAbstractType(named) }];
      // The way back is a path of its own, but no path goes on from there.
      return visited.has(member.name) ? [path] : [path, ...pathsBelow(schema, member, path)];
    });
  });
}

function leavesOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields())
    .filter((field) => !isCompositeType(getNamedType(field.type)) && !ofTablesOnly.has(field.name))
    .map((field) => callOf(field, noId));
}

/** Builds the selection of a path with these leaves at its end. */
function selectionOf(steps: readonly Step[], leaves: readonly string[], callField: CallField): string {
  return steps.reduceRight(
    (inside, { field, member, isAbstract }) => {
      const selection = isAbstract ? `__typename ... on ${member.name} { ${inside} }` : inside;
      return `${callField(field)} { ${selection} }`;
    },
    ['__typename', ...leaves].join(' '),
  );
}

/** Returns the operation with as many leaves and entries of nested lists as the limits permit; null if they permit none. */
function withinLimits(
  schema: GraphQLSchema,
  leaves: string[],
  build: (leaves: string[], callField: CallField) => string,
): string | null {
  for (const count of [leaves.length, 1, 0]) {
    for (const first of [20, 10, 1]) {
      const query = build(leaves.slice(0, count), (field) => callWith(field, first));
      if (typeof weigh(schema, parse(query), null, {}) === 'number') return query;
    }
  }
  return null;
}

const nameOf = (steps: readonly Step[]) =>
  steps.map(({ field, member, isAbstract }) => (isAbstract ? `${field.name}<${member.name}>` : field.name)).join('.');
const edgesOf = (steps: readonly Step[]) =>
  steps.map(
    ({ owner, field, member, isAbstract }) => `${owner.name}.${field.name}${isAbstract ? `<${member.name}>` : ''}`,
  );

/** Returns a path for every object below a list of Query, except those that the limits do not permit for 20 entries. */
export function listPaths(schema: GraphQLSchema): ListPath[] {
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no Query.');
  const lists = Object.values(query.getFields()).filter(
    (field) => isConnection(getNamedType(field.type)) || (isList(field) && isCompositeType(getNamedType(field.type))),
  );
  return lists.flatMap((list) => {
    const member = getNamedType(list.type);
    if (!isObjectType(member)) throw new Error(`${list.name} is a list of an abstract type. Extend listPaths().`);
    const first: Step = { owner: query, field: list, member, isAbstract: false };
    return [[first], ...pathsBelow(schema, member, [first])].flatMap((steps) => {
      const name = nameOf(steps);
      const leaves = leavesOf(steps.at(-1)?.member ?? member);
      const build = (some: string[], callField: CallField) =>
        `{ ${selectionOf(steps, some, (field) => (field === list && isConnection(member) ? callWith(list, 20) : callField(field)))} }`;
      const query = withinLimits(schema, leaves, build);
      return query === null ? [] : [{ name, edges: edgesOf(steps), query }];
    });
  });
}

/** Returns a path for every object that a Node leads to, over all nodes with the ids. */
export function nodePaths(schema: GraphQLSchema, idsOf: (type: string) => string[]): ListPath[] {
  const node = schema.getType('Node');
  if (!isInterfaceType(node)) throw new Error('The schema has no Node.');
  return nodeTypes(schema).flatMap((type) =>
    [[], ...pathsBelow(schema, type, []).filter(({ length }) => length === 1)].flatMap((steps) => {
      const name = `node<${type.name}>.${nameOf(steps)}`;
      const leaves = leavesOf(steps.at(-1)?.member ?? type);
      const build = (some: string[], callField: CallField) => {
        const inside = steps.length > 0 ? selectionOf(steps, some, callField) : ['id', ...some].join(' ');
        const nodes = idsOf(type.name).map(
          (id, at) => `n${at}: node(id: "${id}") { ... on ${type.name} { ${inside} } }`,
        );
        return `{ ${nodes.join(' ')} }`;
      };
      const query = withinLimits(schema, leaves, build);
      return query === null ? [] : [{ name, edges: edgesOf(steps), query }];
    }),
  );
}
