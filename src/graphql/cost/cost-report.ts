/** Reports the cost of an operation to its caller: `extensions.cost` of the response, and `Query.rateLimit`. */
import type { ExecutionResult } from 'graphql';

export interface CostReport {
  /** Estimated cost of the operation. */
  requested: number;
  /** Capacity of the caller's budget. Null when only the limits of each operation apply to the caller. */
  limit: number | null;
  /** Rest of the budget after this operation. */
  remaining: number | null;
  /** Units that the budget regains per second. */
  restoreRate: number | null;
}

const reports = new WeakMap<object, CostReport>();

/** Sets the report of the operation with this context. */
export function setCostReport(context: object, report: CostReport): void {
  reports.set(context, report);
}

/** Returns the report of the operation with this context; null before its cost is known. */
export function costReportOf(context: object): CostReport | null {
  return reports.get(context) ?? null;
}

/** Adds the report to a result. Does not modify the result, which may be cached. */
export function withCost(context: object, result: ExecutionResult): ExecutionResult {
  const cost = reports.get(context);
  return cost ? { ...result, extensions: { ...result.extensions, cost } } : result;
}
