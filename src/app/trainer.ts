/** The composition root of a trainer: a sandboxed process of a worker that trains. */
import type { Config } from '../config/config.ts';
import type { Logger } from '../log.ts';
import { createArtifactClient } from '../sandbox/artifact-client.ts';
import { version } from '../version.ts';
import { runTrainerProcess } from '../worker/trainer/trainer-process.ts';
import { storeRetrySeconds } from './wiring/artifact-store.ts';

/** @param scratch folder for exchanging files with the worker (sandbox/scratch.ts) */
export async function runTrainer(config: Config, scratch: string, log: Logger): Promise<void> {
  const { backend, checkpointSeconds } = config;
  const store = createArtifactClient(scratch, {
    maxSeconds: storeRetrySeconds,
    onRetry: (error) => log.warn({ err: error }, 'could not write to the scratch folder; retrying'),
  });
  await runTrainerProcess({ backend, checkpointSeconds, store, aiasVersion: version, log });
}
