/** Follows the events and curves of a task across reconnects. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { type Client, useClient } from 'urql';
import { useConnection } from '../../api/connection.ts';
import {
  TaskEventsDocument,
  type TaskEventsSubscription,
  TaskMetricsLiveDocument,
  TaskPositionDocument,
} from '../../api/generated.ts';
import { follow } from '../../api/socket.ts';
import type { CurvesChange } from '../../charts/curves.ts';
import { type LiveRun, nothingYet, withChanges, withEvents } from './live-state.ts';

const maxPoints = 1000;
const minIntervalMs = 250;
/** Interval at which components are notified. A long history arrives as thousands of events. */
const flushMilliseconds = 100;

export interface Followed extends LiveRun {
  /** Number of events that have not been received yet. */
  behind: number;
  /** Whether both streams are complete. */
  ended: boolean;
  /** Whether the task can no longer be followed. */
  failed: boolean;
}

function createStore(api: Client, taskId: string) {
  let current: Followed = { ...nothingYet, behind: 0, ended: false, failed: false };
  let events: TaskEventsSubscription['taskEvents'][] = [];
  let changes: CurvesChange[] = [];
  let newest = 0;
  let eventsAfter: string | null = null;
  let metricsAfter: string | null = null;
  let complete = 0;
  /** Counts starts and stops. Stopped streams also complete, and that is ignored. */
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stops: (() => void)[] = [];
  const listeners = new Set<() => void>();

  function publish(failed = current.failed) {
    clearTimeout(timer);
    timer = undefined;
    const run = withChanges(withEvents(current, events), changes);
    events = [];
    changes = [];
    current = { ...run, behind: Math.max(0, newest - run.seq), ended: complete === 2, failed };
    for (const listener of listeners) listener();
  }
  const later = () => {
    timer ??= setTimeout(publish, flushMilliseconds);
  };

  function start() {
    if (current.ended) return;
    const own = ++turn;
    complete = 0;
    const onEnd = () => {
      if (own !== turn) return;
      complete++;
      publish();
    };
    const onError = () => {
      if (own === turn) publish(true);
    };
    stops = [
      follow(
        TaskEventsDocument,
        { taskId, after: eventsAfter },
        {
          onResult({ taskEvents }) {
            events.push(taskEvents);
            later();
            eventsAfter = taskEvents.cursor;
            return taskEvents.cursor;
          },
          onEnd,
          onError,
        },
      ),
      follow(
        TaskMetricsLiveDocument,
        { taskId, after: metricsAfter, maxPoints, minIntervalMs },
        {
          onResult({ taskMetrics }) {
            changes.push(taskMetrics);
            later();
            metricsAfter = taskMetrics.cursor;
            return taskMetrics.cursor;
          },
          onEnd,
          onError,
        },
      ),
    ];
  }

  return {
    snapshot: () => current,
    subscribe(listener: () => void) {
      listeners.add(listener);
      if (listeners.size === 1) start();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        turn++;
        for (const stop of stops) stop();
        clearTimeout(timer);
        timer = undefined;
      };
    },
    /** Queries the last event number of the task, to compute how many events are missing. */
    async ask() {
      const { data } = await api.query(TaskPositionDocument, { id: taskId }, { requestPolicy: 'network-only' });
      if (data?.node?.__typename !== 'Task') return;
      newest = data.node.lastSeq;
      publish();
    },
  };
}

export function useFollowed(taskId: string): Followed {
  const api = useClient();
  const connection = useConnection();
  const store = useMemo(() => createStore(api, taskId), [api, taskId]);
  useEffect(() => {
    if (connection === 'live') void store.ask();
  }, [connection, store]);
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
