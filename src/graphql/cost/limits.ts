/**
 * The bounds on one GraphQL operation, and the error for whoever exceeds one. They hold on HTTP, server-sent events and WebSocket
 * alike (plugin.ts). docs/limits.md is tested against this table.
 */
import { GraphQLError } from 'graphql';
import { withHttp } from '../http-status.ts';

export const limits = {
  /** Characters of a document: checked before it is read at all. */
  documentCharacters: 100_000,
  /** Names, numbers, texts and punctuation marks of a document. */
  tokens: 5000,
  /** Brackets inside each other in a document. */
  nesting: 64,
  /** Operations of a document. */
  operations: 50,
  /** Fragments of a document. */
  fragments: 100,
  /** Aliases of a document. */
  aliases: 100,
  /** Times that one selection may have the same field, under different names. */
  aliasesPerField: 20,
  /** Times that one selection may have a field under the same name: each is compared with each. */
  repeats: 20,
  /** Fields of a document. */
  fields: 1000,
  /** Places of a document where a fragment is put in. */
  spreads: 200,
  directives: 100,
  directivesPerNode: 5,
  /** Fields inside each other. */
  depth: 12,
  /** The same, where the schema is asked about. */
  introspectionDepth: 15,
  /** Times that `__schema` and `__type` may be asked for, together; none of their fields may have an alias. */
  introspections: 5,
  /** Estimated fields of the answer (complexity.ts). */
  complexity: 50_000,
  /** Fields of an operation, wherever they stand. */
  breadth: 500,
  /** Values in the variables: each number, text, list and object is one. */
  variableValues: 500_000,
  /** Characters of all texts in the variables. */
  variableCharacters: 16 * 2 ** 20,
  /** Lists and objects inside each other in the variables. */
  variableDepth: 32,
  /** Values in the answer; in lists of numbers and in JSON, ten values count as one. */
  responseValues: 200_000,
  responseBytes: 16 * 2 ** 20,
} as const;

export type Limit = keyof typeof limits;

/** @param what the operation has too much of, and what to do, as a sentence */
export function limitExceeded(limit: Limit, message: string, status: 400 | 413 = 400): GraphQLError {
  return new GraphQLError(message, {
    extensions: withHttp({ code: 'LimitExceeded', limit, maximum: limits[limit] }, { status }),
  });
}
