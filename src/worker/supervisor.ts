/**
 * A worker: claims tasks, has trainer processes compute them, and answers for them to the database.
 *
 * One loop a slot:   claim ──> run ──> claim ...
 *                      │ nothing to do
 *                      └──> wait for a hint, or the next poll, whichever is first
 *
 * The supervisor itself never computes, so its heartbeat is never late.
 */
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hints } from '../database/hints.ts';
import type { Logger } from '../log.ts';
import { labelsOf, type Place } from '../tasks/placement.ts';
import { controlChannel } from '../tasks/preemption.ts';
import { type Claim, queueChannel, type TaskQueue } from '../tasks/queue.ts';
import type { WorkerRegistry, WorkerState } from '../tasks/worker-registry.ts';
import { createBell } from './bell.ts';
import { boundMemory, maxLeftOver } from './memory-bound.ts';
import { privateMemory } from './memory-limit.ts';
import type { Waiting } from './reporter.ts';
import { type Run, startRun } from './run.ts';
import type { Settler } from './settle.ts';
import { createSpool } from './spool.ts';
import { startTrainer, type Trainer, type TrainerOptions } from './trainer.ts';

const pollMilliseconds = 1000;
/** Heartbeats in one lease: three may be lost before the task is. */
const beatsPerLease = 4;
/** Of the grace period, what trainers have to stop by themselves; the rest is for writing down how it went. */
const trainersShare = 0.8;

export interface WorkerOptions {
  id: string;
  version: string;
  slots: number;
  /** What its tasks may take together. */
  memoryBytes: number;
  /** Where it is; the label of its engine is added. */
  place: Place;
  /** Within which it has ended, once it is asked to. */
  graceSeconds: number;
  /** It takes one task, if one comes within this time, and no more. Left out: it goes on until it is stopped. */
  once?: { waitSeconds: number };
  leaseSeconds: number;
  queue: TaskQueue;
  registry: WorkerRegistry;
  settler: Settler;
  /** Where reports go that memory has no room for while the database is away. */
  spool: { folder: string; mostBytes: number };
  hints: Hints;
  trainers: TrainerOptions;
  log: Logger;
}

export interface SupervisedWorker {
  readonly id: string;
  readonly backend: string;
  readonly device: string;
  /** Resolves when the worker takes no more tasks and all of its own have ended, with how many it took. */
  readonly ended: Promise<number>;
  /** Loses nothing: running tasks are checkpointed and handed back. */
  stop(): Promise<void>;
}

/** Starts a worker. Resolves when its first trainer's engine runs. @throws EngineUnavailable */
export async function startWorker(options: WorkerOptions): Promise<SupervisedWorker> {
  const { id, queue, registry, log, hints, once } = options;
  const slots = once ? 1 : options.slots;
  const runs = new Set<Run>();
  /** Memory that no task has been given. */
  let freeBytes = options.memoryBytes;
  let claiming: Promise<unknown> = Promise.resolve();
  const bell = createBell();
  const stopMilliseconds = options.graceSeconds * 1000 * trainersShare;
  const patience = Date.now() + (once?.waitSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const beatMilliseconds = (options.leaseSeconds * 1000) / beatsPerLease;
  let stopping = false;
  let taken = 0;
  const takesMore = () => !stopping && !(once && taken > 0);

  const first = await startTrainer(options.trainers);
  const { backend, device } = first;
  const { version, memoryBytes } = options;
  const { pool } = options.place;
  const labels = labelsOf(options.place.labels, first.gpu);
  const place = { pool, labels };
  const self = { id, host: hostname(), pid: process.pid, version, backend, device, slots, memoryBytes, pool, labels };
  await registry.register(self);

  const onQueue = await hints.listen(queueChannel, bell.ring, bell.ring);
  const onControl = await hints.listen(controlChannel, (taskId) => {
    for (const run of runs) if (run.taskId === taskId) void run.beat();
  });
  const beating = setInterval(() => {
    void showState();
    for (const run of runs) void run.beat();
    void lookAround();
  }, beatMilliseconds);

  async function showState(): Promise<void> {
    const state: WorkerState = !takesMore() ? 'DRAINING' : runs.size > 0 ? 'BUSY' : 'IDLE';
    await registry.heartbeat(id, state).catch((error) => log.warn({ err: error }, 'heartbeat failed; trying again'));
  }

  /** Takes over from workers that died, and lets what waits have the place of what matters less. */
  async function lookAround(): Promise<void> {
    try {
      await queue.reap();
      const above = Math.min(...[...runs].map(({ priority }) => priority));
      if (runs.size > 0 && takesMore()) await queue.makeRoom({ place, memoryBytes, above });
    } catch (error) {
      log.warn({ err: error }, 'could not look after the queue; trying again');
    }
  }

  /** One slot after the other: none may count on memory that another is about to take. */
  function claimNext(): Promise<Claim | null> {
    const claim = claiming.then(claimOne);
    claiming = claim;
    return claim;
  }

  async function claimOne(): Promise<Claim | null> {
    try {
      const claim = await queue.claim(id, freeBytes, place);
      freeBytes -= claim?.memoryBytes ?? 0;
      if (claim) taken++;
      return claim;
    } catch (error) {
      log.warn({ err: error }, 'could not look for a task; trying again');
      return null;
    }
  }

  async function execute(claim: Claim, trainer: Trainer): Promise<void> {
    const bound = await boundMemory(claim, trainer, options.memoryBytes);
    const spool = createSpool<Waiting>({
      ...options.spool,
      name: `${claim.taskId}.${claim.attempt}`,
      onTrouble: (error) => log.warn({ err: error }, 'could not write to the spool'),
    });
    const run = startRun({ claim, trainer, bound, queue, settler: options.settler, spool, stopMilliseconds, log });
    runs.add(run);
    if (stopping) run.drain();
    await showState();
    await run.ended;
    bound.end();
    runs.delete(run);
    freeBytes += claim.memoryBytes;
    bell.ring(); // what did not fit may fit now
    await showState();
  }

  /** Runs the task in a process that has read nothing of another organisation. Returns the one that did. */
  async function executeApart(claim: Claim, trainer: Trainer): Promise<Trainer | null> {
    const { organizationId } = trainer;
    const own =
      organizationId === null || organizationId === claim.organizationId ? trainer : await exchange(claim, trainer);
    if (own) await execute(claim, own);
    else {
      freeBytes += claim.memoryBytes;
      await queue.release(claim, 'Its worker could not start a trainer.').catch((error) => {
        log.warn({ err: error }, 'could not hand a task back; its lease runs out');
      });
    }
    return own;
  }

  async function exchange(claim: Claim, trainer: Trainer): Promise<Trainer | null> {
    // A process takes its time to start where there is much to do; a lease that is lost meanwhile shows at the first heartbeat.
    const renewing = setInterval(() => void queue.heartbeat(claim).catch(() => undefined), beatMilliseconds);
    try {
      trainer.kill();
      await trainer.exited;
      return await replaceTrainer();
    } finally {
      clearInterval(renewing);
    }
  }

  /** The trainer, if it can take another task. */
  async function reusable(trainer: Trainer | null): Promise<Trainer | null> {
    if (!trainer?.alive) return null;
    const grown = ((await privateMemory(trainer.pid)) ?? 0) - trainer.idleBytes;
    if (grown <= maxLeftOver) return trainer;
    trainer.kill();
    await trainer.exited;
    return null;
  }

  async function slotLoop(initial: Trainer | null): Promise<void> {
    let trainer = initial;
    while (takesMore()) {
      trainer = (await reusable(trainer)) ?? (await replaceTrainer());
      const claim = trainer && (await claimNext());
      if (trainer && claim) trainer = await executeApart(claim, trainer);
      else if (Date.now() >= patience) break;
      else if (takesMore()) await bell.wait(pollMilliseconds);
    }
    trainer?.kill();
    await trainer?.exited;
  }

  async function replaceTrainer(): Promise<Trainer | null> {
    try {
      return await startTrainer(options.trainers);
    } catch (error) {
      log.error({ err: error }, 'could not start a trainer; trying again');
      await delay(pollMilliseconds);
      return null;
    }
  }

  const loops = Array.from({ length: slots }, (_, slot) => slotLoop(slot === 0 ? first : null));

  return {
    id,
    backend,
    device,
    ended: Promise.all(loops).then(() => taken),
    async stop() {
      stopping = true;
      void showState(); // a task that is handed back must not count on this worker
      for (const run of runs) run.drain();
      bell.ring();
      await Promise.all(loops);
      clearInterval(beating);
      onQueue.unlisten();
      onControl.unlisten();
      await registry.heartbeat(id, 'STOPPED');
    },
  };
}
