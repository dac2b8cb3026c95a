/** The last rows of the dataset that a time series model was trained on: the most likely start of a forecast. */
import { useQuery } from 'urql';
import { LastRowsDocument } from '../../api/generated.ts';

/** Rows keyed by column name, with '' for missing values. `rows` is null until they have loaded. */
export function useLastRows(configurationId: string, count: number, by: string) {
  const [{ data, error, fetching }] = useQuery({
    query: LastRowsDocument,
    variables: { configurationId, count, by },
    // Dataset versions are immutable.
    requestPolicy: 'cache-first',
  });
  const found = data?.node?.__typename === 'Configuration' ? data.node.datasetVersion.lastRows : null;
  return { rows: found?.map(textsOf) ?? null, isReading: fetching, hasFailed: error !== undefined };
}

function textsOf(row: unknown): Record<string, string> {
  const entries = typeof row === 'object' && row !== null ? Object.entries(row) : [];
  return Object.fromEntries(entries.map(([name, cell]) => [name, cell === null ? '' : String(cell)]));
}
