/** The end of the data that a series model learned from: what one most likely wants to go on from. */
import { useQuery } from 'urql';
import { LastRowsDocument } from '../api/generated.ts';

/** By column name; '' where a value is missing. `rows` is null as long as they are not there. */
export function useLastRows(configurationId: string, count: number, by: string) {
  const [{ data, error, fetching }] = useQuery({
    query: LastRowsDocument,
    variables: { configurationId, count, by },
    // A version of a dataset never changes.
    requestPolicy: 'cache-first',
  });
  const found = data?.node?.__typename === 'Configuration' ? data.node.datasetVersion.lastRows : null;
  return { rows: found?.map(textsOf) ?? null, isReading: fetching, hasFailed: error !== undefined };
}

function textsOf(row: unknown): Record<string, string> {
  const entries = typeof row === 'object' && row !== null ? Object.entries(row) : [];
  return Object.fromEntries(entries.map(([name, cell]) => [name, cell === null ? '' : String(cell)]));
}
