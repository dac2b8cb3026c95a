/** A list of the API, page by page, as the query of the page and the cache hold it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type AnyVariables, type CombinedError, type TypedDocumentNode, useClient, useQuery } from 'urql';

/** Rows per page. */
export const pageSize = 25;

interface Connection<Row> {
  totalCount: number;
  edges: readonly { node: Row }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

export interface List<Row> {
  /** Null until the first page has come. */
  rows: readonly Row[] | null;
  /** Length of the whole list. */
  total: number;
  error: CombinedError | undefined;
  /** Whether rows of another filter are still shown. */
  isOutdated: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Why the next page did not come. */
  moreError: CombinedError | undefined;
  showMore(): void;
  /** Loads the list again, as far as it is shown. */
  renew(): void;
}

/** @param variables arguments of the first page */
export function useList<Data, Variables extends AnyVariables & { first: number }, Row>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  connectionOf: (data: Data) => Connection<Row>,
): List<Row> {
  const api = useClient();
  const key = JSON.stringify(variables);
  const [{ data, error, fetching }, execute] = useQuery({ query: document, variables });
  const [wanted, setWanted] = useState({ key, rows: 0 });
  const [moreError, setMoreError] = useState<CombinedError>();

  const connection = data ? connectionOf(data) : null;
  const rows = connection?.edges.map(({ node }) => node) ?? null;
  const cursor = connection?.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  // Also after the first page has changed, and the cache has dropped the pages behind it.
  const isShort = wanted.key === key && rows !== null && rows.length < wanted.rows && cursor !== null && !moreError;
  const next = isShort && !fetching ? cursor : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the variables
  useEffect(() => {
    if (next === null) return;
    let isStopped = false;
    void api
      .query(document, { ...variables, after: next }, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ error: failure }) => {
        if (isStopped) return;
        setMoreError(failure);
        // The cache has appended the page to the list.
        if (!failure) execute({ requestPolicy: 'cache-only' });
      });
    return () => {
      isStopped = true;
    };
  }, [api, document, key, next, execute]);

  // Keeps the rows on the page while their pages come again.
  const held = useRef<{ key: string; rows: readonly Row[] }>({ key, rows: [] });
  const isRefilling = isShort && held.current.key === key && held.current.rows.length > (rows?.length ?? 0);
  const shown = isRefilling ? held.current.rows : rows;
  useEffect(() => {
    if (shown && !fetching) held.current = { key, rows: shown };
  }, [key, shown, fetching]);

  return {
    rows: shown,
    total: connection?.totalCount ?? 0,
    error,
    isOutdated: fetching && held.current.key !== key,
    hasMore: cursor !== null,
    isLoadingMore: isShort,
    moreError,
    showMore() {
      setMoreError(undefined);
      setWanted({ key, rows: (shown?.length ?? 0) + variables.first });
    },
    renew: useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]),
  };
}
