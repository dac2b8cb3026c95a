/** One attempt at one upload, from the claim to its last write. */

import { isConnectionError } from '../../database/client.ts';
import { type IngestionClaim, IngestionLost, type IngestionQueue } from '../../datasets/ingestion-queue.ts';
import type { Logger } from '../../log.ts';
import { databaseDelays, retry } from '../../retry.ts';
import type { Ingester, IngestOutcome } from './ingester.ts';

/** After this many crashes on one file the upload is rejected, because another attempt would crash too. */
const maxCrashes = 2;

export interface Ingestion {
  /** Renews the lease. Never rejects. */
  beat(): Promise<void>;
  /** Returns the upload to the queue, because the worker is shutting down. */
  drain(): void;
  /** Resolves when nothing more will be written. Never rejects. */
  readonly ended: Promise<void>;
}

export function startIngestion(options: {
  claim: IngestionClaim;
  ingester: Ingester;
  queue: IngestionQueue;
  memoryBytes: number;
  log: Logger;
}): Ingestion {
  const { claim, ingester, queue } = options;
  const log = options.log.child({ datasetVersionId: claim.versionId, attempt: claim.attempt });
  let [lost, draining, isRecording] = [false, false, false];
  /** The progress write in flight. Progress that arrives meanwhile is dropped. */
  let writing: Promise<void> | null = null;

  function handleError(error: unknown, message: string): void {
    const isLeaseLost = error instanceof IngestionLost;
    if (!lost) log.warn({ err: error }, isLeaseLost ? 'abandoned the ingestion' : message);
    lost ||= isLeaseLost;
    if (lost) ingester.kill();
  }

  /**
   * Retries until the write succeeds, however long the database is unavailable.
   * @throws IngestionLost, and errors that retrying cannot fix
   */
  function retryUntilWritten(write: () => Promise<void>): Promise<void> {
    const onRetry = (error: unknown) => log.warn({ err: error }, 'could not write to the database; retrying');
    return retry(write, isConnectionError, { ...databaseDelays, onRetry });
  }

  function recordOutcome(outcome: IngestOutcome): Promise<void> {
    const reject = (reason: string, location: string | null = null) => queue.reject(claim, reason, location);
    switch (outcome.kind) {
      case 'ready':
        return queue.markReady(claim, outcome.format, outcome.profile);
      case 'rejected':
        return reject(outcome.reason, outcome.location);
      case 'memory':
        return reject(
          `Reading the file requires more than ${formatGib(options.memoryBytes)} of memory. Upload fewer rows, columns or ` +
            'pixels, or ask the operator to raise AIAS_INGEST_MEMORY_BYTES.',
        );
      case 'time':
        return reject(
          `Reading the file takes longer than ${outcome.seconds} s. Upload a smaller file, or ask the operator to raise ` +
            'AIAS_INGEST_SECONDS.',
        );
      case 'crashed':
        log.error({ reason: outcome.reason }, 'the ingester crashed while reading an upload');
        if (claim.tries < maxCrashes) return queue.retry(claim);
        return reject(
          'The program that reads uploads crashed on this file twice. It may be damaged: save it again with another program.',
        );
      case 'broken':
        log.error({ reason: outcome.reason }, 'an upload could not be read');
        return queue.retry(claim);
    }
  }

  async function run(): Promise<void> {
    const { fresh } = ingester;
    const outcome = await ingester.run(claim, (progress) => {
      writing ??= queue
        .progress(claim, progress)
        .catch((error) => handleError(error, 'could not write ingestion progress'))
        .finally(() => {
          writing = null;
        });
    });
    await writing;
    if (lost) return;
    // A complete result counts even while the worker drains.
    const isComplete = outcome.kind === 'ready' || outcome.kind === 'rejected';
    // Earlier uploads may have caused the failure of a process that was reused.
    const isReleased = !isComplete && (draining || !fresh);
    isRecording = true;
    await retryUntilWritten(() => (isReleased ? queue.release(claim) : recordOutcome(outcome)));
    log.info({ outcome: outcome.kind, released: isReleased }, 'upload read');
  }

  return {
    ended: run().catch((error) => handleError(error, 'could not record the outcome of an ingestion')),
    async beat() {
      await queue.renew(claim).catch((error) => {
        // A recorded upload has no lease any more, and the write reports any other error.
        if (!isRecording) handleError(error, 'could not renew the lease of an ingestion; retrying');
      });
    },
    drain() {
      draining = true;
      ingester.kill();
    },
  };
}

function formatGib(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
}
