/**
 * A worker: claims tasks, attempts them in trainer processes, and records their progress and outcomes in the database.
 *
 * One loop per slot:   claim ──> run ──> claim ...
 *                        │ no task
 *                        └──> wait for a hint or the next poll, whichever is first
 *
 * The supervisor itself never computes, so its heartbeat is never late.
 */
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hints } from '../database/hints.ts';
import type { Logger } from '../log.ts';
import { type Place, workerLabels } from '../tasks/queue/placement.ts';
import { controlChannel } from '../tasks/queue/preemption.ts';
import type { Claim, TaskQueue } from '../tasks/queue/queue.ts';
import { queueChannel } from '../tasks/queue/transitions.ts';
import type { WorkerRegistry } from '../tasks/queue/worker-registry.ts';
import { type Attempt, startAttempt } from './attempt.ts';
import { guardMemory, maxRetainedBytes } from './memory-guard.ts';
import { readDataSegmentBytes } from './memory-limit.ts';
import type { OutcomeRecorder } from './outcome-recorder.ts';
import type { BufferedEvent } from './reporter.ts';
import { createSpool } from './spool.ts';
import { startTrainer, type Trainer, type TrainerOptions } from './trainer/trainer.ts';
import { createWakeup } from './wakeup.ts';

const pollMs = 1000;
/** Heartbeats per lease. A task survives three failed heartbeats in a row. */
const heartbeatsPerLease = 4;
/** Fraction of the grace period that trainers get to stop; the rest is for recording outcomes. */
const trainerGraceFraction = 0.8;

export interface WorkerOptions {
  id: string;
  version: string;
  slots: number;
  /** Memory that all of its tasks may use together. */
  memoryBytes: number;
  /** Pool and labels of the worker; the label of its engine is added. */
  place: Place;
  /** Time from a stop request until the worker has ended. */
  graceSeconds: number;
  /** Runs a single task, if one can be claimed within this time, and ends. Default: attempts until it is stopped. */
  once?: { waitSeconds: number };
  leaseSeconds: number;
  queue: TaskQueue;
  registry: WorkerRegistry;
  settler: OutcomeRecorder;
  /** Where reports are stored when memory has no room for them while the database is unavailable. */
  spool: { folder: string; maxBytes: number };
  hints: Hints;
  trainers: TrainerOptions;
  log: Logger;
}

export interface SupervisedWorker {
  readonly id: string;
  readonly backend: string;
  readonly device: string;
  /** Resolves with the number of claimed tasks, when the worker claims no more and all of its tasks have ended. */
  readonly ended: Promise<number>;
  /** Shuts down without losing work: running tasks are checkpointed and requeued. */
  stop(): Promise<void>;
}

/** Starts a worker. Resolves when the engine of its first trainer has started. @throws EngineUnavailable */
export async function startWorker(options: WorkerOptions): Promise<SupervisedWorker> {
  const { id, queue, registry, log, hints, once } = options;
  const slots = once ? 1 : options.slots;
  const attempts = new Set<Attempt>();
  /** Memory that is not assigned to a task. */
  let freeBytes = options.memoryBytes;
  let claiming: Promise<unknown> = Promise.resolve();
  const wakeup = createWakeup();
  const stopMs = options.graceSeconds * 1000 * trainerGraceFraction;
  const claimDeadline = Date.now() + (once?.waitSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const heartbeatMs = (options.leaseSeconds * 1000) / heartbeatsPerLease;
  let stopping = false;
  let claimedCount = 0;
  const acceptsTasks = () => !stopping && !(once && claimedCount > 0);

  const first = await startTrainer(options.trainers);
  const { backend, device } = first;
  const { version, memoryBytes } = options;
  const { pool } = options.place;
  const labels = workerLabels(options.place.labels, first.hasGpu);
  const place = { pool, labels };
  const self = { id, host: hostname(), pid: process.pid, version, backend, device, slots, memoryBytes, pool, labels };
  await registry.register(self);

  const onQueue = await hints.listen(queueChannel, wakeup.wake, wakeup.wake);
  const onControl = await hints.listen(controlChannel, (taskId) => {
    for (const attempt of attempts) if (attempt.taskId === taskId) void attempt.heartbeat();
  });
  const heartbeatTimer = setInterval(() => {
    void publishState();
    for (const attempt of attempts) void attempt.heartbeat();
    void maintainQueue();
  }, heartbeatMs);

  async function publishState(): Promise<void> {
    const state = !acceptsTasks() ? 'DRAINING' : attempts.size > 0 ? 'BUSY' : 'IDLE';
    await registry.heartbeat(id, state).catch((error) => log.warn({ err: error }, 'heartbeat failed; retrying'));
  }

  /** Requeues tasks of dead workers, and preempts a lower-priority task if a waiting one needs its slot. */
  async function maintainQueue(): Promise<void> {
    try {
      await queue.requeueExpired();
      const lowestRunningPriority = Math.min(...[...attempts].map(({ priority }) => priority));
      if (attempts.size > 0 && acceptsTasks())
        await queue.requestPreemption({ place, memoryBytes, lowestRunningPriority });
    } catch (error) {
      log.warn({ err: error }, 'could not maintain the queue; retrying');
    }
  }

  /** Slots claim one at a time, so that two slots never count the same free memory. */
  function claimExclusively(): Promise<Claim | null> {
    const claim = claiming.then(tryClaim);
    claiming = claim;
    return claim;
  }

  async function tryClaim(): Promise<Claim | null> {
    try {
      const claim = await queue.claim(id, freeBytes, place);
      freeBytes -= claim?.memoryBytes ?? 0;
      if (claim) claimedCount++;
      return claim;
    } catch (error) {
      log.warn({ err: error }, 'could not claim a task; retrying');
      return null;
    }
  }

  async function execute(claim: Claim, trainer: Trainer): Promise<void> {
    const memoryGuard = await guardMemory(claim, trainer, options.memoryBytes);
    const spool = createSpool<BufferedEvent>({
      ...options.spool,
      name: `${claim.taskId}.${claim.attempt}`,
      onDiskError: (error) => log.warn({ err: error }, 'could not write to the spool file'),
    });
    const attempt = startAttempt({
      claim,
      trainer,
      memoryGuard,
      queue,
      settler: options.settler,
      spool,
      stopMs: stopMs,
      log,
    });
    attempts.add(attempt);
    if (stopping) attempt.drain();
    await publishState();
    await attempt.ended;
    memoryGuard.release();
    attempts.delete(attempt);
    freeBytes += claim.memoryBytes;
    wakeup.wake(); // a task that did not fit may fit now
    await publishState();
  }

  /** Runs the task in a process that has read no data of another organization. Returns that process. */
  async function executeIsolated(claim: Claim, trainer: Trainer): Promise<Trainer | null> {
    const { organizationId } = trainer;
    const own =
      organizationId === null || organizationId === claim.organizationId
        ? trainer
        : await replaceForClaim(claim, trainer);
    if (own) await execute(claim, own);
    else {
      freeBytes += claim.memoryBytes;
      await queue.release(claim, 'The worker could not start a trainer.').catch((error) => {
        log.warn({ err: error }, 'could not release a task; its lease will expire');
      });
    }
    return own;
  }

  /** Replaces the trainer while the lease of the claim is renewed. Returns null when no process starts. */
  async function replaceForClaim(claim: Claim, trainer: Trainer): Promise<Trainer | null> {
    // Starting a process is slow on a busy machine. If the lease is lost meanwhile, the attempt's first heartbeat notices.
    const renewTimer = setInterval(() => void queue.heartbeat(claim).catch(() => undefined), heartbeatMs);
    try {
      trainer.kill();
      await trainer.exited;
      return await replaceTrainer();
    } finally {
      clearInterval(renewTimer);
    }
  }

  /** Returns the trainer if it can run another task, and null if it has died or grown too large. */
  async function reuseTrainer(trainer: Trainer | null): Promise<Trainer | null> {
    if (!trainer?.isAlive) return null;
    const retainedBytes = ((await readDataSegmentBytes(trainer.pid)) ?? 0) - trainer.baselineBytes;
    if (retainedBytes <= maxRetainedBytes) return trainer;
    trainer.kill();
    await trainer.exited;
    return null;
  }

  async function slotLoop(initial: Trainer | null): Promise<void> {
    let trainer = initial;
    while (acceptsTasks()) {
      trainer = (await reuseTrainer(trainer)) ?? (await replaceTrainer());
      const claim = trainer && (await claimExclusively());
      if (trainer && claim) trainer = await executeIsolated(claim, trainer);
      else if (Date.now() >= claimDeadline) break;
      else if (acceptsTasks()) await wakeup.wait(pollMs);
    }
    trainer?.kill();
    await trainer?.exited;
  }

  async function replaceTrainer(): Promise<Trainer | null> {
    try {
      return await startTrainer(options.trainers);
    } catch (error) {
      log.error({ err: error }, 'could not start a trainer; retrying');
      await delay(pollMs);
      return null;
    }
  }

  const loops = Array.from({ length: slots }, (_, slot) => slotLoop(slot === 0 ? first : null));

  return {
    id,
    backend,
    device,
    ended: Promise.all(loops).then(() => claimedCount),
    async stop() {
      stopping = true;
      void publishState(); // so that a released task does not count on this worker
      for (const attempt of attempts) attempt.drain();
      wakeup.wake();
      await Promise.all(loops);
      clearInterval(heartbeatTimer);
      onQueue.unlisten();
      onControl.unlisten();
      await registry.deregister(id);
    },
  };
}
