/** The single samples of a report that are drawn. */
import { useQuery } from 'urql';
import { ReportPointsDocument } from '../api/generated.ts';
import { type ReportSource, reportIn } from './source.ts';

export function useReportPoints({ id, version }: ReportSource) {
  const [{ data, error }, refetch] = useQuery({
    query: ReportPointsDocument,
    variables: { id, version },
    // A report never changes.
    requestPolicy: 'cache-first',
  });
  return {
    /** undefined: it is not there yet. */
    report: data && reportIn(data.node),
    error: data ? undefined : error,
    again: () => refetch({ requestPolicy: 'network-only' }),
  };
}
