/**
 * A topic: one log that is being followed, of a task or of an organization.
 *
 * Its tail is the newest events, read from the log once and shared by all subscribers. Positions have no gaps, except where
 * retention removed events and left an EventsOmitted event instead.
 *
 *   subscriber:  behind the tail ──── reads pages from the log
 *                inside the tail ──── reads from the tail
 *                at its end      ──── waits for the topic to advance
 */
import type { TaskEvent } from '../tasks/events/task-event.ts';
import type { DeliveryObserver } from './observer.ts';

const readPageSize = 500;
const maxTailEvents = 1000;

/** The log of a topic. */
export interface TopicLog {
  /** Returns the position of an event in this topic. */
  position(event: TaskEvent): number;
  /** Returns events after a position, in order. Metrics at positions below `metricsFrom` are omitted. */
  read(after: number, limit: number, metricsFrom?: number): Promise<TaskEvent[]>;
  /** Returns the current last position of the log. */
  end(): Promise<number>;
  /** Returns whether no event can follow this one. */
  isLast(event: TaskEvent): boolean;
}

export interface Topic extends Pick<TopicLog, 'position' | 'end' | 'isLast'> {
  /** Number of streams that follow the topic; the hub counts them. */
  subscribers: number;
  /** Reads the last position of the log. Must be called for every new subscriber before it reads events. */
  open(): Promise<void>;
  /** Raises the last known position. Wakes the waiting subscribers if it is new. */
  advance(position: number): void;
  /** Returns the available events after `after`; empty if there are none. Without metrics, the newest event is still included. */
  readAvailable(after: number, metrics: boolean): Promise<TaskEvent[]>;
  /** Resolves when the topic has advanced past `cursor`, the subscriber leaves, or the topic is closed. */
  waitForMove(cursor: number, signal: AbortSignal): Promise<void>;
  /** Wakes every subscriber; later ones do not wait. */
  close(): void;
}

/** @param observer receives the delivery latency of events that were written after the topic was opened */
export function createTopic(log: TopicLog, observer?: DeliveryObserver): Topic {
  /** Consecutive events, beginning after the position `tailAfter`. */
  let tail: TaskEvent[] = [];
  let tailAfter = 0;
  /** Highest position known from hints and reads. */
  let maxSeq = 0;
  /** Last position when the topic was opened: later events are new, not replayed. Null until it has been read. */
  let openedAt: number | null = null;
  /** The read that is extending the tail; null if there is none. */
  let extending: Promise<void> | null = null;
  let closed = false;
  const waiting = new Set<() => void>();

  function wake(): void {
    for (const resume of waiting) resume();
    waiting.clear();
  }

  function advance(position: number): void {
    if (position <= maxSeq) return;
    maxSeq = position;
    wake();
  }

  /** Brings the tail up to date for a subscriber at `after`. Concurrent callers share one read. */
  async function extendTail(after: number): Promise<void> {
    while (extending) await extending.catch(() => undefined); // its own caller reports it
    const last = tail.at(-1);
    const end = last ? log.position(last) : tailAfter;
    if (end >= maxSeq) return;
    // A tail that ends before its reader would leave a gap, so it restarts at the reader's position.
    if (end < after) [tail, tailAfter] = [[], after];
    extending = log
      .read(Math.max(end, after), maxTailEvents)
      .then((events) => {
        const all = [...tail, ...events];
        const dropped = all.at(-maxTailEvents - 1);
        if (dropped) tailAfter = log.position(dropped);
        tail = all.slice(-maxTailEvents);
        for (const event of events) observe(event);
      })
      .finally(() => {
        extending = null;
      });
    await extending;
  }

  /** Records the delivery latency of a new event. It is clamped to 0, because the database's clock may be ahead. */
  function observe(event: TaskEvent): void {
    if (openedAt === null || log.position(event) <= openedAt) return;
    observer?.onDelivered(Math.max(0, Date.now() - event.at.getTime()) / 1000);
  }

  /** Returns the events of the tail after a position, by binary search. */
  function tailEventsAfter(after: number): TaskEvent[] {
    let [low, high] = [0, tail.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = tail[middle];
      if (event && log.position(event) <= after) low = middle + 1;
      else high = middle;
    }
    return tail.slice(low);
  }

  return {
    subscribers: 0,

    end: () => log.end(),
    isLast: (event) => log.isLast(event),
    position: (event) => log.position(event),
    advance,

    async open() {
      const end = await log.end();
      openedAt ??= end;
      advance(end);
    },

    async readAvailable(after, metrics) {
      if (after >= maxSeq) return [];
      if (maxSeq - after <= maxTailEvents) {
        await extendTail(after);
        const news = tailAfter <= after ? tailEventsAfter(after) : [];
        if (news.length > 0) return news;
      }
      const page = await (metrics ? log.read(after, readPageSize) : log.read(after, readPageSize, maxSeq));
      // Retention never removes the last event.
      if (page.length === 0) throw new Error(`The log lacks events after position ${after}.`);
      return page;
    },

    waitForMove(cursor, signal) {
      if (closed || signal.aborted || cursor < maxSeq) return Promise.resolve();
      return new Promise((resolve) => {
        const resume = () => {
          waiting.delete(resume);
          signal.removeEventListener('abort', resume);
          resolve();
        };
        waiting.add(resume);
        signal.addEventListener('abort', resume);
      });
    },

    close() {
      closed = true;
      wake();
    },
  };
}
