import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../log.ts';
import { serveArtifacts } from '../../sandbox/artifact-server.ts';
import { createPool, type PoolOptions } from '../../serving/pool.ts';
import { createPredictor, type Predictor } from '../../serving/predictor.ts';
import { storePatience } from './artifact-store.ts';
import { sandboxedPart } from './child-programs.ts';
import { openSandbox } from './sandbox.ts';

type PoolSize = Pick<PoolOptions, 'size' | 'spares' | 'maxSeconds' | 'isInteractive' | 'maxUses'>;

/** Opens the pools of sandboxed processes that compute for the gateway. */
export function openPredictor(config: Config, store: ArtifactStore, log: Logger): Predictor {
  const sandbox = openSandbox(config, log);
  const limits = {
    memoryBytes: config.predictorMemoryBytes,
    cpuSeconds: null,
    maxFileBytes: 2 ** 32,
    maxOpenFiles: 1024,
  };
  const patience = storePatience(5, log);
  const pool = (part: string, own: PoolSize) =>
    createPool({
      ...own,
      log: log.child({ part }),
      async start(priority) {
        const process = await sandbox.start(sandboxedPart(part, config), limits, priority);
        return { process, artifacts: serveArtifacts(process, { store, patience, log }) };
      },
    });
  const { predictors: size, predictorSpares: spares, predictSeconds: maxSeconds, importSeconds } = config;
  const many = Number.POSITIVE_INFINITY;
  return createPredictor({
    predictors: pool('predictor', { size, spares, maxSeconds, isInteractive: true, maxUses: many }),
    // One archive per process: an archive that damages its process affects no other import.
    importers: pool('importer', { size: 2, spares: 0, maxSeconds: importSeconds, isInteractive: false, maxUses: 1 }),
    readers: pool('reader', { size, spares: 0, maxSeconds, isInteractive: true, maxUses: many }),
  });
}
