/**
 * The limits of one GraphQL operation, and the error for exceeding one. They apply to HTTP, server-sent events and WebSocket
 * alike (plugin.ts). docs/limits.md is tested against this table.
 */
import { GraphQLError } from 'graphql';
import { withHttp } from '../http-status.ts';

export const limits = {
  /** Characters of a document; checked before it is parsed. */
  documentCharacters: 100_000,
  /** Lexical tokens of a document: names, values and punctuators. */
  tokens: 5000,
  /** Nesting depth of brackets in a document. */
  nesting: 64,
  /** Operations of a document. */
  operations: 50,
  /** Fragments of a document. */
  fragments: 100,
  /** Aliases of a document. */
  aliases: 100,
  /** Aliases of one field within a selection set. */
  aliasesPerField: 20,
  /** Selections with the same response name within a selection set; validation compares every pair of them. */
  repeats: 20,
  /** Fields of a document. */
  fields: 1000,
  /** Fragment spreads and inline fragments of a document. */
  spreads: 200,
  directives: 100,
  directivesPerNode: 5,
  /** Nesting depth of fields. */
  depth: 12,
  /** Nesting depth of fields in introspection queries. */
  introspectionDepth: 15,
  /** `__schema` and `__type` fields together. Aliases are not allowed within them. */
  introspections: 5,
  /** Estimated number of fields of the response (complexity.ts). */
  complexity: 50_000,
  /** Fields of an operation, at all levels. */
  breadth: 500,
  /** Values in the variables: each number, string, list and object counts as one. */
  variableValues: 500_000,
  /** Characters of all strings in the variables. */
  variableCharacters: 16 * 2 ** 20,
  /** Nesting depth of lists and objects in the variables. */
  variableDepth: 32,
  /** Values in the response. In lists of scalars and in JSON, ten values count as one. */
  responseValues: 200_000,
  responseBytes: 16 * 2 ** 20,
} as const;

export type Limit = keyof typeof limits;

/** @param message which limit the operation exceeds, and what to do */
export function limitExceeded(limit: Limit, message: string, status: 400 | 413 = 400): GraphQLError {
  return new GraphQLError(message, {
    extensions: withHttp({ code: 'LIMIT_EXCEEDED', limit, maximum: limits[limit] }, { status }),
  });
}
