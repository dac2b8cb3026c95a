/** Mutations that meet: one launch that is sent fifty times at once, and a cancellation that comes when the task is about to end. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';

const copies = 50;
/** Short, so that its end is soon met. */
const epochs = 20;

export const mutationRows: FaultRow[] = [
  {
    name: 'duplicates',
    fault: 'one launch with one idempotency key, 50 times at once, at two gateways',
    trials: 20,
    short: 1,
    cluster: ordinaryCluster,
    run: sendDuplicates,
  },
  {
    name: 'cancel',
    fault: 'a cancellation at about the moment at which the task ends',
    trials: 20,
    short: 2,
    cluster: ordinaryCluster,
    run: cancelLate,
  },
];

async function sendDuplicates(stage: Stage): Promise<void> {
  const configurationId = await stage.configure({ training: { epochs } });
  await stage.inject(async (trial) => {
    const idempotencyKey = `launch ${trial}`;
    const options = { configurationId, idempotencyKey, incomparable: true };
    await Promise.all(Array.from({ length: copies }, () => stage.launch(options)));
  });
}

async function cancelLate(stage: Stage): Promise<void> {
  const configurationId = await stage.configure({ training: { epochs } });
  const ends: string[] = [];
  // Later after one that could still be cancelled, sooner after one that was too fast: so it stays near the end.
  let milliseconds = 100;
  await stage.inject(async () => {
    const launch = await stage.launch({ configurationId, ends: ['SUCCEEDED', 'CANCELLED'], incomparable: true });
    await until('the task to run', async () => (await stage.observer.task(launch.taskId)).attempt > 0, 60_000);
    await delay(milliseconds);
    launch.cancelled = await stage.cancel(launch.taskId);
    const { state: end } = await stage.observer.untilEnded(launch.taskId);
    milliseconds *= end === 'CANCELLED' ? 1 + stage.random.next() : 1 - stage.random.next() / 3;
    ends.push(end);
  });
  const cancelled = ends.filter((end) => end === 'CANCELLED').length;
  stage.note(`${cancelled} were cancelled, ${ends.length - cancelled} were faster`);
}
