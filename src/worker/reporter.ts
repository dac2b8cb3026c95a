/**
 * Collects what the trainer reports and writes it in batches: the first at once, then at most four a second, whatever the
 * speed of the training: every one of them costs the machine that trains something for each watcher. Of the progress reports in one
 * batch only the latest is kept; metrics, log lines and the order of all are kept whole.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../learning/context.ts';
import { eventOf, type NewTaskEvent } from '../tasks/task-event.ts';

const flushMilliseconds = 250;
const retryMilliseconds = 500;

export interface Reporter {
  add(report: Report): void;
  /** Resolves when everything that was added so far is written. Rejects with what ended the attempt. */
  flush(): Promise<void>;
}

/**
 * @param write  writes one numbered batch; what it throws is retried unless `isFinal` says that it is pointless
 * @param onEnd  told once when writing became pointless
 */
export function createReporter(options: {
  write(batch: number, events: NewTaskEvent[]): Promise<void>;
  isFinal(error: unknown): boolean;
  onRetry(error: unknown): void;
  onEnd(error: unknown): void;
}): Reporter {
  let pending: NewTaskEvent[] = [];
  let batch = 0;
  let timer: NodeJS.Timeout | null = null;
  let flushed = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> = Promise.resolve();

  async function writeBatch(events: NewTaskEvent[]): Promise<void> {
    batch++;
    for (;;) {
      try {
        return await options.write(batch, events);
      } catch (error) {
        if (options.isFinal(error)) {
          options.onEnd(error);
          throw error;
        }
        options.onRetry(error);
        await delay(retryMilliseconds);
      }
    }
  }

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    flushed = performance.now();
    // Taken when its turn comes, so that a slow database makes batches larger, not more.
    writing = writing.then(async () => {
      const events = coalesce(pending);
      pending = [];
      if (events.length > 0) await writeBatch(events);
    });
    return writing;
  }

  return {
    add(report) {
      pending.push(eventOf(report));
      // A write that became pointless was told to onEnd; flush() rejects for whoever waits for it.
      timer ??= setTimeout(() => void flush().catch(() => undefined), flushed + flushMilliseconds - performance.now());
    },
    flush,
  };
}

/** Drops every progress report that a later one in the same batch supersedes. */
export function coalesce(events: NewTaskEvent[]): NewTaskEvent[] {
  const latest = events.findLastIndex((event) => event.type === 'TrainingProgressed');
  return events.filter((event, index) => event.type !== 'TrainingProgressed' || index === latest);
}
