/**
 * A worker that stands still past its lease, and then goes on as if nothing had been: its task belongs to somebody else by then, and
 * nothing that it still writes may count.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../test/support/until.ts';
import { trainersOf } from '../worker-processes.ts';
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
    const trainers = trial % 2 === 0 ? await trainersOf(part.pid) : [];
    await stage.disturb(victim, () => [part.pid, ...trainers].forEach(signal('SIGSTOP')));
    await untilTaken(stage, victim);
    await delay(stage.random.next() * 1500);
    [...trainers, part.pid].forEach(signal('SIGCONT'));
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
    60_000,
  );
}

function signal(name: NodeJS.Signals): (pid: number) => void {
  return (pid) => {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // gone by itself
    }
  };
}
