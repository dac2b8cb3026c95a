/**
 * Collects what the trainer reports and writes it in batches: the first at once, then at most four a second, whatever the
 * speed of the training: every one of them costs the machine that trains something for each watcher. Of the progress reports in one
 * batch only the latest is kept; metrics, log lines and the order of all are kept whole.
 *
 * While the database is away nothing is lost:
 *
 *   memory, up to 10,000 reports ── full: progress that was superseded is dropped ── still full:
 *     ──> spool on disk ── full, or the disk fails:
 *           ──> the trainer is held, until half of the memory is free again
 *
 * What is in the spool is older than what is in memory, and is written first. The batches are larger then, and follow at once.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../learning/context.ts';
import { type DelayedTaskEvent, eventOf, type NewTaskEvent } from '../tasks/task-event.ts';
import type { Spool } from './spool.ts';

const flushMilliseconds = 250;
const retryMilliseconds = 500;
const mostInMemory = 10_000;
const mostInBatch = 1000;

/** An event that waits, and since when (performance.now(), which no setting of a clock changes). */
export interface Waiting {
  event: NewTaskEvent;
  since: number;
}

export interface Reporter {
  add(report: Report): void;
  /** Resolves when everything that was added so far is written. Rejects with what ended the attempt. */
  flush(): Promise<void>;
}

/**
 * @param write  writes one numbered batch; what it throws is retried unless `isFinal` says that it is pointless
 * @param onEnd  told once when writing became pointless, or impossible
 * @param onFull told that there is no room left (true), so that no more should come, and when there is again (false)
 */
export function createReporter(options: {
  write(batch: number, events: DelayedTaskEvent[]): Promise<void>;
  isFinal(error: unknown): boolean;
  onRetry(error: unknown): void;
  onEnd(error: unknown): void;
  onFull(full: boolean): void;
  spool: Spool<Waiting>;
}): Reporter {
  const { spool } = options;
  let memory: Waiting[] = [];
  let spilling: Promise<void> | null = null;
  let [full, ended] = [false, false];
  /** Events that came, and those that are written or were superseded. */
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
    if (memory.length < mostInMemory / 2) return;
    const moving = memory;
    memory = [];
    if (await spool.append(moving)) return;
    memory = [...moving, ...memory];
    full = true;
    options.onFull(true);
  }

  /** The oldest events, in a batch. */
  async function next(): Promise<Waiting[]> {
    while (spilling) await spilling;
    if (!spool.empty) return spool.take(mostInBatch);
    dropSuperseded();
    return memory.splice(0, mostInBatch);
  }

  async function writeBatch(waiting: Waiting[]): Promise<void> {
    batch++;
    for (;;) {
      const now = performance.now();
      try {
        const events = waiting.map(({ event, since }) => ({ ...event, secondsAgo: (now - since) / 1000 }));
        return await options.write(batch, events);
      } catch (error) {
        if (options.isFinal(error)) throw error;
        options.onRetry(error);
        await delay(retryMilliseconds);
      }
    }
  }

  async function writeUpTo(target: number): Promise<void> {
    while (settled < target) {
      const waiting = await next();
      await writeBatch(waiting);
      settled += waiting.length;
      if (!full || memory.length > mostInMemory / 2) continue;
      full = false;
      options.onFull(false);
    }
  }

  function end(error: unknown): never {
    if (!ended) options.onEnd(error);
    ended = true;
    throw error;
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    flushed = performance.now();
    const target = added;
    // Taken when its turn comes, so that a slow database makes batches larger, not more.
    writing = writing.then(() => writeUpTo(target)).catch(end);
    return writing;
  }

  return {
    add(report) {
      memory.push({ event: eventOf(report), since: performance.now() });
      added++;
      if (memory.length >= mostInMemory && !full) {
        spilling ??= spill().finally(() => {
          spilling = null;
        });
      }
      // A write that became pointless was told to onEnd; flush() rejects for whoever waits for it.
      timer ??= setTimeout(() => void flush().catch(() => undefined), flushed + flushMilliseconds - performance.now());
    },
    flush,
  };
}

/** Drops every progress report that a later one of the same batch supersedes. */
export function coalesce(waiting: Waiting[]): Waiting[] {
  const isProgress = ({ event }: Waiting) => event.type === 'TrainingProgressed';
  const latest = waiting.findLastIndex(isProgress);
  return waiting.filter((one, index) => index === latest || !isProgress(one));
}
