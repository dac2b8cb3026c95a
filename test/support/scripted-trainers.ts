/**
 * Options with which a worker starts scripted-trainer.ts. The trainer is not sandboxed, because it waits for files in the
 * test's folder.
 */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { TrainerOptions } from '../../src/worker/trainer/trainer.ts';

/**
 * @param folder          contains the store, in `artifacts`, and the files that `waitForFile` waits for
 * @param patienceSeconds how long calls to an unavailable store are retried
 */
export function scriptedTrainers(
  folder: string,
  store: ArtifactStore,
  stallSeconds: number,
  patienceSeconds = 0,
): TrainerOptions {
  const log = createLog({ level: 'silent', name: 'test' });
  return {
    sandbox: createSandbox({ mode: 'off', ownEnvironment: process.env, environment: [], readable: [], log }),
    program: {
      modulePath: fileURLToPath(new URL('scripted-trainer.ts', import.meta.url)),
      args: [folder],
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
      env: {},
      readable: [],
    },
    stallSeconds,
    artifacts: { store, patience: { maxSeconds: patienceSeconds, onRetry: () => undefined }, log },
  };
}
