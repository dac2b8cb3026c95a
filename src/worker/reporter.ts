/**
 * Coalesces the trainer's reports and writes them in batches: the first immediately, then up to four per second, because each
 * batch costs work for every watcher. A batch keeps only its latest progress report; metrics, log lines and the order are
 * preserved.
 *
 * Nothing is lost while the database is unavailable:
 *
 *   buffer of 10,000 reports ── full: superseded progress is dropped ── still full:
 *     ──> spool on disk ── full, or the disk fails:
 *           ──> the trainer is suspended until half of the buffer is free
 *
 * Events in the spool are older than those in memory and are written first, in larger batches without a pause between them.
 */

import type { Report } from '../learning/context.ts';
import { databaseDelays, retry } from '../retry.ts';
import { type NewTaskEvent, type TimestampedTaskEvent, toTaskEvent } from '../tasks/events/task-event.ts';
import type { Spool } from './spool.ts';

const flushMs = 250;
const maxBufferedEvents = 10_000;
const maxBatchSize = 1000;

/** An event, and the time it was buffered (performance.now(), which does not depend on the system clock). */
export interface BufferedEvent {
  event: NewTaskEvent;
  bufferedAt: number;
}

export interface Reporter {
  add(report: Report): void;
  /** Resolves when everything added so far is written. Rejects with the error that ended the attempt. */
  flush(): Promise<void>;
}

/**
 * @param options `write`: writes one numbered batch, and is retried unless `isFinal` returns true for its error;
 *                `onFatal`: called once when writing can no longer succeed;
 *                `onBackpressure`: called with true when no room is left and no more reports may come, and with false when there
 *                is room again
 */
export function createReporter(options: {
  write(batch: number, events: TimestampedTaskEvent[]): Promise<void>;
  isFinal(error: unknown): boolean;
  onRetry(error: unknown): void;
  onFatal(error: unknown): void;
  onBackpressure(full: boolean): void;
  spool: Spool<BufferedEvent>;
}): Reporter {
  const { spool } = options;
  let memory: BufferedEvent[] = [];
  let spilling: Promise<void> | null = null;
  let [full, ended] = [false, false];
  /** Counts of the events added, and of those written or superseded. */
  let [added, settled] = [0, 0];
  let batch = 0;
  let timer: NodeJS.Timeout | null = null;
  let flushed = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> = Promise.resolve();

  function dropSuperseded(): void {
    const kept = coalesce(memory);
    settled += memory.length - kept.length;
    memory = kept;
  }

  async function spill(): Promise<void> {
    dropSuperseded();
    if (memory.length < maxBufferedEvents / 2) return;
    const moving = memory;
    memory = [];
    if (await spool.tryAppend(moving)) return;
    memory = [...moving, ...memory];
    full = true;
    options.onBackpressure(true);
  }

  /** Removes and returns the oldest events, up to one batch. */
  async function nextBatch(): Promise<BufferedEvent[]> {
    while (spilling) await spilling;
    if (!spool.isEmpty) return spool.take(maxBatchSize);
    dropSuperseded();
    return memory.splice(0, maxBatchSize);
  }

  async function writeBatch(waiting: BufferedEvent[]): Promise<void> {
    batch++;
    const write = () => {
      const now = performance.now();
      const events = waiting.map(({ event, bufferedAt }) => ({ ...event, secondsAgo: (now - bufferedAt) / 1000 }));
      return options.write(batch, events);
    };
    await retry(write, (error) => !options.isFinal(error), { ...databaseDelays, onRetry: options.onRetry });
  }

  async function writeThrough(target: number): Promise<void> {
    while (settled < target) {
      const waiting = await nextBatch();
      await writeBatch(waiting);
      settled += waiting.length;
      if (!full || memory.length > maxBufferedEvents / 2) continue;
      full = false;
      options.onBackpressure(false);
    }
  }

  function failWith(error: unknown): never {
    if (!ended) options.onFatal(error);
    ended = true;
    throw error;
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    flushed = performance.now();
    const target = added;
    // Events are taken when the write starts, so a slow database makes batches larger, not more numerous.
    writing = writing.then(() => writeThrough(target)).catch(failWith);
    return writing;
  }

  return {
    add(report) {
      memory.push({ event: toTaskEvent(report), bufferedAt: performance.now() });
      added++;
      if (memory.length >= maxBufferedEvents && !full) {
        spilling ??= spill().finally(() => {
          spilling = null;
        });
      }
      const left = Math.max(0, flushed + flushMs - performance.now());
      // onFatal reports a write that failed for good; callers of flush() get the rejection.
      timer ??= setTimeout(() => void flush().catch(() => undefined), left);
    },
    flush,
  };
}

/** Drops every progress report that a later one in the same batch supersedes. */
export function coalesce(waiting: BufferedEvent[]): BufferedEvent[] {
  const isProgress = ({ event }: BufferedEvent) => event.type === 'TrainingProgressed';
  const latest = waiting.findLastIndex(isProgress);
  return waiting.filter((entry, index) => index === latest || !isProgress(entry));
}
