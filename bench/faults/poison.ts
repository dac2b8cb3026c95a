/** Tasks that break whoever runs them. Each must fail with a reason, and no other task may notice. poison-preload.ts does the breaking. */
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';
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
  // A regression that learns so fast that its numbers overflow.
  { name: 'NaN', what: { target: 'x', training: { epochs: 20, learningRate: 10, optimizer: 'SGD' } } },
];

export const poisonRows: FaultRow[] = [
  {
    name: 'poison',
    fault: `tasks that cannot succeed: ${poisons.map(({ name }) => name).join(', ')}`,
    trials: 20,
    short: poisons.length,
    cluster: {
      ...ordinaryCluster,
      gateways: 1,
      preload: 'poison',
      settings: { AIAS_MAX_ATTEMPTS: '3', AIAS_STALL_SECONDS: '5' },
    },
    run: feedPoison,
  },
];

async function feedPoison(stage: Stage): Promise<void> {
  stage.keepBusy(3);
  const reasons = new Set<string>();
  await stage.inject(async (trial) => {
    const { name, what } = poisons[trial % poisons.length] ?? { name: '', what: {} };
    const configurationId = await stage.configure(what);
    const { taskId } = await stage.launch({ configurationId, ends: ['FAILED'], incomparable: true });
    const { reason } = await stage.observer.untilEnded(taskId);
    reasons.add(`${name}: ${String(reason).slice(0, 160)}`);
  }, sideBySide);
  for (const reason of reasons) stage.note(reason);
}
