/** Kills a worker, a trainer or a gateway with SIGKILL, each while it is at work. */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait-for.ts';
import { signalProcess, trainersOf } from '../worker-processes.ts';
import type { Stage } from './fixture.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';

const tasksUnderWay = 4;

export const killRows: FaultRow[] = [
  {
    name: 'worker',
    description: 'SIGKILL of a worker that runs a task',
    trials: 200,
    shortTrials: 3,
    cluster: ordinaryCluster,
    run: killWorkers,
  },
  {
    name: 'trainer',
    description: 'SIGKILL of the trainer process of a running task, or of a process that confines it',
    trials: 20,
    shortTrials: 3,
    cluster: ordinaryCluster,
    run: killTrainers,
  },
  {
    name: 'gateway',
    description: 'SIGKILL of a gateway with subscribers, while tasks are launched',
    trials: 100,
    shortTrials: 2,
    cluster: ordinaryCluster,
    run: killGateways,
  },
];

async function killWorkers(stage: Stage): Promise<void> {
  stage.maintainLoad(tasksUnderWay);
  const { workers } = stage.cluster;
  await stage.inject(async () => {
    // Tasks must progress between two kills, or they run out of attempts.
    await waitFor('most workers to serve', async () => workers.filter(({ part }) => part.serving).length > 1, 300_000);
    const victim = await stage.untilRunning();
    await delay(stage.random.next() * 1000);
    await stage.disruptTask(victim, () => victim.worker.part.kill());
  });
}

async function killTrainers(stage: Stage): Promise<void> {
  stage.maintainLoad(tasksUnderWay);
  await stage.inject(async (trial) => {
    const victim = await stage.untilRunning();
    const trainer = await waitFor('a trainer', async () => (await trainersOf(victim.worker.part.pid))[0], 300_000);
    const family = [trainer.pid, ...trainer.confinerPids];
    const hit = family[trial % family.length] ?? trainer.pid;
    await stage.disruptTask(victim, () => signalProcess(hit, 'SIGKILL'));
  });
}

async function killGateways(stage: Stage): Promise<void> {
  stage.maintainLoad(tasksUnderWay);
  const { gateways } = stage.cluster;
  await stage.inject(async () => {
    await stage.untilRunning();
    const gateway = gateways[stage.random.integer(gateways.length)];
    await gateway?.part.kill();
    await gateway?.part.ready();
  });
}
