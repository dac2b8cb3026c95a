/**
 * What callers who are not signed in may have done for them: every address has an amount of estimated cost, and it comes back as
 * time passes. Who is signed in is known, and bounded by the limits of each operation alone.
 */
import { type ExecutionArgs, type GraphQLError, getOperationAST, Kind } from 'graphql';
import { RateLimited } from '../../errors.ts';
import { createRateLimit } from '../../rate-limit.ts';
import type { GraphQLContext } from '../context.ts';
import { graphQLErrorOf } from '../errors.ts';
import { introspectionCost } from './introspection.ts';

/** In the unit of the complexity: estimated fields of an answer. */
const anonymousAllowance = { capacity: 100_000, perSecond: 2000 };

/** Who sent an operation. */
export interface Caller {
  viewer: object | null;
  address: string | null;
}

/** The cost of parsing and validating one character of a document. */
const readingCost = 0.25;

export interface Allowance {
  /** Takes what it costs to parse and validate a document. */
  takeReading(caller: Caller, characters: number): GraphQLError | null;
  /**
   * Takes the cost of an operation. Returns the error for a caller who has too little left.
   * @param isKnown the answer is cached
   */
  take(args: ExecutionArgs, cost: number, isKnown: boolean): GraphQLError | null;
}

export function createAllowance(): Allowance {
  const { capacity, perSecond } = anonymousAllowance;
  const why = 'This address has asked for much without being signed in. Sign in, or ask for less.';
  const limit = createRateLimit({ capacity, refillSeconds: 1 / perSecond, why });

  function spend({ viewer, address }: Caller, cost: number): GraphQLError | null {
    if (viewer) return null;
    try {
      limit.take(address ?? '', cost);
      return null;
    } catch (error) {
      if (error instanceof RateLimited) return graphQLErrorOf(error);
      throw error;
    }
  }

  return {
    takeReading: (caller, characters) => spend(caller, Math.ceil(characters * readingCost)),
    take(args, cost, isKnown) {
      const caller = args.contextValue as GraphQLContext; // yoga's context is ours
      // What is not for everyone is refused before it costs anything.
      return isClosed(args) ? null : spend(caller, cost + introspectionCost(args.document, isKnown));
    },
  };
}

/** Whether an operation asks for nothing but fields that are closed to callers who are not signed in (sign-in-plugin.ts). */
function isClosed({ schema, document, operationName }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  return operation.selectionSet.selections.every((selection) => {
    const field = selection.kind === Kind.FIELD ? fields[selection.name.value] : undefined;
    return field !== undefined && !field.extensions.public;
  });
}
