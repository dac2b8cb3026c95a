/** Keeps the runs of an organization up to date: the cache applies its events. */
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { useConnection } from '../../api/connection.ts';
import { OrganizationEventsDocument } from '../../api/generated.ts';

const renewMilliseconds = 700;

/**
 * @param onChange called when a run has appeared or changed its state, and after the connection was lost: lists may have changed
 * @returns whether the events cannot be followed
 */
export function useOrganizationEvents(organizationId: string, onChange: () => void): boolean {
  const api = useClient();
  const [isRefused, setRefused] = useState(false);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  }, [onChange]);

  useEffect(() => {
    setRefused(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const { unsubscribe } = api
      .subscription(OrganizationEventsDocument, { organizationId })
      .subscribe(({ data, error, hasNext }) => {
        if (error || !hasNext) setRefused(true);
        if (data?.organizationEvents.__typename !== 'TaskStateChanged') return;
        // Several runs often change together, as when one ends and the next one starts.
        timer ??= setTimeout(() => {
          timer = undefined;
          change.current();
        }, renewMilliseconds);
      });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [api, organizationId]);

  // The server resends missed events only if a cursor is known.
  const connection = useConnection();
  const wasLost = useRef(false);
  useEffect(() => {
    if (connection === 'offline') wasLost.current = true;
    if (connection !== 'live' || !wasLost.current) return;
    wasLost.current = false;
    change.current();
  }, [connection]);
  return isRefused;
}
