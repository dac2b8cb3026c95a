/**
 * The only schema builder (Pothos). Fields are non-null by default. A mutation with expected errors returns a union of its
 * success type and those errors, named <Field>Result.
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

/** Set as `extensions` of a field to allow access without signing in. */
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
  // ErrorsPlugin comes first, so that it also catches what the later plugins throw.
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
        throw new NotFound(`No object has the type ${typename.slice(0, 100)}.`);
      },
    },
    // The connection already counts its entries.
    edgesFieldOptions: { complexity: { field: 1, multiplier: 1 } },
  },
  // The limits are checked once for every operation, before it is executed (cost/plugin.ts).
  complexity: { disabled: true, fieldComplexity: (_args, _context, { type }) => complexityOfType(type) },
});

function isNodeType(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node');
}

/** Complexity of a field that reads something large: an artifact, a file, a profile. */
export const readingCost = 100;

/** Returns the complexity of a connection: its fields count once per requested entry. A negative `first` counts as 1. */
export function connectionComplexity(args: { first?: number | null | undefined }): {
  field: number;
  multiplier: number;
} {
  return { field: 1, multiplier: Math.max(1, args.first ?? assumedListLength) };
}

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
