/**
 * The one schema builder (Pothos). Fields are non-null unless they say otherwise; every mutation that can meet an expected
 * error answers with a union named <Field>Result of its success type and those errors.
 */
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { NotFound } from '../errors.ts';
import type { GraphQLContext } from './context.ts';
import { assumedListLength, complexityOfType } from './cost/complexity.ts';
import SignInPlugin from './sign-in-plugin.ts';

/** For `extensions` of a field that callers may use who are not signed in. */
export const forEveryone = { public: true };

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
  // Errors are caught by the first, so that it also answers what the last one throws.
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin, SignInPlugin],
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
    nodesOnConnection: { complexity: { field: 1, multiplier: 1 } },
    nodesQueryOptions: false,
    nodeQueryOptions: {
      nullable: true,
      resolve(_parent, { id: { typename, id } }, _context, { schema }, load) {
        if (isNodeType(schema, typename)) return load({ typename, id });
        throw new NotFound(`There is nothing of the type ${typename.slice(0, 100)}.`);
      },
    },
    // The connection has counted its entries already.
    edgesFieldOptions: { complexity: { field: 1, multiplier: 1 } },
  },
  // The limits are checked once for every operation, before it is executed (cost/plugin.ts).
  complexity: { disabled: true, fieldComplexity: (_args, _context, { type }) => complexityOfType(type) },
});

function isNodeType(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node');
}

/** What a field costs for which something large is read: an artifact, a file, a profile. */
export const readingCost = 100;

/** For a connection: counts its fields once for each entry that is asked for; a negative number takes nothing off the rest. */
export function perEntry(args: { first?: number | null | undefined }): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, args.first ?? assumedListLength) };
}

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
