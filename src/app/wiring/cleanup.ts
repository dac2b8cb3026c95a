import type { SessionService } from '../../accounts/sessions.ts';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { Config } from '../../config/config.ts';
import type { Database } from '../../database/client.ts';
import type { DatasetService } from '../../datasets/dataset-service.ts';
import type { Logger } from '../../log.ts';
import type { ImportService } from '../../models/import-service.ts';
import { createCheckpointCleanup } from '../../tasks/checkpoint-cleanup.ts';
import { createRetention } from '../../tasks/events/retention.ts';
import type { TaskQueue } from '../../tasks/queue/queue.ts';
import { createPurger } from '../../trash/purge.ts';

/** Starts to remove periodically what has expired. @returns a function that stops it */
export function startCleanup(deps: {
  db: Database;
  store: ArtifactStore;
  config: Pick<Config, 'leaseSeconds' | 'eventRetentionDays' | 'trashDays'>;
  queue: TaskQueue;
  sessions: SessionService;
  datasets: DatasetService;
  imports: ImportService;
  log: Logger;
}): () => void {
  const { db, store, config, queue, sessions, datasets, imports, log } = deps;
  const retention = createRetention({ db, store, days: config.eventRetentionDays });
  const purge = createPurger({ db, store, days: config.trashDays, retention });
  const cleanCheckpoints = createCheckpointCleanup({ db, store });
  // Workers requeue each other's tasks; the gateway does it when no worker is left.
  const timer = setInterval(() => {
    Promise.all([
      queue.requeueExpired(),
      sessions.deleteExpired(),
      datasets.expireUploads(),
      imports.expireUploads(),
      retention.prune(),
      cleanCheckpoints(),
      purge(),
    ]).catch((error) => log.warn({ err: error }, 'cleanup failed'));
  }, config.leaseSeconds * 1000);
  return () => clearInterval(timer);
}
