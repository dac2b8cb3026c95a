/** Removes members after a short delay in which it can be undone. Leaving the page removes them immediately. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { RemoveMemberDocument } from '../api/generated.ts';
import { problemOf } from '../api/problems.ts';
import { failureOf } from './failure.ts';

const undoMilliseconds = 5000;

export interface Removal {
  /** IDs of the users who are about to be removed. */
  pending: ReadonlySet<string>;
  remove(userId: string): void;
  undo(userId: string): void;
}

export function useRemoval(
  organizationId: string,
  /** Message when the server did not respond. */
  unreachable: string,
  /** Called with an error message, or null after the removal. Not called after the user has left the page. */
  onDone: (userId: string, problem: string | null) => void,
): Removal {
  const client = useClient();
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });

  /** @param isLast whether the page may close before the response arrives */
  const send = useCallback(
    async (userId: string, isLast: boolean) => {
      timers.current.delete(userId);
      const { data, error } = await client
        .mutation(
          RemoveMemberDocument,
          { input: { organizationId, userId } },
          { fetchOptions: { credentials: 'same-origin', keepalive: isLast } },
        )
        .toPromise();
      if (isLast) return;
      const problem = data ? problemOf(data.removeMember)?.message : failureOf(error, unreachable);
      setPending((before) => without(before, userId));
      done.current(userId, problem ?? null);
    },
    [client, organizationId, unreachable],
  );

  useEffect(() => {
    const waiting = timers.current;
    const sendAll = () => {
      for (const [userId, timer] of waiting) {
        clearTimeout(timer);
        void send(userId, true);
      }
    };
    addEventListener('pagehide', sendAll);
    return () => {
      removeEventListener('pagehide', sendAll);
      sendAll();
    };
  }, [send]);

  return {
    pending,
    remove(userId) {
      setPending((before) => new Set(before).add(userId));
      timers.current.set(
        userId,
        setTimeout(() => void send(userId, false), undoMilliseconds),
      );
    },
    undo(userId) {
      clearTimeout(timers.current.get(userId));
      timers.current.delete(userId);
      setPending((before) => without(before, userId));
    },
  };
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const rest = new Set(ids);
  rest.delete(id);
  return rest;
}
