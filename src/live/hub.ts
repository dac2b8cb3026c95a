/**
 * The hub delivers the event log to any number of subscribers, each event exactly once.
 *
 * A subscriber is only a cursor, and it pulls: events that it has not read stay in the log, not in a buffer of its own. A slow or
 * stalled subscriber therefore costs no memory and does not affect others.
 *
 * Glossary
 *   topic   one log that is being followed, of a task or of an organization. Positions have no gaps, except where retention
 *           removed events and left an EventsOmitted event instead
 *   tail    the newest events of a topic, read from the log once and shared by all of its subscribers
 *   hint    "the topic has reached position n", from database/hints.ts or from a periodic read. A lost hint only causes a delay
 *
 *   subscriber:  behind the tail ──── reads pages from the log
 *                inside the tail ──── reads from the tail
 *                at its end      ──── waits for the topic to advance
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionError } from '../database/client.ts';
import type { EventLog, TaskEventHint } from '../tasks/events/event-log.ts';
import { isTerminal, type TaskEvent } from '../tasks/events/task-event.ts';
import type { DeliveryObserver } from './observer.ts';

const readPageSize = 500;
const maxTailEvents = 1000;
const retryMs = 500;

/** Reads a topic's events. */
interface Source {
  /** Returns the position of an event in this topic. */
  position(event: TaskEvent): number;
  /** Returns events after a position, in order. Metrics at positions below `metricsFrom` are omitted. */
  read(after: number, limit: number, metricsFrom?: number): Promise<TaskEvent[]>;
  /** Returns the current last position of the log. */
  end(): Promise<number>;
  /** Returns whether no event can follow this one. */
  isLast(event: TaskEvent): boolean;
}

interface Topic extends Source {
  /** Consecutive events, beginning after the position `tailAfter`. */
  tail: TaskEvent[];
  tailAfter: number;
  /** Highest position known from hints and reads. */
  maxSeq: number;
  /** Last position when the topic was opened: later events are new, not replayed. Null until it has been read. */
  openedAt: number | null;
  /** The read that is extending the tail; null if there is none. */
  extending: Promise<void> | null;
  waiting: Set<() => void>;
  subscribers: number;
}

export type EventHub = ReturnType<typeof createEventHub>;

/** @param observer receives the delivery latency of new events */
export function createEventHub({ log, observer }: { log: EventLog; observer?: DeliveryObserver }) {
  const topics = new Map<string, Topic>();
  let closed = false;

  function wake(topic: Topic): void {
    for (const resume of topic.waiting) resume();
    topic.waiting.clear();
  }

  /** Raises the last known position of a topic. */
  function advanceTopic(key: string, position: number): void {
    const topic = topics.get(key);
    if (!topic || position <= topic.maxSeq) return;
    topic.maxSeq = position;
    wake(topic);
  }

  /** Returns the available events after `after`; empty if there are none. Without metrics, the newest event is still included. */
  async function readAvailable(topic: Topic, after: number, metrics: boolean): Promise<TaskEvent[]> {
    if (after >= topic.maxSeq) return [];
    if (topic.maxSeq - after <= maxTailEvents) {
      await extendTail(topic, after);
      const news = topic.tailAfter <= after ? eventsAfter(topic, after) : [];
      if (news.length > 0) return news;
    }
    const page = await (metrics ? topic.read(after, readPageSize) : topic.read(after, readPageSize, topic.maxSeq));
    // Retention never removes the last event.
    if (page.length === 0) throw new Error(`The log lacks events after position ${after}.`);
    return page;
  }

  /** Brings the tail up to date for a subscriber at `after`. Concurrent callers share one read. */
  async function extendTail(topic: Topic, after: number): Promise<void> {
    while (topic.extending) await topic.extending.catch(() => undefined); // its own caller reports it
    const end = tailEnd(topic);
    if (end >= topic.maxSeq) return;
    // A tail that ends before its reader would leave a gap, so it restarts at the reader's position.
    if (end < after) Object.assign(topic, { tail: [], tailAfter: after });
    topic.extending = topic
      .read(Math.max(end, after), maxTailEvents)
      .then((events) => {
        const all = [...topic.tail, ...events];
        const dropped = all.at(-maxTailEvents - 1);
        if (dropped) topic.tailAfter = topic.position(dropped);
        topic.tail = all.slice(-maxTailEvents);
        for (const event of events) observe(topic, event);
      })
      .finally(() => {
        topic.extending = null;
      });
    await topic.extending;
  }

  /** Records the delivery latency of a new event. It is clamped to 0, because the database's clock may be ahead. */
  function observe(topic: Topic, event: TaskEvent): void {
    if (topic.openedAt === null || topic.position(event) <= topic.openedAt) return;
    observer?.onDelivered(Math.max(0, Date.now() - event.at.getTime()) / 1000);
  }

  async function* follow(
    key: string,
    source: Source,
    after: number,
    signal: AbortSignal,
    metrics = true,
  ): AsyncGenerator<TaskEvent, void> {
    const topic: Topic = topics.get(key) ?? {
      ...source,
      tail: [],
      tailAfter: 0,
      maxSeq: 0,
      openedAt: null,
      extending: null,
      waiting: new Set<() => void>(),
      subscribers: 0,
    };
    // Registered before the first read of the table, so that an event written in between is not missed.
    topics.set(key, topic);
    topic.subscribers++;
    try {
      const end = await retryRead(() => topic.end(), signal);
      topic.openedAt ??= end;
      advanceTopic(key, end);
      for (let cursor = after; !closed && !signal.aborted; ) {
        const events = await retryRead(() => readAvailable(topic, cursor, metrics), signal);
        for (const [index, event] of events.entries()) {
          if (closed || signal.aborted) return;
          if (!metrics && event.type === 'MetricsReported' && index < events.length - 1) continue;
          yield event;
          cursor = topic.position(event);
          if (topic.isLast(event)) return;
        }
        if (cursor >= topic.maxSeq) await waitForMove(topic, signal);
      }
    } finally {
      if (--topic.subscribers === 0) topics.delete(key);
    }
  }

  /** Retries while the database is unavailable, so that a brief outage does not interrupt streams. */
  async function retryRead<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (!isConnectionError(error) || closed || signal.aborted) throw error;
        await delay(retryMs);
      }
    }
  }

  /** Resolves when the topic advances, the subscriber leaves, or the hub closes. */
  function waitForMove(topic: Topic, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        topic.waiting.delete(resume);
        signal.removeEventListener('abort', resume);
        resolve();
      };
      topic.waiting.add(resume);
      signal.addEventListener('abort', resume);
      if (closed || signal.aborted) resume();
    });
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
      const source: Source = {
        position: (event) => event.seq,
        read: (from, limit, metricsFrom) => log.readTask(taskId, from, limit, metricsFrom),
        end: async () => (await log.endOfTask(taskId))?.lastSeq ?? 0,
        isLast: isTerminal,
      };
      yield* follow(taskKey(taskId), source, after, signal, metrics);
    },

    /** The same for all tasks of an organization. Never completes on its own. Null `after` yields only new events. */
    async *organizationEvents(
      organizationId: string,
      after: number | null,
      signal: AbortSignal,
    ): AsyncGenerator<TaskEvent, void> {
      const source: Source = {
        position: (event) => event.organizationSeq,
        read: (from, limit) => log.readOrganization(organizationId, from, limit),
        end: () => log.endOfOrganization(organizationId),
        isLast: () => false,
      };
      const start = after ?? (await log.endOfOrganization(organizationId));
      yield* follow(organizationKey(organizationId), source, start, signal);
    },

    /** Return the current last position of a log. */
    endOfTask: async (taskId: string) => (await log.endOfTask(taskId))?.lastSeq ?? 0,
    endOfOrganization: (organizationId: string) => log.endOfOrganization(organizationId),

    /** Handles a hint. */
    notify(hint: TaskEventHint): void {
      advanceTopic(taskKey(hint.taskId), hint.seq);
      advanceTopic(organizationKey(hint.organizationId), hint.organizationSeq);
    },

    /** Reads the last position of every followed topic, to make up for lost hints. */
    async refresh(): Promise<void> {
      await Promise.all([...topics].map(async ([key, topic]) => advanceTopic(key, await topic.end())));
    },

    /** Ends every stream. */
    close(): void {
      closed = true;
      for (const topic of topics.values()) wake(topic);
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

function tailEnd({ tail, tailAfter, position }: Topic): number {
  const last = tail.at(-1);
  return last ? position(last) : tailAfter;
}

/** Returns the events of the tail after a position, by binary search. */
function eventsAfter({ tail, position }: Topic, after: number): TaskEvent[] {
  let [low, high] = [0, tail.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = tail[middle];
    if (event && position(event) <= after) low = middle + 1;
    else high = middle;
  }
  return tail.slice(low);
}

const taskKey = (taskId: string) => `task:${taskId}`;
const organizationKey = (organizationId: string) => `organization:${organizationId}`;
