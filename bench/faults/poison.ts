/** Tasks that crash their trainer (poison-preload.ts). Each must fail with a reason, without any effect on other tasks. */

import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { TrainingOptions } from './workload.ts';

interface Poison {
  name: string;
  what: TrainingOptions;
}

const sideBySide = 3;
const poisons: Poison[] = [
  { name: 'out of memory', what: { column: 'memory' } },
  { name: 'out of heap', what: { column: 'heap' } },
  { name: 'crash', what: { column: 'abort' } },
  { name: 'endless loop', what: { column: 'loop' } },
  // A regression with a learning rate so high that its numbers overflow.
  { name: 'NaN', what: { target: 'x', training: { epochs: 20, learningRate: 10, optimizer: 'SGD' } } },
];

export const poisonRows: FaultRow[] = [
  {
    name: 'poison',
    description: `tasks that cannot succeed: ${poisons.map(({ name }) => name).join(', ')}`,
    trials: 20,
    shortTrials: poisons.length,
    cluster: {
      ...ordinaryCluster,
      gateways: 1,
      preload: 'poison',
      settings: { AIAS_MAX_ATTEMPTS: '3', AIAS_STALL_SECONDS: '5' },
    },
    run: runPoisonTasks,
  },
];

async function runPoisonTasks(stage: Stage): Promise<void> {
  stage.maintainLoad(3);
  const reasons = new Set<string>();
  await stage.inject(async (trial) => {
    const { name, what } = poisons[trial % poisons.length] ?? { name: '', what: {} };
    const configurationId = await stage.configure(what);
    const { taskId } = await stage.launch({ configurationId, ends: ['FAILED'], skipComparison: true });
    const { reason } = await stage.observer.untilEnded(taskId);
    reasons.add(`${name}: ${String(reason).slice(0, 160)}`);
  }, sideBySide);
  for (const reason of reasons) stage.note(reason);
}
