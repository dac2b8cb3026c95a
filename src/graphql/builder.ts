/**
 * The one schema builder (Pothos). Fields are non-null unless they say otherwise; every mutation that can meet an expected
 * error answers with a union named <Field>Result of its success type and those errors.
 */
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import type { GraphQLContext } from './context.ts';

/** A query that could touch more fields than this is refused; see Pothos's complexity plugin for how they are counted. */
const complexityLimit = 20_000;
const depthLimit = 12;
const breadthLimit = 500;
/** How many entries a list is taken for when its query does not say. */
const assumedListLength = 20;

export interface SchemaTypes {
  Context: GraphQLContext;
  DefaultFieldNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
    BigInt: { Input: number; Output: number };
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.slice(0, 1).toUpperCase()}${fieldName.slice(1)}Result`,
    },
  },
  relay: {
    cursorType: 'String',
    clientMutationId: 'omit',
    nodeFieldOptions: { nullable: false },
    nodesOnConnection: true,
    nodesQueryOptions: false,
    nodeQueryOptions: { nullable: true },
  },
  complexity: {
    limit: { complexity: complexityLimit, depth: depthLimit, breadth: breadthLimit },
    defaultComplexity: 1,
    defaultListMultiplier: 1,
  },
});

/** For a connection: counts its fields once for each entry that is asked for. */
export function perEntry(args: { first?: number | null | undefined }): { field: number; multiplier: number } {
  return { field: 1, multiplier: args.first ?? assumedListLength };
}

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
