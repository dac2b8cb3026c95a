/** Loads the samples of a report that its charts show. */
import { useQuery } from 'urql';
import { ReportPointsDocument } from '../../api/generated.ts';
import { type ReportSource, reportIn } from '../source.ts';

export function useReportPoints({ id, version }: ReportSource) {
  const [{ data, error }, refetch] = useQuery({
    query: ReportPointsDocument,
    variables: { id, version },
    // Reports are immutable.
    requestPolicy: 'cache-first',
  });
  return {
    /** Undefined while loading. */
    report: data && reportIn(data.node),
    error: data ? undefined : error,
    again: () => refetch({ requestPolicy: 'network-only' }),
  };
}
