/** Kills a part, or fails its disk, at every step of storing a checkpoint and of finishing. failpoints.ts lists the steps. */

import type { ClusterOptions } from './cluster.ts';
import { arm, checkpointSteps, diskSteps, type FailpointAction, finishSteps } from './failpoints.ts';
import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';

const trialsOfEach = 20;
/** Number of points that are armed at the same time. */
const lanes = 3;

const failpointCluster: ClusterOptions = { ...ordinaryCluster, gateways: 1, preload: 'failpoints' };

export const stepRows: FaultRow[] = [
  {
    name: 'checkpoint',
    description: `SIGKILL of the trainer or its worker at each of ${checkpointSteps.length} steps of a checkpoint`,
    trials: trialsOfEach * checkpointSteps.length,
    shortTrials: checkpointSteps.length,
    cluster: failpointCluster,
    run: (stage) => armEachPoint(stage, checkpointSteps, ['kill', 'kill partner']),
  },
  {
    name: 'finish',
    description: `SIGKILL of the trainer or its worker at each of ${finishSteps.length} steps of finishing`,
    trials: trialsOfEach * finishSteps.length,
    shortTrials: finishSteps.length,
    cluster: failpointCluster,
    run: (stage) => armEachPoint(stage, finishSteps, ['kill', 'kill partner']),
  },
  {
    name: 'store',
    description: 'the store, or a scratch folder, fails with EIO or ENOSPC before, in the middle of, and after a write',
    trials: 40,
    shortTrials: 6,
    cluster: failpointCluster,
    run: (stage) => armEachPoint(stage, diskSteps, ['EIO', 'ENOSPC']),
  },
];

/** Arms each point in turn while tasks run into it. Every model is a file of its own, so that each is written. */
async function armEachPoint(
  stage: Stage,
  points: readonly string[],
  actions: readonly FailpointAction[],
): Promise<void> {
  stage.maintainLoad(4, true);
  await stage.inject(async (trial) => {
    await stage.untilRunning();
    const point = points[trial % points.length] ?? '';
    const action = actions[Math.floor(trial / points.length + trial) % actions.length] ?? 'kill';
    const { reached } = await arm(stage.cluster.folder, point, action);
    await reached;
  }, lanes);
}
