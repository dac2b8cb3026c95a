/**
 * Which operations wait for each other, so that callers who send many at once neither delay others nor fill memory with responses:
 * those of anonymous callers, expensive ones, and the other queries of each user. Cheap mutations do not wait: they would hold a
 * place while they wait for slow work such as password hashing or a prediction.
 */
import { type ExecutionArgs, getOperationAST, OperationTypeNode } from 'graphql';
import type { GraphQLContext } from '../context.ts';
import { maxCheapCost } from './budget.ts';
import { createTurns, type TurnLimits, type Turns } from './turns.ts';

/** docs/limits.md is tested against this table. */
export const lanes = {
  anonymousQueries: { places: 2 },
  /** A response takes up to about 100 MB while it is produced: rows, values and text. */
  expensive: { places: 8, placesPerCaller: 2 },
  cheapQueries: { places: Number.POSITIVE_INFINITY, placesPerCaller: 16 },
} as const satisfies Record<string, TurnLimits>;

export type RunInTurn = <T>(args: ExecutionArgs, cost: number, run: () => Promise<T>) => Promise<T>;

/** Returns a function that runs an operation when it is its turn. It rejects if a query waits when its client disconnects. */
export function createLanes(): RunInTurn {
  const anonymousQueries = createTurns(lanes.anonymousQueries);
  const expensive = createTurns(lanes.expensive);
  const cheapQueries = createTurns(lanes.cheapQueries);

  function laneOf({ viewer }: GraphQLContext, isQuery: boolean, cost: number): Turns | null {
    if (isQuery && !viewer) return anonymousQueries;
    if (cost > maxCheapCost) return expensive;
    return isQuery ? cheapQueries : null;
  }

  return (args, cost, run) => {
    const context = args.contextValue as GraphQLContext; // yoga's context is a GraphQLContext
    const lane = laneOf(context, isQuery(args), cost);
    const caller = context.viewer?.userId ?? context.address ?? '';
    return lane ? lane.take(caller, run, abortSignalOf(args)) : run();
  };
}

/** Returns the signal that aborts a query when its client disconnects. A mutation is completed. */
export function abortSignalOf(args: ExecutionArgs): AbortSignal | undefined {
  return isQuery(args) ? (args.contextValue as GraphQLContext).signal : undefined; // yoga's context is a GraphQLContext
}

function isQuery({ document, operationName }: ExecutionArgs): boolean {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;
}
