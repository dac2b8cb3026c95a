/** Where a report is in the API, so that its samples can be loaded on demand. */
import type { ReportPointsQuery } from '../api/generated.ts';

export interface ReportSource {
  /** ID of the model or of the EVALUATE task. */
  id: string;
  /** Version of the model; 0 for a task. */
  version: number;
  /** The target column, if known. */
  target: string | null;
}

/** Returns the report from the response to a query for its samples. */
export function reportIn<Report>(
  node:
    | { __typename: 'Model'; version: { evaluation: Report | null } | null }
    | { __typename: 'Task'; evaluation: Report | null }
    | { __typename: Exclude<NonNullable<ReportPointsQuery['node']>['__typename'], 'Model' | 'Task'> }
    | null
    | undefined,
): Report | null {
  if (node?.__typename === 'Model') return node.version?.evaluation ?? null;
  return node?.__typename === 'Task' ? node.evaluation : null;
}
