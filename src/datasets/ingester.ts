/**
 * Ingestion: turns an uploaded file into a READY dataset version, or says why it cannot be one. Any gateway does it; a
 * claim with a lease keeps two from doing the same, and lets another take over when one dies.
 */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { InvalidData } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { DatasetVersion } from './dataset.ts';
import type { DatasetRepository } from './dataset-repository.ts';
import { detectFormat } from './detect.ts';
import { ingest } from './ingest.ts';

const pollMilliseconds = 5000;
const renewMilliseconds = 15_000;
/** A file whose ingestion broke this often, for reasons that are not its content, is rejected all the same. */
const maxAttempts = 3;

export interface Ingester {
  /** A version waits. */
  rouse(): void;
  stop(): Promise<void>;
}

export function startIngester(deps: { repository: DatasetRepository; store: ArtifactStore; log: Logger }): Ingester {
  const { repository, store, log } = deps;
  const stopping = new AbortController();
  let working: Promise<void> | null = null;
  let again = false;

  function rouse(): void {
    again = true;
    working ??= drain().finally(() => {
      working = null;
      // Roused after the last look and before this line.
      if (again && !stopping.signal.aborted) rouse();
    });
  }

  async function drain(): Promise<void> {
    try {
      while (!stopping.signal.aborted) {
        again = false;
        const claim = await repository.claimIngestion();
        if (!claim) return;
        await ingestVersion(claim);
      }
    } catch (error) {
      log.warn({ err: error }, 'ingestion was interrupted; trying again later');
    }
  }

  async function ingestVersion(claim: DatasetVersion): Promise<void> {
    const renewing = setInterval(() => {
      repository.renewIngestion(claim).catch((error) => log.warn({ err: error }, 'could not renew an ingestion'));
    }, renewMilliseconds);
    try {
      await withLocalCopy(store, claim.artifactKey ?? '', async (path) => {
        const format = claim.format ?? (await detectFormat(path));
        const profile = await ingest(path, format, stopping.signal);
        await repository.ready(claim, format, profile);
      });
    } catch (error) {
      if (stopping.signal.aborted) return;
      if (error instanceof InvalidData) return repository.rejected(claim, error.message, error.location);
      log.error({ err: error, datasetVersionId: claim.id }, 'ingestion broke');
      if (claim.ingestAttempts >= maxAttempts) {
        await repository.rejected(
          claim,
          'The file could not be read. This is a defect of the platform, please report it.',
          null,
        );
      }
    } finally {
      clearInterval(renewing);
    }
  }

  const timer = setInterval(rouse, pollMilliseconds);
  rouse();
  return {
    rouse,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await working;
    },
  };
}
