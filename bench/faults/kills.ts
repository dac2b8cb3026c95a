/** SIGKILL of a worker, of a trainer and of a gateway, each while it is at work. */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';
import { signalProcess, trainersOf } from '../worker-processes.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';

const tasksUnderWay = 4;

export const killRows: FaultRow[] = [
  {
    name: 'worker',
    fault: 'SIGKILL of a worker that runs a task',
    trials: 200,
    short: 3,
    cluster: ordinaryCluster,
    run: killWorkers,
  },
  {
    name: 'trainer',
    fault: 'SIGKILL of the trainer process of a running task, or of a process that confines it',
    trials: 20,
    short: 3,
    cluster: ordinaryCluster,
    run: killTrainers,
  },
  {
    name: 'gateway',
    fault: 'SIGKILL of a gateway with subscribers, while tasks are launched',
    trials: 100,
    short: 2,
    cluster: ordinaryCluster,
    run: killGateways,
  },
];

async function killWorkers(stage: Stage): Promise<void> {
  stage.keepBusy(tasksUnderWay);
  const { workers } = stage.cluster;
  await stage.inject(async () => {
    // Some work must be done between two deaths, or the tasks' attempts are used up.
    await until('most workers to serve', async () => workers.filter(({ part }) => part.serving).length > 1, 300_000);
    const victim = await stage.untilRunning();
    await delay(stage.random.next() * 1000);
    await stage.disturb(victim, () => victim.worker.part.kill());
  });
}

async function killTrainers(stage: Stage): Promise<void> {
  stage.keepBusy(tasksUnderWay);
  await stage.inject(async (trial) => {
    const victim = await stage.untilRunning();
    const trainer = await until('a trainer', async () => (await trainersOf(victim.worker.part.pid))[0], 300_000);
    const family = [trainer.pid, ...trainer.confinerPids];
    const hit = family[trial % family.length] ?? trainer.pid;
    await stage.disturb(victim, () => signalProcess(hit, 'SIGKILL'));
  });
}

async function killGateways(stage: Stage): Promise<void> {
  stage.keepBusy(tasksUnderWay);
  const { gateways } = stage.cluster;
  await stage.inject(async () => {
    await stage.untilRunning();
    const gateway = gateways[stage.random.integer(gateways.length)];
    await gateway?.part.kill();
    await gateway?.part.ready();
  });
}
