/**
 * Which operations wait for each other, so that callers who send many at once neither delay others nor fill memory with responses:
 * those of anonymous callers, expensive ones, and the other queries of each user. Cheap mutations do not wait: they would hold a
 * place while they wait for slow work such as password hashing or a prediction.
 */
import { type ExecutionArgs, getOperationAST, OperationTypeNode } from 'graphql';
import type { GraphQLContext } from '../context.ts';
import { maxCheapCost } from './budget.ts';
import { createTurns, type HoldUntil, type TurnLimits, type Turns } from './turns.ts';

const maxWaitingPerCaller = 1000;

export const lanes = {
  anonymousQueries: { places: 2, maxWaitingPerCaller },
  expensiveAnonymousMutations: { places: 2, maxWaitingPerCaller },
  /** While a large response is produced, its rows, values and text are all in memory. */
  expensive: { places: 8, placesPerCaller: 2, maxWaitingPerCaller },
  cheapQueries: { places: Number.POSITIVE_INFINITY, placesPerCaller: 16, maxWaitingPerCaller },
  /** Expensive events wait as long as it takes, since a stream loses nothing. */
  expensiveEvents: { places: 4, placesPerCaller: 1 },
  /** Expensive events that several subscribers share. The caller is their log: other logs do not wait for its subscribers. */
  sharedEvents: { places: 4, placesPerCaller: 1 },
} as const satisfies Record<string, TurnLimits>;

type Work<T> = (holdUntil: HoldUntil) => Promise<T>;

export interface Lanes {
  /**
   * Runs an operation, or an event of a subscription, when it is its turn.
   * @throws RateLimited if too many of the caller wait
   * @throws the reason of `signal` if it aborts while the operation waits
   */
  run<T>(args: ExecutionArgs, cost: number, work: Work<T>, signal?: AbortSignal): Promise<T>;
  /** Runs an event that several subscribers of a log share. */
  runShared<T>(log: string, cost: number, work: Work<T>): Promise<T>;
}

export function createLanes(): Lanes {
  const anonymousQueries = createTurns(lanes.anonymousQueries);
  const expensiveAnonymousMutations = createTurns(lanes.expensiveAnonymousMutations);
  const expensive = createTurns(lanes.expensive);
  const cheapQueries = createTurns(lanes.cheapQueries);
  const expensiveEvents = createTurns(lanes.expensiveEvents);
  const sharedEvents = createTurns(lanes.sharedEvents);

  function laneOf(kind: OperationTypeNode, isAnonymous: boolean, cost: number): Turns | null {
    const isQuery = kind === OperationTypeNode.QUERY;
    if (isQuery && isAnonymous) return anonymousQueries;
    if (cost <= maxCheapCost) return isQuery ? cheapQueries : null;
    if (kind === OperationTypeNode.SUBSCRIPTION) return expensiveEvents;
    return isAnonymous ? expensiveAnonymousMutations : expensive;
  }

  return {
    run(args, cost, work, signal) {
      const context = args.contextValue as GraphQLContext; // yoga's context is a GraphQLContext
      const lane = laneOf(kindOf(args), context.viewer === null, cost);
      const caller = context.viewer?.userId ?? context.address ?? '';
      return lane ? lane.take(caller, work, signal) : work(() => undefined);
    },
    runShared: (log, cost, work) => (cost > maxCheapCost ? sharedEvents.take(log, work) : work(() => undefined)),
  };
}

/** Returns the signal that aborts a query when its client disconnects. A mutation is completed. */
export function abortSignalOf(args: ExecutionArgs): AbortSignal | undefined {
  const { signal } = args.contextValue as GraphQLContext; // yoga's context is a GraphQLContext
  return kindOf(args) === OperationTypeNode.QUERY ? signal : undefined;
}

/** Execution reports a missing operation. */
function kindOf({ document, operationName }: ExecutionArgs): OperationTypeNode {
  return getOperationAST(document, operationName)?.operation ?? OperationTypeNode.QUERY;
}
