/** Cuts the connection to the S3 server in the middle of a put, or kills the server. steps.ts covers the folder as a store. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './fixture.ts';
import type { FaultRow } from './row.ts';
import { s3UnavailableReason, storeCluster } from './s3.ts';

/** About the size of a checkpoint. */
const maxBytes = 60_000;
const awayMs = 2000;

export const storeRows: FaultRow[] = [
  {
    name: 's3',
    description: 'S3: the connection of a put breaks in its middle; SIGKILL of the server, 2 s down',
    trials: 20,
    shortTrials: 2,
    cluster: storeCluster,
    unavailableReason: s3UnavailableReason,
    run: breakStore,
  },
];

async function breakStore(stage: Stage): Promise<void> {
  stage.maintainLoad(4, true);
  const { s3 } = stage.cluster;
  await stage.inject(async (trial) => {
    const { worker } = await stage.untilRunning();
    if (trial % 2 === 0) {
      await worker.store?.cutAfter(1000 + stage.random.integer(maxBytes));
      return;
    }
    await s3?.kill();
    await delay(awayMs);
    await s3?.start();
  });
}
