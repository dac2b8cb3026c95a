/** The models of an organization, page by page, newest first. */
import { useState } from 'react';
import { type CombinedError, useClient, useQuery } from 'urql';
import { type ModelRowFragment, ModelsDocument } from '../api/generated.ts';
import { useHidden } from '../trash/hidden.ts';

const pageSize = 25;

/** Models after the first page. */
interface Rest {
  models: ModelRowFragment[];
  /** Null when there are no more. */
  cursor: string | null;
}

export function useModels(organizationId: string) {
  const api = useClient();
  const variables = { organizationId, first: pageSize };
  const [{ data, error }, refetch] = useQuery({ query: ModelsDocument, variables });
  const [rest, setRest] = useState<Rest | null>(null);
  const [isLoading, setLoading] = useState(false);
  const [moreError, setMoreError] = useState<CombinedError | undefined>();

  const first = data?.models.edges.map(({ node }) => node) ?? [];
  // A new model shifts others to the next page, so duplicates are removed.
  const hidden = useHidden();
  const older = rest?.models.filter(({ id }) => !hidden.has(id)) ?? [];
  const models = [...new Map([...first, ...older].map((row) => [row.id, row])).values()];
  const pageInfo = data?.models.pageInfo;
  const cursor = rest ? rest.cursor : pageInfo?.hasNextPage ? pageInfo.endCursor : null;

  async function showMore() {
    setLoading(true);
    const answer = await api.query(ModelsDocument, { ...variables, after: cursor }).toPromise();
    setLoading(false);
    setMoreError(answer.error);
    if (!answer.data) return;
    const { edges, pageInfo: next } = answer.data.models;
    setRest({
      models: [...(rest?.models ?? []), ...edges.map(({ node }) => node)],
      cursor: next.hasNextPage ? next.endCursor : null,
    });
  }

  return {
    /** Null while loading. */
    models: data ? models : null,
    error,
    renew: () => refetch({ requestPolicy: 'network-only' }),
    hasMore: cursor !== null,
    showMore: () => void showMore(),
    isLoading,
    moreError,
    variables,
  };
}
