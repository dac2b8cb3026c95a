import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { Config } from '../../config/config.ts';
import type { DatabaseClient } from '../../database/create-database.ts';
import { createIngestionQueue } from '../../datasets/ingestion-queue.ts';
import type { Logger } from '../../log.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startIngestions } from '../../worker/ingestion/ingestions.ts';
import { storePatience, storeRetrySeconds } from './artifact-store.ts';
import { sandboxedPart } from './child-programs.ts';
import type { Stoppable } from './stoppable.ts';

/** Starts the reading of uploads, which a worker does beside its tasks. */
export async function openIngestions(
  config: Config,
  log: Logger,
  deps: { database: DatabaseClient; heartbeats: DatabaseClient; store: ArtifactStore; sandbox: Sandbox },
): Promise<Stoppable> {
  const { database, heartbeats, store, sandbox } = deps;
  const { leaseSeconds, maxAttempts, ingestion, workerIngestions } = config;
  const program = sandboxedPart('ingester', config);
  return startIngestions({
    lanes: workerIngestions,
    leaseSeconds,
    queue: createIngestionQueue({ db: database.db, heartbeatDb: heartbeats.db, leaseSeconds, maxAttempts }),
    ingester: {
      ...ingestion,
      sandbox,
      // V8 collects garbage in time only when it knows its limit. Array buffers and decoders need the rest of the memory.
      program: { ...program, execArgv: [...program.execArgv, `--max-old-space-size=${heapMegabytes(ingestion)}`] },
      artifacts: { store, patience: storePatience(storeRetrySeconds, log), log },
      log,
    },
    hints: database.hints,
    log,
  });
}

function heapMegabytes({ memoryBytes }: Config['ingestion']): number {
  return Math.floor((memoryBytes * 0.75) / 2 ** 20);
}
