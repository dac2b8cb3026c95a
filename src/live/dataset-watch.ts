/**
 * Follows the newest version of a dataset, for whoever watches it: first as it is, then each change, until it is settled. What is
 * shown is a state, so changes in quick succession may be shown as one, and a watcher that comes back has missed nothing.
 *
 * A hint says when to look; a look by the clock makes up for hints that were lost. Watchers of one dataset share their looks.
 */
import type { Hints } from '../database/hints.ts';
import type { DatasetVersion } from '../datasets/dataset.ts';
import { datasetChannel } from '../datasets/ingestion-queue.ts';
import type { Logger } from '../log.ts';

const pollMilliseconds = 2000;

export interface DatasetWatch {
  /** Ends when the version can change no more, or when `signal` is aborted. A database that is away only delays it. */
  versions(datasetId: string, signal: AbortSignal): AsyncGenerator<DatasetVersion, void>;
  /** Ends every watch. */
  close(): void;
}

/** @param look the newest version of a dataset */
export async function createDatasetWatch({
  hints,
  look,
  log,
}: {
  hints: Hints;
  look: (datasetId: string) => Promise<DatasetVersion | null>;
  log: Logger;
}): Promise<DatasetWatch> {
  const watchers = new Map<string, Set<() => void>>();
  /** Looks that have begun since the last hint. */
  const looks = new Map<string, Promise<DatasetVersion | null>>();
  const closing = new AbortController();

  function wake(datasetId: string): void {
    looks.delete(datasetId); // it may have seen less than the hint tells of
    for (const wakeOne of watchers.get(datasetId) ?? []) wakeOne();
  }

  function sharedLook(datasetId: string): Promise<DatasetVersion | null> {
    const begun = looks.get(datasetId);
    if (begun) return begun;
    const begins = look(datasetId)
      .catch((error) => {
        log.warn({ err: error }, 'could not look at a dataset; trying again');
        return null;
      })
      .finally(() => {
        if (looks.get(datasetId) === begins) looks.delete(datasetId);
      });
    looks.set(datasetId, begins);
    return begins;
  }

  const wakeAll = () => {
    for (const datasetId of watchers.keys()) wake(datasetId);
  };
  const subscription = await hints.listen(datasetChannel, wake, wakeAll);
  const timer = setInterval(wakeAll, pollMilliseconds);

  return {
    async *versions(datasetId, signal) {
      const change = createChange(AbortSignal.any([signal, closing.signal]));
      const own = watchers.get(datasetId) ?? new Set();
      watchers.set(datasetId, own.add(change.happens));
      try {
        for (let shown: string | null = null; ; ) {
          const version = await sharedLook(datasetId);
          if (change.isOver()) return;
          const seen = version && fingerprint(version);
          if (version && seen !== shown) yield version;
          shown = seen ?? shown;
          if (version && isSettled(version)) return;
          await change.next();
        }
      } finally {
        own.delete(change.happens);
        if (own.size === 0) watchers.delete(datasetId);
      }
    },
    close() {
      clearInterval(timer);
      subscription.unlisten();
      closing.abort();
    },
  };
}

function isSettled({ state }: DatasetVersion): boolean {
  return state !== 'UPLOADING' && state !== 'INGESTING';
}

/** What a watcher can see change. */
function fingerprint({ id, state, ingestAttempts, ingestReleases, ingestion }: DatasetVersion): string {
  return JSON.stringify([id, state, ingestAttempts, ingestReleases, ingestion]);
}

/** Remembers that something happened until somebody asks; over when `signal` is aborted. */
function createChange(signal: AbortSignal) {
  let happened = false;
  let resume: (() => void) | null = null;
  const happens = () => {
    happened = true;
    resume?.();
  };
  signal.addEventListener('abort', happens, { once: true });
  return {
    happens,
    isOver: () => signal.aborted,
    async next(): Promise<void> {
      if (!happened && !signal.aborted) {
        await new Promise<void>((resolve) => {
          resume = resolve;
        });
      }
      happened = false;
      resume = null;
    },
  };
}
