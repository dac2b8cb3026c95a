/** An S3 server that breaks off in the middle of a put, or is killed. The folder as a store: see steps.ts. */
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultRow } from './row.ts';
import { storeCluster, withoutS3 } from './s3.ts';
import type { Stage } from './stage.ts';

/** About what a checkpoint has. */
const mostBytes = 60_000;
const awayMilliseconds = 2000;

export const storeRows: FaultRow[] = [
  {
    name: 's3',
    fault: 'S3: the connection of a put breaks in its middle; SIGKILL of the server, 2 s down',
    trials: 20,
    short: 2,
    cluster: storeCluster,
    lacks: withoutS3,
    run: breakStore,
  },
];

async function breakStore(stage: Stage): Promise<void> {
  stage.keepBusy(4, true);
  const { s3 } = stage.cluster;
  await stage.inject(async (trial) => {
    const { worker } = await stage.untilRunning();
    if (trial % 2 === 0) {
      await worker.store?.cutAfter(1000 + stage.random.integer(mostBytes));
      return;
    }
    await s3?.kill();
    await delay(awayMilliseconds);
    await s3?.start();
  });
}
