/** Where a report lies in the API, so that its samples can be asked for when somebody looks. */
import type { ReportPointsQuery } from '../api/generated.ts';

export interface ReportSource {
  /** Of the model, or of the EVALUATE task. */
  id: string;
  /** Of the model; a task has none, and 0 stands there. */
  version: number;
  /** The column that is predicted, where it is known. */
  target: string | null;
}

/** The report in the answer to a question about its samples. */
export function reportIn<Report>(
  node:
    | { __typename: 'Model'; version: { report: Report | null } | null }
    | { __typename: 'Task'; evaluation: Report | null }
    | { __typename: Exclude<NonNullable<ReportPointsQuery['node']>['__typename'], 'Model' | 'Task'> }
    | null
    | undefined,
): Report | null {
  if (node?.__typename === 'Model') return node.version?.report ?? null;
  return node?.__typename === 'Task' ? node.evaluation : null;
}
