/** One attempt at one upload, from the claim to its last write. */
import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionError } from '../database/client.ts';
import { type IngestionClaim, IngestionLost, type IngestionQueue } from '../datasets/ingestion-queue.ts';
import type { Logger } from '../log.ts';
import type { Ingester, IngestOutcome } from './ingester.ts';

const retryMilliseconds = 500;
/** A reader that crashed on a file twice would do so for ever. */
const maxCrashes = 2;

export interface Ingestion {
  /** Renews the lease. Never rejects. */
  beat(): Promise<void>;
  /** The worker shuts down: the upload is handed back. */
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
  let [lost, draining, settling] = [false, false, false];
  /** Progress is written one after the other, and what comes meanwhile is left out. */
  let writing: Promise<void> | null = null;

  function meet(error: unknown, what: string): void {
    const isOver = error instanceof IngestionLost;
    if (!lost) log.warn({ err: error }, isOver ? 'gave an ingestion up' : what);
    lost ||= isOver;
    if (lost) ingester.kill();
  }

  /** Tries until it is written: the work is done, and the database will be back. @throws IngestionLost, or what no wait mends */
  async function persist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        log.warn({ err: error }, 'could not write; trying again');
        await delay(retryMilliseconds);
      }
    }
  }

  function settle(outcome: IngestOutcome): Promise<void> {
    const reject = (reason: string, location: string | null = null) => queue.reject(claim, reason, location);
    switch (outcome.kind) {
      case 'ready':
        return queue.ready(claim, outcome.format, outcome.profile);
      case 'rejected':
        return reject(outcome.reason, outcome.location);
      case 'memory':
        return reject(
          `The file needs more than ${gibibytes(options.memoryBytes)} of memory to be read. Upload fewer rows, columns or ` +
            'pixels, or ask the operator to raise AIAS_INGEST_MEMORY_BYTES.',
        );
      case 'time':
        return reject(
          `Reading the file takes longer than ${outcome.seconds} s. Upload a smaller one, or ask the operator to raise ` +
            'AIAS_INGEST_SECONDS.',
        );
      case 'crashed':
        log.error({ reason: outcome.reason }, 'the process that read an upload crashed');
        if (claim.tries < maxCrashes) return queue.retry(claim);
        return reject(
          'The file crashed the program that reads it, twice. It may be damaged: save it again with another program.',
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
        .catch((error) => meet(error, 'could not write the progress of an ingestion'))
        .finally(() => {
          writing = null;
        });
    });
    await writing;
    if (lost) return;
    // What was read to its end counts even so.
    const isOver = outcome.kind === 'ready' || outcome.kind === 'rejected';
    // A process that has read others may owe its end to them.
    const handBack = !isOver && (draining || !fresh);
    settling = true;
    await persist(() => (handBack ? queue.release(claim) : settle(outcome)));
    log.info({ outcome: outcome.kind, handedBack: handBack }, 'upload read');
  }

  return {
    ended: run().catch((error) => meet(error, 'could not write how an ingestion ended')),
    async beat() {
      await queue.renew(claim).catch((error) => {
        // What was just settled has no lease any more; writing tells what else went wrong.
        if (!settling) meet(error, 'could not renew the lease of an ingestion; trying again');
      });
    },
    drain() {
      draining = true;
      ingester.kill();
    },
  };
}

function gibibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
}
