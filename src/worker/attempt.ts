/**
 * One attempt at one task, from the claim to its last write.
 *
 * An attempt ends in one of three ways: the trainer finishes and its outcome is written; the owner or this worker's shutdown
 * interrupts it; or the lease is lost, after which nothing is written.
 */

import { isConnectionError } from '../database/client.ts';
import type { Logger } from '../log.ts';
import { databaseDelays, retry } from '../retry.ts';
import { type Claim, LeaseLost, type TaskQueue } from '../tasks/queue/queue.ts';
import type { MemoryGuard } from './memory-guard.ts';
import type { OutcomeRecorder } from './outcome-recorder.ts';
import { type BufferedEvent, createReporter } from './reporter.ts';
import type { Spool } from './spool.ts';
import type { InterruptionKind, Outcome } from './trainer/protocol.ts';
import type { Trainer } from './trainer/trainer.ts';

export interface Attempt {
  readonly taskId: string;
  readonly priority: number;
  /** Renews the lease and forwards the owner's requests to the trainer. Never rejects. */
  heartbeat(): Promise<void>;
  /** Checkpoints the task and returns it to the queue, because this worker is shutting down. */
  drain(): void;
  /** Resolves when nothing more will be written. */
  readonly ended: Promise<void>;
}

export function startAttempt(options: {
  claim: Claim;
  trainer: Trainer;
  memoryGuard: MemoryGuard;
  queue: TaskQueue;
  settler: OutcomeRecorder;
  /** Closed when the attempt has ended. */
  spool: Spool<BufferedEvent>;
  /** Time that the trainer gets to stop after an interruption; then it is killed. */
  stopMs: number;
  log: Logger;
}): Attempt {
  const { claim, trainer, memoryGuard, queue, settler, spool } = options;
  const log = options.log.child({ taskId: claim.taskId, attempt: claim.attempt });
  let lost = false;
  /** True once the trainer has finished; it may already run another task. */
  let isTrainerDone = false;
  /** Set when the task is to be requeued. */
  let requeueReason: string | null = null;
  let requestedInterruption: InterruptionKind | null = null;
  let grace: NodeJS.Timeout | undefined;

  function abandon(error: unknown): void {
    if (lost) return;
    lost = true;
    trainer.setSuspended(false);
    if (isTrainerDone) return;
    log.warn({ err: error }, 'abandoned the attempt');
    trainer.kill();
  }

  function interrupt(kind: InterruptionKind): void {
    // A cancel overrides a pause; every other interruption is sent once.
    if (isTrainerDone || requestedInterruption === kind || requestedInterruption === 'cancel') return;
    requestedInterruption = kind;
    trainer.interrupt(kind);
    grace ??= setTimeout(() => trainer.kill(), options.stopMs);
  }

  const reporter = createReporter({
    write: (batch, events) => queue.report(claim, batch, events),
    isFinal: (error) => !isConnectionError(error),
    onRetry: (error) => log.warn({ err: error }, 'could not write events; retrying'),
    onFatal: abandon,
    onBackpressure(full) {
      log.warn(
        { full },
        full ? 'report buffer is full; trainer suspended' : 'report buffer has room again; trainer resumed',
      );
      trainer.setSuspended(full);
    },
    spool,
  });

  /**
   * Retries until the write succeeds, however long the database is unavailable.
   * @throws LeaseLost, and errors that retrying cannot fix
   */
  function retryUntilWritten(write: () => Promise<void>): Promise<void> {
    const onRetry = (error: unknown) => log.warn({ err: error }, 'could not write to the database; retrying');
    return retry(write, isConnectionError, { ...databaseDelays, onRetry });
  }

  async function recordOutcome(outcome: Outcome): Promise<void> {
    if (outcome.kind === 'interrupted' && requeueReason) {
      // The task is requeued unless its owner requested the stop too.
      const requests = await queue.heartbeat(claim);
      if (!requests.cancel && !requests.pause) return queue.release(claim, requeueReason);
    }
    return settler.record(claim, outcome);
  }

  async function run(): Promise<void> {
    const { taskId, attempt, organizationId, spec, checkpoints } = claim;
    log.info({ kind: spec.kind, trainer: trainer.pid }, 'task claimed');
    const outcome = await trainer.run(
      { taskId, attempt, organizationId, spec, checkpoints, memory: memoryGuard.limit },
      {
        onReport: reporter.add,
        onCheckpoint: async (checkpoint) => {
          await reporter.flush();
          await retryUntilWritten(() => settler.saveCheckpoint(claim, checkpoint));
        },
      },
    );
    isTrainerDone = true;
    clearTimeout(grace);
    if (lost) return;
    await reporter.flush();
    // A trainer that was killed because it did not stop in time counts as interrupted.
    const wasKilled = outcome.kind === 'crashed' && requestedInterruption !== null;
    const final: Outcome = wasKilled
      ? { kind: 'interrupted', interruption: requestedInterruption ?? 'cancel' }
      : memoryGuard.classifyOutcome(outcome);
    await retryUntilWritten(() => recordOutcome(final));
    log.info({ outcome: final.kind, reason: 'reason' in final ? final.reason : undefined }, 'outcome recorded');
  }

  /** Pauses the trainer at a checkpoint; the task is then requeued and another trainer resumes it. */
  function requestRelease(reason: string): void {
    requeueReason = reason;
    interrupt('pause');
  }

  const ended = run()
    .catch((error) => {
      if (!(error instanceof LeaseLost)) log.error({ err: error }, 'attempt failed');
      abandon(error);
    })
    .then(spool.close);

  return {
    taskId: claim.taskId,
    priority: claim.priority,
    ended,
    drain: () => requestRelease('The worker was shut down.'),
    async heartbeat() {
      try {
        const requests = await queue.heartbeat(claim);
        if (requests.cancel) interrupt('cancel');
        else if (requests.pause) interrupt('pause');
        else if (requests.preempt) requestRelease('Preempted by a task with a higher priority.');
      } catch (error) {
        if (error instanceof LeaseLost) abandon(error);
        else log.warn({ err: error }, 'could not renew the lease; retrying');
      }
    },
  };
}
