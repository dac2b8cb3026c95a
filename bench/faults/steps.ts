/** A part dies, or its disk fails, at every step of a checkpoint and of finishing: see failpoints.ts for what the steps are. */

import type { ClusterOptions } from './cluster.ts';
import { arm, checkpointSteps, diskSteps, type FailpointAction, finishSteps } from './failpoints.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';

const trialsOfEach = 20;
/** Points that are armed at the same time. */
const lanes = 3;

const failpointCluster: ClusterOptions = { ...ordinaryCluster, gateways: 1, preload: 'failpoints' };

export const stepRows: FaultRow[] = [
  {
    name: 'checkpoint',
    fault: `SIGKILL of the trainer or its worker at each of ${checkpointSteps.length} steps of a checkpoint`,
    trials: trialsOfEach * checkpointSteps.length,
    short: checkpointSteps.length,
    cluster: failpointCluster,
    run: (stage) => atEvery(stage, checkpointSteps, ['kill', 'kill partner']),
  },
  {
    name: 'finish',
    fault: `SIGKILL of the trainer or its worker at each of ${finishSteps.length} steps of finishing`,
    trials: trialsOfEach * finishSteps.length,
    short: finishSteps.length,
    cluster: failpointCluster,
    run: (stage) => atEvery(stage, finishSteps, ['kill', 'kill partner']),
  },
  {
    name: 'store',
    fault: 'the store, or a scratch folder, fails with EIO or ENOSPC before, in the middle of, and after a write',
    trials: 40,
    short: 6,
    cluster: failpointCluster,
    run: (stage) => atEvery(stage, diskSteps, ['EIO', 'ENOSPC']),
  },
];

/** Arms one point after the other, while tasks run into it. Each model is a file of its own, so that each is written. */
async function atEvery(stage: Stage, points: readonly string[], actions: readonly FailpointAction[]): Promise<void> {
  stage.keepBusy(4, true);
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    const point = points[trial % points.length] ?? '';
    const action = actions[Math.floor(trial / points.length + trial) % actions.length] ?? 'kill';
    const { reached } = await arm(stage.cluster.folder, point, action);
    await reached;
  }, lanes);
}
