/** Loads several runs for comparison and polls those that have not finished. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { TaskToCompareDocument, type TaskToCompareQuery } from '../../api/generated.ts';
import { isOver } from '../labels.tsx';

export const maxPoints = 500;
const againMilliseconds = 2000;

export type ComparedRun = Extract<TaskToCompareQuery['node'], { __typename: 'Task' }>;

interface Compared {
  runs: readonly ComparedRun[];
  missing: number;
}

export function useCompared(ids: readonly string[]) {
  const api = useClient();
  const [compared, setCompared] = useState<Compared | null>(null);
  const [error, setError] = useState<CombinedError | null>(null);
  const newest = useRef(0);
  const key = ids.join(',');

  const ask = useCallback(async () => {
    const own = ++newest.current;
    const wanted = key.split(',').filter((id) => id !== '');
    const answers = await Promise.all(
      wanted.map((id) => api.query(TaskToCompareDocument, { id, maxPoints }, { requestPolicy: 'network-only' })),
    );
    if (own !== newest.current) return;
    const failed = answers.find(({ data }) => !data)?.error;
    setError(failed ?? null);
    if (failed) return;
    const runs = answers.flatMap(({ data }) => (data?.node?.__typename === 'Task' ? [data.node] : []));
    setCompared({ runs, missing: wanted.length - runs.length });
  }, [api, key]);

  useEffect(() => {
    setCompared(null);
    void ask();
    return () => {
      newest.current++;
    };
  }, [ask]);

  // Waits after each response, so that requests never overlap.
  useEffect(() => {
    if (!compared?.runs.some(({ state }) => !isOver(state))) return;
    const timer = setTimeout(() => void ask(), againMilliseconds);
    return () => clearTimeout(timer);
  }, [compared, ask]);

  return { compared, error, ask };
}
