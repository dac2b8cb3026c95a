/** The composition root of a worker that only reads uploads (`aias worker --only-ingest`). It loads no training code. */
import type { ConnectedConfig } from '../config/config.ts';
import { assertMigrated } from '../database/migrate.ts';
import type { Logger } from '../log.ts';
import { startHealthServer } from '../worker/health.ts';
import { openStore } from './wiring/artifact-store.ts';
import { openDatabase, openHeartbeats } from './wiring/database.ts';
import { openIngestions } from './wiring/ingestions.ts';
import { checkPrerequisites } from './wiring/prerequisites.ts';
import { openSandbox } from './wiring/sandbox.ts';
import type { Stoppable } from './wiring/stoppable.ts';

/** Starts a worker that only reads uploads and runs no tasks. Rejects when the database is not migrated. */
export async function startIngestionWorker(config: ConnectedConfig, log: Logger): Promise<Stoppable> {
  await checkPrerequisites(config, false);
  const store = await openStore(config);
  const database = await openDatabase(config, 2 + config.workerIngestions, log);
  await assertMigrated(database.sql);
  const heartbeats = openHeartbeats(config);
  const sandbox = openSandbox(config, log);
  const ingestions = await openIngestions(config, log, { database, heartbeats, store, sandbox });
  const health = config.workerHealthPort ? await startHealthServer(config.host, config.workerHealthPort) : null;
  return {
    async stop() {
      await ingestions.stop();
      await health?.close();
      await heartbeats.close();
      await database.close();
    },
  };
}
