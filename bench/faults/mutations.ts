/** Concurrent mutations: one launch that is sent fifty times at once, and a cancellation just before the task ends. */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait-for.ts';
import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';

const copies = 50;
/** Few epochs, so that the task ends soon. */
const epochs = 20;

export const mutationRows: FaultRow[] = [
  {
    name: 'duplicates',
    description: 'one launch with one idempotency key, 50 times at once, at two gateways',
    trials: 20,
    shortTrials: 1,
    cluster: ordinaryCluster,
    run: sendDuplicates,
  },
  {
    name: 'cancel',
    description: 'a cancellation at about the moment at which the task ends',
    trials: 20,
    shortTrials: 2,
    cluster: ordinaryCluster,
    run: cancelLate,
  },
];

async function sendDuplicates(stage: Stage): Promise<void> {
  const configurationId = await stage.configure({ training: { epochs } });
  await stage.inject(async (trial) => {
    const idempotencyKey = `launch ${trial}`;
    const launch = () => stage.launch({ configurationId, idempotencyKey, skipComparison: true });
    await Promise.all(Array.from({ length: copies }, launch));
  });
}

async function cancelLate(stage: Stage): Promise<void> {
  const configurationId = await stage.configure({ training: { epochs } });
  const ends: string[] = [];
  // Cancels later after a success and earlier after a task that ended first, which keeps it close to the end.
  let ms = 100;
  await stage.inject(async () => {
    const launch = await stage.launch({ configurationId, ends: ['SUCCEEDED', 'CANCELLED'], skipComparison: true });
    await waitFor('the task to run', async () => (await stage.observer.task(launch.taskId)).attempt > 0, 60_000);
    await delay(ms);
    launch.cancelled = await stage.cancel(launch.taskId);
    const { state: end } = await stage.observer.untilEnded(launch.taskId);
    ms *= end === 'CANCELLED' ? 1 + stage.random.next() : 1 - stage.random.next() / 3;
    ends.push(end);
  });
  const cancelled = ends.filter((end) => end === 'CANCELLED').length;
  stage.note(`${cancelled} were cancelled, ${ends.length - cancelled} ended first`);
}
