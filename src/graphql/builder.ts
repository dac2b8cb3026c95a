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
  /** What every connection has besides its edges; `totalCount` is called only when it is selected. */
  Connection: { totalCount(): Promise<number> };
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
    nodeFieldOptions: { nullable: false, description: 'The item.' },
    cursorFieldOptions: {
      description: 'Position in the list, for `after` and `before`. It belongs to the order of the list.',
    },
    firstArgOptions: {
      description: 'Number of items to return from the beginning, or after `after`. Range 0-100. Default: 20.',
    },
    afterArgOptions: { description: 'Cursor after which to start: `pageInfo.endCursor` of the previous page.' },
    lastArgOptions: { description: 'Number of items to return from the end, or before `before`. Range 0-100.' },
    beforeArgOptions: { description: 'Cursor before which to end: `pageInfo.startCursor` of the next page.' },
    pageInfoTypeOptions: { description: 'Position of a page in its list.' },
    pageInfoFieldOptions: { description: 'Position of the page in the list.' },
    hasNextPageFieldOptions: { description: 'Whether items follow the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether items precede the page.' },
    startCursorFieldOptions: { description: 'Cursor of the first item. Null when the page is empty.' },
    endCursorFieldOptions: { description: 'Cursor of the last item. Null when the page is empty.' },
    nodesOnConnection: { complexity: { field: 1, multiplier: 1 }, description: 'The items of the page.' },
    nodesQueryOptions: false,
    nodeQueryOptions: {
      nullable: true,
      description: 'Returns an object by its global ID.',
      args: { id: { description: 'Global ID of the object.' } },
      resolve(_parent, { id: { typename, id } }, _context, { schema }, load) {
        if (isNodeType(schema, typename)) return load({ typename, id });
        throw new NotFound(`No object has the type ${typename.slice(0, 100)}.`);
      },
    },
    // The connection already counts its entries.
    edgesFieldOptions: {
      complexity: { field: 1, multiplier: 1 },
      description: 'The items of the page with their cursors.',
    },
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

/** Returns the complexity of a connection: its fields count once per requested entry. A negative number counts as 1. */
export function connectionComplexity(args: { first?: number | null | undefined; last?: number | null | undefined }): {
  field: number;
  multiplier: number;
} {
  return { field: 1, multiplier: Math.max(1, args.first ?? args.last ?? assumedListLength) };
}

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
