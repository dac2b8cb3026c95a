/** How a worker starts scripted-trainer.ts. It is not confined: it looks for its cues in the test's own folder. */
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createLog } from '../../src/log.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { TrainerOptions } from '../../src/worker/trainer.ts';

/**
 * @param folder          holds the store, in `artifacts`, and the cues
 * @param patienceSeconds how long a store that is away is tried again
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
    artifacts: { store, patience: { seconds: patienceSeconds, onRetry: () => undefined }, log },
  };
}
