/** The composition root of a worker (`aias worker`), which runs tasks and reads uploads. */
import { join } from 'node:path';
import type { ConnectedConfig } from '../config/config.ts';
import { newId } from '../database/id.ts';
import { assertMigrated } from '../database/migrate.ts';
import type { Logger } from '../log.ts';
import { version } from '../version.ts';
import { startHealthServer } from '../worker/health.ts';
import { createOutcomeRecorder } from '../worker/outcome-recorder.ts';
import { type SupervisedWorker, startWorker } from '../worker/supervisor.ts';
import { openStore, storePatience, storeRetrySeconds } from './wiring/artifact-store.ts';
import { sandboxedPart } from './wiring/child-programs.ts';
import { openDatabase, openHeartbeats } from './wiring/database.ts';
import { createFeatureServices } from './wiring/feature-services.ts';
import { openIngestions } from './wiring/ingestions.ts';
import { checkPrerequisites } from './wiring/prerequisites.ts';
import { createQueueServices } from './wiring/queue-services.ts';
import { openSandbox } from './wiring/sandbox.ts';
import type { Stoppable } from './wiring/stoppable.ts';

/**
 * Starts one worker. Rejects when the database is not migrated.
 * @param once the worker exits after one task, or when it finds none within `waitSeconds`
 * @throws EngineUnavailable
 */
export async function startWorkerProcess(
  config: ConnectedConfig,
  log: Logger,
  once?: { waitSeconds: number },
): Promise<Stoppable & Pick<SupervisedWorker, 'backend' | 'device' | 'ended'>> {
  await checkPrerequisites(config, true);
  const store = await openStore(config);
  const database = await openDatabase(config, 4 + 2 * config.workerSlots + config.workerIngestions, log);
  await assertMigrated(database.sql);
  const { uploadLimits } = config;
  // Workers create no upload links.
  const { models } = createFeatureServices({ database, store, uploadLimits, publicUrl: () => '' });
  const heartbeats = openHeartbeats(config);
  const { queue, registry } = createQueueServices(database, config, heartbeats);
  const id = newId();
  const sandbox = openSandbox(config, log);
  // A worker that exits after one task reads no uploads.
  const ingestions = once ? null : await openIngestions(config, log, { database, heartbeats, store, sandbox });
  const worker = await startWorker({
    id,
    version,
    slots: config.workerSlots,
    memoryBytes: config.workerMemoryBytes,
    place: { pool: config.workerPool, labels: config.workerLabels },
    graceSeconds: config.graceSeconds,
    ...(once && { once }),
    leaseSeconds: config.leaseSeconds,
    queue,
    registry,
    settler: createOutcomeRecorder({ queue, models, store, log }),
    spool: { folder: join(config.dataDir, 'spool'), maxBytes: config.spoolBytes },
    hints: database.hints,
    trainers: {
      sandbox,
      program: sandboxedPart('trainer', config),
      stallSeconds: config.stallSeconds,
      artifacts: { store, patience: storePatience(storeRetrySeconds, log), log },
    },
    log: log.child({ workerId: id }),
  });
  const health = config.workerHealthPort ? await startHealthServer(config.host, config.workerHealthPort) : null;
  return {
    backend: worker.backend,
    device: worker.device,
    ended: worker.ended,
    async stop() {
      await Promise.all([worker.stop(), ingestions?.stop()]);
      // The health server closes late: a worker that is still requeueing its tasks must not be taken for a dead one.
      await health?.close();
      await heartbeats.close();
      await database.close();
    },
  };
}
