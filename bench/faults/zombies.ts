/**
 * A worker that is suspended past its lease and then resumes as if nothing had happened: another worker has its task by then, and
 * nothing that it still writes may take effect.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../test/support/wait-for.ts';
import { signalProcess, trainersOf } from '../worker-processes.ts';
import type { Stage } from './fixture.ts';
import type { RunningTask } from './observer.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';

export const zombieRows: FaultRow[] = [
  {
    name: 'zombie',
    description: 'SIGSTOP of a worker until its task is taken, then SIGCONT; every other time its trainer stops too',
    trials: 30,
    shortTrials: 2,
    cluster: ordinaryCluster,
    run: suspendWorkers,
  },
];

async function suspendWorkers(stage: Stage): Promise<void> {
  stage.maintainLoad(4);
  await stage.inject(async (trial) => {
    const victim = await stage.untilRunning();
    const { part } = victim.worker;
    // A trainer that is not suspended computes for a worker that does not respond.
    const trainers = trial % 2 === 0 ? (await trainersOf(part.pid)).map(({ pid }) => pid) : [];
    await stage.disruptTask(victim, () => signalAll([part.pid, ...trainers], 'SIGSTOP'));
    await waitForReclaim(stage, victim);
    await delay(stage.random.next() * 1500);
    signalAll([...trainers, part.pid], 'SIGCONT');
  });
}

/** Resolves when another worker has claimed the task, or the task has ended. */
async function waitForReclaim({ observer }: Stage, { taskId, attempt }: RunningTask): Promise<void> {
  await waitFor(
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
