/**
 * Descriptions of what means the same wherever it occurs: root types, ids, owners, arguments of mutations and their results. What a
 * schema file describes itself stays.
 */
import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';

const types: Record<string, string> = {
  Query: 'Reads. Most fields require signing in.',
  Mutation: 'Changes. Each field returns its result or an expected error.',
  Subscription: 'Streams of events.',
  Node: 'An object that `node` returns by its ID.',
};

const fields: Record<string, string> = {
  id: 'Global ID, for `node` and as an argument.',
  organization: 'Organization that owns it.',
};

/** Adds the missing descriptions. Modifies the schema and returns it. */
export function withDefaultDescriptions(schema: GraphQLSchema): GraphQLSchema {
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    type.description ??= types[type.name];
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) field.description ??= fields[field.name];
    }
  }
  for (const { name, args, type } of mutations) {
    const result = getNamedType(type);
    const members = isUnionType(result) ? result.getTypes() : [];
    if (isUnionType(result))
      result.description ??= `Result of \`${name}\`: ${payloadOf(members)}, or an expected error.`;
    for (const member of members) {
      if (member.name.endsWith('Payload')) member.description ??= `Success of \`${name}\`.`;
    }
    for (const arg of args) {
      const input: unknown = getNamedType(arg.type);
      if (arg.name === 'id') arg.description ??= `ID of the ${wordsOf(name).slice(1).join(' ')}.`;
      else if (isInputObjectType(input)) {
        arg.description ??= `Arguments of \`${name}\`.`;
        input.description ??= `Arguments of \`${name}\`.`;
      }
    }
  }
  return schema;
}

/** Names the types of a result that are no errors. */
function payloadOf(members: readonly GraphQLObjectType[]): string {
  const successes = members.filter((type) => !type.getInterfaces().some(({ name }) => name === 'Error'));
  return successes.map(({ name }) => `\`${name}\``).join(' or ');
}

/** "cancelTask" -> ["cancel", "task"] */
const wordsOf = (name: string) => name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
