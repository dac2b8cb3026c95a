/** The runs of an organization, page by page, kept up to date by its events. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type CombinedError, useClient } from 'urql';
import { follow } from '../../api/client.ts';
import { useConnection } from '../../api/connection.ts';
import {
  OrganizationEventsDocument,
  type OrganizationEventsSubscription,
  type TaskRowFragment,
  type TaskState,
  TasksDocument,
} from '../../api/generated.ts';
import { useHidden } from '../../trash/hidden.ts';

const pageSize = 25;
const patchMilliseconds = 250;
const renewMilliseconds = 700;

type OrganizationEvent = OrganizationEventsSubscription['organizationEvents'];

interface Listed {
  /** Runs, newest first. */
  rows: readonly TaskRowFragment[];
  /** Cursor of the next page; null when there is none. */
  next: string | null;
}

export function useTaskList(organizationId: string, state: TaskState | null) {
  const api = useClient();
  const [listed, setListed] = useState<Listed | null>(null);
  const [error, setError] = useState<CombinedError | null>(null);
  const [isLoading, setLoading] = useState(false);
  const newest = useRef(0);

  const ask = useCallback(
    (after: string | null) =>
      api
        .query(
          TasksDocument,
          { organizationId, states: state && [state], first: pageSize, after },
          { requestPolicy: 'network-only' },
        )
        .toPromise(),
    [api, organizationId, state],
  );

  /** Refetches the first page and keeps older pages that are already loaded. */
  const renew = useCallback(async () => {
    const own = ++newest.current;
    const { data, error: failed } = await ask(null);
    if (own !== newest.current) return; // outdated: another filter was selected, or a newer request is running
    setError(failed ?? null);
    if (!data) return;
    const { edges, pageInfo } = data.tasks;
    const fresh = edges.map(({ node }) => node);
    const last = fresh.at(-1);
    setListed((before) => {
      const older = before?.rows.filter(({ createdAt }) => last && createdAt < last.createdAt) ?? [];
      if (!before || older.length === 0) return { rows: fresh, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
      return { rows: [...fresh, ...older], next: before.next };
    });
  }, [ask]);

  const showMore = async () => {
    if (!listed?.next) return;
    const own = newest.current;
    setLoading(true);
    const { data, error: failed } = await ask(listed.next);
    setLoading(false);
    if (own !== newest.current) return;
    setError(failed ?? null);
    if (!data) return;
    const { edges, pageInfo } = data.tasks;
    setListed((before) => {
      const known = new Set(before?.rows.map(({ id }) => id));
      const fresh = edges.map(({ node }) => node).filter(({ id }) => !known.has(id));
      return { rows: [...(before?.rows ?? []), ...fresh], next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
    });
  };

  useEffect(() => {
    setListed(null);
    void renew();
    let isStopped = false; // ignores the completion that stopping causes
    let events: OrganizationEvent[] = [];
    let patching: ReturnType<typeof setTimeout> | undefined;
    let renewing: ReturnType<typeof setTimeout> | undefined;
    const patch = () => {
      patching = undefined;
      const came = events;
      events = [];
      setListed((before) => before && { ...before, rows: came.reduce(withEvent, before.rows) });
    };
    const stop = follow(
      OrganizationEventsDocument,
      { organizationId },
      {
        onResult({ organizationEvents: event }) {
          events.push(event);
          patching ??= setTimeout(patch, patchMilliseconds);
          // A state change also changes times, and which runs match the filter.
          if (event.__typename === 'TaskStateChanged') {
            renewing ??= setTimeout(() => {
              renewing = undefined;
              void renew();
            }, renewMilliseconds);
          }
          return event.cursor;
        },
        onEnd: () => !isStopped && void renew(),
        onError: () => !isStopped && void renew(),
      },
    );
    return () => {
      isStopped = true;
      newest.current++;
      stop();
      clearTimeout(patching);
      clearTimeout(renewing);
    };
  }, [organizationId, renew]);

  // The server resends missed events only if a cursor is known, so the list is refetched after a lost connection.
  const connection = useConnection();
  const wasLost = useRef(false);
  useEffect(() => {
    if (connection === 'offline') wasLost.current = true;
    if (connection !== 'live' || !wasLost.current) return;
    wasLost.current = false;
    void renew();
  }, [connection, renew]);

  // Deleted runs are hidden immediately. Restored runs are refetched.
  const hidden = useHidden();
  const before = useRef(hidden);
  useEffect(() => {
    if (before.current === hidden) return;
    before.current = hidden;
    void renew();
  }, [hidden, renew]);

  const rows = listed?.rows.filter(({ id }) => !hidden.has(id)) ?? null;
  return { rows, hasMore: Boolean(listed?.next), error, isLoading, renew, showMore };
}

function withEvent(rows: readonly TaskRowFragment[], event: OrganizationEvent): readonly TaskRowFragment[] {
  if (event.__typename !== 'TaskStateChanged' && event.__typename !== 'TrainingProgressed') return rows;
  return rows.map((row) => {
    if (row.id !== event.taskId) return row;
    return event.__typename === 'TaskStateChanged' ? { ...row, state: event.to } : { ...row, progress: event };
  });
}
