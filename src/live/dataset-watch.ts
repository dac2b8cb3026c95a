/**
 * Follows the newest version of a dataset: first its current state, then each change, until it is settled. Every update has the
 * complete state, so changes in quick succession may be merged, and a watcher that reconnects has missed nothing.
 *
 * A hint triggers a read; periodic reads make up for lost hints. Watchers of one dataset share their reads.
 */
import type { Hints } from '../database/hints.ts';
import type { DatasetVersion } from '../datasets/dataset.ts';
import { datasetChannel } from '../datasets/ingestion-queue.ts';
import type { Logger } from '../log.ts';

const pollMs = 2000;

export interface DatasetWatch {
  /** Ends when the version is settled or `signal` is aborted. A database outage only delays it. */
  versions(datasetId: string, signal: AbortSignal): AsyncGenerator<DatasetVersion, void>;
  /** Ends every watch. */
  close(): void;
}

/** @param look returns the newest version of a dataset */
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
  /** Reads in flight that started after the last hint. */
  const reads = new Map<string, Promise<DatasetVersion | null>>();
  const closing = new AbortController();

  function wake(datasetId: string): void {
    reads.delete(datasetId); // a read that started before the hint may have missed the change
    for (const wakeOne of watchers.get(datasetId) ?? []) wakeOne();
  }

  function readShared(datasetId: string): Promise<DatasetVersion | null> {
    const inFlight = reads.get(datasetId);
    if (inFlight) return inFlight;
    const started = look(datasetId)
      .catch((error) => {
        log.warn({ err: error }, 'could not read a dataset version; retrying');
        return null;
      })
      .finally(() => {
        if (reads.get(datasetId) === started) reads.delete(datasetId);
      });
    reads.set(datasetId, started);
    return started;
  }

  const wakeAll = () => {
    for (const datasetId of watchers.keys()) wake(datasetId);
  };
  const subscription = await hints.listen(datasetChannel, wake, wakeAll);
  const timer = setInterval(wakeAll, pollMs);

  return {
    async *versions(datasetId, signal) {
      const change = createChange(AbortSignal.any([signal, closing.signal]));
      const own = watchers.get(datasetId) ?? new Set();
      watchers.set(datasetId, own.add(change.happens));
      try {
        for (let lastYielded: string | null = null; ; ) {
          const version = await readShared(datasetId);
          if (change.isOver()) return;
          const current = version && fingerprint(version);
          if (version && current !== lastYielded) yield version;
          lastYielded = current ?? lastYielded;
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

/** Covers the fields whose changes are reported to watchers. */
function fingerprint({ id, state, ingestAttempts, ingestReleases, ingestion }: DatasetVersion): string {
  return JSON.stringify([id, state, ingestAttempts, ingestReleases, ingestion]);
}

/** Remembers a change until next() is called. isOver() returns true once `signal` is aborted. */
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
