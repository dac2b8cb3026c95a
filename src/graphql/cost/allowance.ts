/**
 * Limits the total cost of anonymous operations: every address has a budget of estimated cost that refills over time. Signed-in
 * callers are identified, so only the limits of each operation apply to them.
 */
import { type ExecutionArgs, type GraphQLError, getOperationAST, Kind } from 'graphql';
import { RateLimited } from '../../errors.ts';
import { createRateLimit } from '../../rate-limit.ts';
import type { GraphQLContext } from '../context.ts';
import { toGraphQLError } from '../errors.ts';
import type { CostReport } from './cost-report.ts';

/** In units of complexity: estimated fields of a response. */
const anonymousAllowance = { capacity: 100_000, perSecond: 2000 };

/** The caller of an operation. */
export interface Caller {
  viewer: object | null;
  address: string | null;
}

/** Cost of parsing and validating one character of a document. */
const readingCost = 0.25;

export interface Allowance {
  /** Charges the cost of parsing and validating a document. Returns an error if the budget is exhausted. */
  takeReading(caller: Caller, characters: number): GraphQLError | null;
  /** Charges the cost of an operation. Returns an error if the budget is exhausted. */
  take(args: ExecutionArgs, cost: number): GraphQLError | null;
  /** Returns the budget of a caller, for the report of an operation with this cost. */
  report(caller: Caller, cost: number): CostReport;
}

export function createAllowance(): Allowance {
  const { capacity, perSecond } = anonymousAllowance;
  const why = 'Too many anonymous requests from this address. Sign in, or request less.';
  const limit = createRateLimit({ capacity, refillSeconds: 1 / perSecond, why });

  function spend({ viewer, address }: Caller, cost: number): GraphQLError | null {
    if (viewer) return null;
    try {
      limit.consume(address ?? '', cost);
      return null;
    } catch (error) {
      if (error instanceof RateLimited) return toGraphQLError(error);
      throw error;
    }
  }

  return {
    takeReading: (caller, characters) => spend(caller, Math.ceil(characters * readingCost)),
    take(args, cost) {
      const caller = args.contextValue as GraphQLContext; // yoga's context is a GraphQLContext
      // Fields that require signing in are rejected before they cost anything.
      return isClosed(args) ? null : spend(caller, cost);
    },
    report({ viewer, address }, cost) {
      if (viewer) return { requested: cost, limit: null, remaining: null, restoreRate: null };
      const remaining = Math.floor(limit.remaining(address ?? ''));
      return { requested: cost, limit: capacity, remaining, restoreRate: perSecond };
    },
  };
}

/** Returns whether an operation selects only fields that require signing in (sign-in-plugin.ts). */
function isClosed({ schema, document, operationName }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const fields = schema.getRootType(operation.operation)?.getFields() ?? {};
  return operation.selectionSet.selections.every((selection) => {
    const field = selection.kind === Kind.FIELD ? fields[selection.name.value] : undefined;
    return field !== undefined && !field.extensions.public;
  });
}
