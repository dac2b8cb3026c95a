/**
 * One attempt at one task, from the claim to its last write.
 *
 * It ends in one of three ways: the trainer says how it went and that is written; the owner (or this worker's own end)
 * interrupts it; or the lease is lost, and then nothing more is written at all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isConnectionError } from '../database/client.ts';
import type { Logger } from '../log.ts';
import { type Claim, LeaseLost, type TaskQueue } from '../tasks/queue.ts';
import type { MemoryBound } from './memory-bound.ts';
import type { InterruptionKind, Outcome } from './protocol.ts';
import { createReporter, type Waiting } from './reporter.ts';
import type { Settler } from './settle.ts';
import type { Spool } from './spool.ts';
import type { Trainer } from './trainer.ts';

const retryMilliseconds = 500;

export interface Run {
  readonly taskId: string;
  readonly priority: number;
  /** Renews the lease and does what the owner asks for. Never rejects. */
  beat(): Promise<void>;
  /** This worker shuts down: the task is checkpointed and handed back. */
  drain(): void;
  /** Resolves when nothing more will be written. */
  readonly ended: Promise<void>;
}

export function startRun(options: {
  claim: Claim;
  trainer: Trainer;
  bound: MemoryBound;
  queue: TaskQueue;
  settler: Settler;
  /** Closed when the run has ended. */
  spool: Spool<Waiting>;
  /** A trainer that was asked to stop and has not within this time is killed. */
  stopMilliseconds: number;
  log: Logger;
}): Run {
  const { claim, trainer, bound, queue, settler, spool } = options;
  const log = options.log.child({ taskId: claim.taskId, attempt: claim.attempt });
  let lost = false;
  /** The trainer has answered: from now on it may run another task, and is none of this run's business. */
  let answered = false;
  /** Why the task is to go back into the queue, when it is. */
  let returning: string | null = null;
  let asked: InterruptionKind | null = null;
  let grace: NodeJS.Timeout | undefined;

  function abandon(error: unknown): void {
    if (lost) return;
    lost = true;
    trainer.hold(false);
    if (answered) return;
    log.warn({ err: error }, 'gave the attempt up');
    trainer.kill();
  }

  function interrupt(kind: InterruptionKind): void {
    // A cancel overtakes a pause; anything else is asked for once.
    if (answered || asked === kind || asked === 'cancel') return;
    asked = kind;
    trainer.interrupt(kind);
    grace ??= setTimeout(() => trainer.kill(), options.stopMilliseconds);
  }

  const reporter = createReporter({
    write: (batch, events) => queue.report(claim, batch, events),
    isFinal: (error) => !isConnectionError(error),
    onRetry: (error) => log.warn({ err: error }, 'could not write events; trying again'),
    onEnd: abandon,
    onFull(full) {
      log.warn({ full }, full ? 'no room left for reports: the trainer waits' : 'the trainer goes on');
      trainer.hold(full);
    },
    spool,
  });

  /** Tries until it is written: the work is done, and the database will be back. @throws LeaseLost, or what no wait mends */
  async function persist(write: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isConnectionError(error)) throw error;
        log.warn({ err: error }, 'could not write; trying again');
        await delay(retryMilliseconds);
      }
    }
  }

  async function settle(outcome: Outcome): Promise<void> {
    if (outcome.kind === 'interrupted' && returning) {
      // Stopped for somebody else's sake, unless the owner wanted it too.
      const requests = await queue.heartbeat(claim);
      if (!requests.cancel && !requests.pause) return queue.release(claim, returning);
    }
    return settler.settle(claim, outcome);
  }

  async function run(): Promise<void> {
    const { taskId, attempt, organizationId, spec, checkpoints } = claim;
    log.info({ kind: spec.kind, trainer: trainer.pid }, 'task claimed');
    const outcome = await trainer.run(
      { taskId, attempt, organizationId, spec, checkpoints, memory: bound.limit },
      {
        onReport: reporter.add,
        onCheckpoint: async (checkpoint) => {
          await reporter.flush();
          await persist(() => settler.saveCheckpoint(claim, checkpoint));
        },
      },
    );
    answered = true;
    clearTimeout(grace);
    if (lost) return;
    await reporter.flush();
    // Killed because it would not stop: that is what was asked for.
    const stopped = outcome.kind === 'crashed' && asked !== null;
    const ended: Outcome = stopped ? { kind: 'interrupted', interruption: asked ?? 'cancel' } : bound.judge(outcome);
    await persist(() => settle(ended));
    log.info({ outcome: ended.kind, reason: 'reason' in ended ? ended.reason : undefined }, 'task settled');
  }

  /** Has the trainer save a checkpoint, after which another one goes on. */
  function giveBack(reason: string): void {
    returning = reason;
    interrupt('pause');
  }

  const ended = run()
    .catch((error) => {
      if (!(error instanceof LeaseLost)) log.error({ err: error }, 'a run broke');
      abandon(error);
    })
    .then(spool.close);

  return {
    taskId: claim.taskId,
    priority: claim.priority,
    ended,
    drain: () => giveBack('Its worker was shut down.'),
    async beat() {
      try {
        const requests = await queue.heartbeat(claim);
        if (requests.cancel) interrupt('cancel');
        else if (requests.pause) interrupt('pause');
        else if (requests.preempt) giveBack('Preempted by a task of higher priority.');
      } catch (error) {
        if (error instanceof LeaseLost) abandon(error);
        else log.warn({ err: error }, 'could not renew the lease; trying again');
      }
    },
  };
}
