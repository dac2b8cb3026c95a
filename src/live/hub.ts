/**
 * The hub delivers the event log to any number of subscribers, each event exactly once.
 *
 * A subscriber is only a cursor, and it pulls: events that it has not read stay in the log, not in a buffer of its own. A slow or
 * stalled subscriber therefore costs no memory and does not affect others.
 *
 * Glossary
 *   topic   one log that is being followed (topic.ts), of a task or of an organization
 *   hint    "the topic has reached position n", from database/hints.ts or from a periodic read. A lost hint only causes a delay
 */

import { isConnectionError } from '../database/client.ts';
import { databaseDelays, retry } from '../retry.ts';
import type { EventLog, TaskEventHint } from '../tasks/events/event-log.ts';
import { isTerminal, type TaskEvent } from '../tasks/events/task-event.ts';
import type { DeliveryObserver } from './observer.ts';
import { createTopic, type Topic, type TopicLog } from './topic.ts';

export type EventHub = ReturnType<typeof createEventHub>;

/** @param observer receives the delivery latency of new events */
export function createEventHub({ log, observer }: { log: EventLog; observer?: DeliveryObserver }) {
  const topics = new Map<string, Topic>();
  let closed = false;

  async function* follow(
    key: string,
    topicLog: TopicLog,
    after: number,
    signal: AbortSignal,
    metrics = true,
  ): AsyncGenerator<TaskEvent, void> {
    const topic = topics.get(key) ?? createTopic(topicLog, observer);
    // Registered before the first read of the table, so that an event written in between is not missed.
    topics.set(key, topic);
    topic.subscribers++;
    try {
      await retryRead(() => topic.open(), signal);
      for (let cursor = after; !closed && !signal.aborted; ) {
        const events = await retryRead(() => topic.readAvailable(cursor, metrics), signal);
        for (const [index, event] of events.entries()) {
          if (closed || signal.aborted) return;
          if (!metrics && event.type === 'MetricsReported' && index < events.length - 1) continue;
          yield event;
          cursor = topic.position(event);
          if (topic.isLast(event)) return;
        }
        await topic.waitForMove(cursor, signal);
      }
    } finally {
      if (--topic.subscribers === 0) topics.delete(key);
    }
  }

  /** Retries while the database is unavailable, so that a brief outage does not interrupt streams. */
  function retryRead<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return retry(read, (error) => isConnectionError(error) && !closed && !signal.aborted, databaseDelays);
  }

  return {
    /**
     * Yields every event of a task after position `after`, then each new one. Completes with the task's last event.
     * Ends early, without an error, when `signal` is aborted or the hub closes.
     * @param metrics false omits MetricsReported, except for the newest event at each read, which shows how far the log is
     */
    async *taskEvents(
      taskId: string,
      after: number,
      signal: AbortSignal,
      { metrics = true }: { metrics?: boolean } = {},
    ): AsyncGenerator<TaskEvent, void> {
      const end = await log.endOfTask(taskId);
      if (!end || (end.complete && after >= end.lastSeq)) return;
      const topicLog: TopicLog = {
        position: (event) => event.seq,
        read: (from, limit, metricsFrom) => log.readTask(taskId, from, limit, metricsFrom),
        end: async () => (await log.endOfTask(taskId))?.lastSeq ?? 0,
        isLast: isTerminal,
      };
      yield* follow(taskKey(taskId), topicLog, after, signal, metrics);
    },

    /** The same for all tasks of an organization. Never completes on its own. Null `after` yields only new events. */
    async *organizationEvents(
      organizationId: string,
      after: number | null,
      signal: AbortSignal,
    ): AsyncGenerator<TaskEvent, void> {
      const topicLog: TopicLog = {
        position: (event) => event.organizationSeq,
        read: (from, limit) => log.readOrganization(organizationId, from, limit),
        end: () => log.endOfOrganization(organizationId),
        isLast: () => false,
      };
      const start = after ?? (await log.endOfOrganization(organizationId));
      yield* follow(organizationKey(organizationId), topicLog, start, signal);
    },

    /** Return the current last position of a log. */
    endOfTask: async (taskId: string) => (await log.endOfTask(taskId))?.lastSeq ?? 0,
    endOfOrganization: (organizationId: string) => log.endOfOrganization(organizationId),

    /** Handles a hint. */
    notify(hint: TaskEventHint): void {
      topics.get(taskKey(hint.taskId))?.advance(hint.seq);
      topics.get(organizationKey(hint.organizationId))?.advance(hint.organizationSeq);
    },

    /** Reads the last position of every followed topic, to make up for lost hints. */
    async refresh(): Promise<void> {
      const refreshTopic = async ([key, topic]: [string, Topic]) => {
        const end = await topic.end();
        topics.get(key)?.advance(end);
      };
      await Promise.all([...topics].map(refreshTopic));
    },

    /** Ends every stream. */
    close(): void {
      closed = true;
      for (const topic of topics.values()) topic.close();
    },

    /** Number of followed topics and of subscribers, for metrics and tests. */
    stats(): { topics: number; subscribers: number } {
      return {
        topics: topics.size,
        subscribers: [...topics.values()].reduce((sum, topic) => sum + topic.subscribers, 0),
      };
    },
  };
}

const taskKey = (taskId: string) => `task:${taskId}`;
const organizationKey = (organizationId: string) => `organization:${organizationId}`;
