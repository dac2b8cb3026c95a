/**
 * A worker that stands still past its lease, and then goes on as if nothing had been: its task belongs to somebody else by then, and
 * nothing that it still writes may count.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';
import { signalProcess, trainersOf } from '../worker-processes.ts';
import type { Running } from './observer.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import type { Stage } from './stage.ts';

export const zombieRows: FaultRow[] = [
  {
    name: 'zombie',
    fault: 'SIGSTOP of a worker until its task is taken, then SIGCONT; every other time its trainer stops too',
    trials: 30,
    short: 2,
    cluster: ordinaryCluster,
    run: raiseZombies,
  },
];

async function raiseZombies(stage: Stage): Promise<void> {
  stage.keepBusy(4);
  await stage.inject(async (trial) => {
    const victim = await stage.untilRunning();
    const { part } = victim.worker;
    // A trainer that goes on computes for a worker that does not listen.
    const trainers = trial % 2 === 0 ? (await trainersOf(part.pid)).map(({ pid }) => pid) : [];
    await stage.disturb(victim, () => signalAll([part.pid, ...trainers], 'SIGSTOP'));
    await untilTaken(stage, victim);
    await delay(stage.random.next() * 1500);
    signalAll([...trainers, part.pid], 'SIGCONT');
  });
}

/** Resolves when the attempt is over for everybody but its worker. */
async function untilTaken({ observer }: Stage, { taskId, attempt }: Running): Promise<void> {
  await until(
    'another attempt',
    async () => {
      const task = await observer.task(taskId);
      return task.attempt > attempt || task.state !== 'RUNNING';
    },
    300_000,
  );
}

function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) signalProcess(pid, signal);
}
