/**
 * The hub: from the event log to any number of subscribers, none of whom misses an event or sees one twice.
 *
 * A subscriber is nothing but a cursor. It pulls: what it has not read stays in the log, not in a buffer of its own, so
 * one that reads slowly, or not at all, costs nothing and harms nobody.
 *
 * Glossary
 *   topic   one log that is being followed: of a task, or of an organisation. Positions are given out without a gap; where retention
 *           has taken events away some lack, and an event says so (EventsOmitted)
 *   tail    the newest events of a topic, read from the log once and shared by all of its subscribers
 *   hint    "the topic reaches position n by now" (from database/hints.ts, or from a look at the table). Losing one only costs time
 *
 *   subscriber:  behind the tail ──── reads the log itself, page by page
 *                inside the tail ──── takes from the tail
 *                at its end      ──── waits for the topic to move
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionError } from '../database/client.ts';
import type { EventLog, TaskEventHint } from '../tasks/event-log.ts';
import { isTerminal, type TaskEvent } from '../tasks/task-event.ts';
import type { DeliveryObserver } from './observer.ts';

const pageSize = 500;
const tailSize = 1000;
const retryMilliseconds = 500;

/** Where a topic's events come from. */
interface Source {
  /** Position of an event in this topic. */
  position(event: TaskEvent): number;
  /** Events after a position, in order. `metricsFrom`: without metrics of a lower position. */
  read(after: number, limit: number, metricsFrom?: number): Promise<TaskEvent[]>;
  /** The last position in the log by now. */
  end(): Promise<number>;
  /** No event follows this one. */
  isLast(event: TaskEvent): boolean;
}

interface Topic extends Source {
  /** Every event after the position `tailAfter` up to that of its last one. */
  tail: TaskEvent[];
  tailAfter: number;
  /** The highest position that we were told of. */
  known: number;
  /** The end of the log when the topic was opened: what follows it is news; null until we know. */
  opened: number | null;
  /** The read that is extending the tail, if one is. */
  extending: Promise<void> | null;
  waiting: Set<() => void>;
  subscribers: number;
}

export type EventHub = ReturnType<typeof createEventHub>;

/** @param observer told how late news arrives; absent: nobody asks */
export function createEventHub({ log, observer }: { log: EventLog; observer?: DeliveryObserver }) {
  const topics = new Map<string, Topic>();
  let closed = false;

  function wake(topic: Topic): void {
    for (const resume of topic.waiting) resume();
    topic.waiting.clear();
  }

  /** Tells the hub how far a topic goes. */
  function advance(key: string, position: number): void {
    const topic = topics.get(key);
    if (!topic || position <= topic.known) return;
    topic.known = position;
    wake(topic);
  }

  /** The events after `after` that are there by now; none when the topic has not moved. With or without metrics, the last one is there. */
  async function take(topic: Topic, after: number, metrics: boolean): Promise<TaskEvent[]> {
    if (after >= topic.known) return [];
    if (topic.known - after <= tailSize) {
      await extendTail(topic, after);
      const news = topic.tailAfter <= after ? newerThan(topic, after) : [];
      if (news.length > 0) return news;
    }
    const page = await (metrics ? topic.read(after, pageSize) : topic.read(after, pageSize, topic.known));
    // Whatever retention took, it left what came last.
    if (page.length === 0) throw new Error(`The log lacks what follows position ${after}, which it gave out.`);
    return page;
  }

  /** Brings the tail up to date for a subscriber at `after`. Many ask at once, one reads. */
  async function extendTail(topic: Topic, after: number): Promise<void> {
    while (topic.extending) await topic.extending.catch(() => undefined); // its own caller reports it
    const end = endOfTail(topic);
    if (end >= topic.known) return;
    // A tail that ends before its reader would leave a hole: begin anew where the reader stands.
    if (end < after) Object.assign(topic, { tail: [], tailAfter: after });
    topic.extending = topic
      .read(Math.max(end, after), tailSize)
      .then((events) => {
        const all = [...topic.tail, ...events];
        const dropped = all.at(-tailSize - 1);
        if (dropped) topic.tailAfter = topic.position(dropped);
        topic.tail = all.slice(-tailSize);
        for (const event of events) observe(topic, event);
      })
      .finally(() => {
        topic.extending = null;
      });
    await topic.extending;
  }

  /** The database's clock may run ahead of ours: nothing is early. */
  function observe(topic: Topic, event: TaskEvent): void {
    if (topic.opened === null || topic.position(event) <= topic.opened) return;
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
      known: 0,
      opened: null,
      extending: null,
      waiting: new Set<() => void>(),
      subscribers: 0,
    };
    // Registered before the first look at the table: what is written in between cannot be missed.
    topics.set(key, topic);
    topic.subscribers++;
    try {
      const end = await patiently(() => topic.end(), signal);
      topic.opened ??= end;
      advance(key, end);
      for (let cursor = after; !closed && !signal.aborted; ) {
        const taken = await patiently(() => take(topic, cursor, metrics), signal);
        for (const [place, event] of taken.entries()) {
          if (closed || signal.aborted) return;
          if (!metrics && event.type === 'MetricsReported' && place < taken.length - 1) continue;
          yield event;
          cursor = topic.position(event);
          if (topic.isLast(event)) return;
        }
        if (cursor >= topic.known) await moved(topic, signal);
      }
    } finally {
      if (--topic.subscribers === 0) topics.delete(key);
    }
  }

  /** A database that is away for a moment interrupts no stream: its subscribers wait, and go on where they were. */
  async function patiently<T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        return await read();
      } catch (error) {
        if (!isConnectionError(error) || closed || signal.aborted) throw error;
        await delay(retryMilliseconds);
      }
    }
  }

  /** Resolves when the topic moved, the subscriber left, or the hub closed. */
  function moved(topic: Topic, signal: AbortSignal): Promise<void> {
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
     * Every event of a task after position `after`, then each as it is written. Completes with the task's last event.
     * Ends early, without an error, when `signal` is aborted or the hub closes.
     * @param metrics false: of MetricsReported only what is the newest event when the log is looked at, so that one knows how far it is
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
        read: (from, limit, metricsFrom) => log.ofTask(taskId, from, limit, metricsFrom),
        end: async () => (await log.endOfTask(taskId))?.lastSeq ?? 0,
        isLast: isTerminal,
      };
      yield* follow(taskKey(taskId), source, after, signal, metrics);
    },

    /** The same for all tasks of an organisation. Never completes by itself. `after` null: from now on. */
    async *organizationEvents(
      organizationId: string,
      after: number | null,
      signal: AbortSignal,
    ): AsyncGenerator<TaskEvent, void> {
      const source: Source = {
        position: (event) => event.organizationSeq,
        read: (from, limit) => log.ofOrganization(organizationId, from, limit),
        end: () => log.endOfOrganization(organizationId),
        isLast: () => false,
      };
      const start = after ?? (await log.endOfOrganization(organizationId));
      yield* follow(organizationKey(organizationId), source, start, signal);
    },

    /** How far the logs go by now. */
    endOfTask: async (taskId: string) => (await log.endOfTask(taskId))?.lastSeq ?? 0,
    endOfOrganization: (organizationId: string) => log.endOfOrganization(organizationId),

    /** A hint came in. */
    notify(hint: TaskEventHint): void {
      advance(taskKey(hint.taskId), hint.seq);
      advance(organizationKey(hint.organizationId), hint.organizationSeq);
    },

    /** Looks at the table for every topic that somebody follows. Hints can be lost; this makes up for them. */
    async refresh(): Promise<void> {
      await Promise.all([...topics].map(async ([key, topic]) => advance(key, await topic.end())));
    },

    /** Ends every stream. */
    close(): void {
      closed = true;
      for (const topic of topics.values()) wake(topic);
    },

    /** Topics followed and subscribers, for metrics and tests. */
    stats(): { topics: number; subscribers: number } {
      return {
        topics: topics.size,
        subscribers: [...topics.values()].reduce((sum, topic) => sum + topic.subscribers, 0),
      };
    },
  };
}

function endOfTail({ tail, tailAfter, position }: Topic): number {
  const last = tail.at(-1);
  return last ? position(last) : tailAfter;
}

/** The events of the tail after a position, found by halving. */
function newerThan({ tail, position }: Topic, after: number): TaskEvent[] {
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
