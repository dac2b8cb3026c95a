/**
 * A bounded number of sandboxed processes that all organizations share. Each process serves one organization until it ends:
 *
 *   spare ──(an organization needs one)──> assigned ──(idle, and another organization needs one)──> ended
 *                                             │ └────(idle timeout)───────────────────────────────> ended
 *                                             ├──────(others wait, its turn is over)──> draining ─> ended
 *                                             └──────(a request exceeds its time or memory)───────> ended
 *
 * Requests wait here and not in the processes, so that a request that breaks its process affects no other. An organization has
 * one process at a time. When all processes are taken and other organizations wait, they take turns in round-robin order.
 */
import { RateLimited } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Priority } from '../sandbox/priority.ts';
import { createFairQueue, type FairQueue } from './fair-queue.ts';
import { type EndReason, type Job, JobAborted, JobEnded } from './job.ts';
import { createPenalties, type Penalties } from './penalties.ts';
import { createPoolProcess, type Pending, type PoolProcess, type StartedProcess } from './pool-process.ts';

export interface PoolOptions {
  /** @param priority scheduling priority while the process starts */
  start(priority: Priority): Promise<StartedProcess>;
  /** Maximum number of processes that are assigned to organizations at the same time. */
  size: number;
  /** Number of idle processes kept ready for the next organization. */
  spares: number;
  /** Time limit of a request, in seconds. It may wait for twice that, so that a request behind a slow one still has its turn. */
  maxSeconds: number;
  /** Whether a user waits for the response: then the limit is wall-clock time, otherwise see work-limit.ts. */
  isInteractive: boolean;
  /** Maximum number of requests before a process is replaced. */
  maxUses: number;
  log: Logger;
}

/** State of one process, for tests and diagnostics. */
export interface PoolMember {
  pid: number | null;
  organizationId: string | null;
  inFlight: number;
}

export interface Pool {
  /** @throws RateLimited, JobEnded, JobAborted, and errors of the process: InvalidInput, InvalidData */
  run<T>(job: Job<T>): Promise<T>;
  members(): PoolMember[];
  stop(): Promise<void>;
}

/** Requests in flight per process, so that the next one is there before the last is done: two of any size, or more small ones. */
const [minInFlight, maxInFlight] = [2, 16];
const smallBytes = 64 * 2 ** 10;
/** After this time, a process may be taken from its organization when others wait. */
const turnMs = 2000;
/** Fraction of the time limit of a request that applies while others wait. */
const contendedShare = 1 / 3;
/** Maximum waiting time of a request, as a multiple of its time limit. */
const waitShare = 2;
/** Interval between checks of the turns while organizations wait for a process. */
const reviewMs = 200;
/** Idle timeout, after which a process is ended to free its memory. */
const idleMs = 10 * 60_000;
/** Retry delay for a client whose queue is full. */
const fullSeconds = 5;
const heldOff = 'Several of your requests exceeded their time or memory limit.';
/** A request fails after this number of processes died with it in flight; before that, it may not be the cause. */
const maxDeaths = 2;

export function createPool(options: PoolOptions): Pool {
  const { size, spares: wantedSpares, maxSeconds, isInteractive, maxUses, log } = options;
  const queue = createFairQueue();
  const penalties = createPenalties();
  const members = new Map<string, PoolProcess>();
  const spares = new Set<PoolProcess>();
  const leaving = new Set<PoolProcess>();
  let review: NodeJS.Timeout | null = null;
  /** Whether a spare has died before use. The next one is then started only on demand, to avoid a restart loop. */
  let spareFailed = false;
  let isStopped = false;

  function start(priority: Priority): PoolProcess {
    const created = createPoolProcess({
      start: () => options.start(priority),
      maxSeconds,
      isInteractive,
      log,
      onFree: schedule,
      onEnd: (reason, lost) => {
        spareFailed ||= spares.has(created);
        forget(created);
        returnLost(reason, lost, queue, penalties);
        schedule();
      },
    });
    return created;
  }

  function forget(gone: PoolProcess): void {
    const { organizationId } = gone;
    if (organizationId !== null && members.get(organizationId) === gone) members.delete(organizationId);
    spares.delete(gone);
    leaving.delete(gone);
  }

  /** Ends a process and stops counting it right away, since its memory will be free shortly. */
  function dismiss(process: PoolProcess): void {
    forget(process);
    leaving.add(process);
    process.end('stop');
  }

  function fillSpares(): void {
    while (!isStopped && !spareFailed && spares.size < wantedSpares) spares.add(start('long'));
  }

  /** Assigns a process to an organization that has none. Null when all are taken. */
  function acquire(organizationId: string): PoolProcess | null {
    if (members.size >= size) {
      const idle = [...members].filter(([owner, { inFlight }]) => inFlight === 0 && queue.waiting(owner) === 0);
      const [oldest] = idle.map(([, member]) => member).sort((a, b) => a.lastUsed - b.lastUsed);
      if (!oldest) return null;
      dismiss(oldest);
    }
    const ready = [...spares].find((spare) => spare.isReady) ?? [...spares][0];
    const member = ready ?? start('ordinary');
    spares.delete(member);
    spareFailed = false;
    member.organizationId = organizationId;
    member.since = Date.now();
    members.set(organizationId, member);
    return member;
  }

  /** Assigns waiting requests to processes. */
  function schedule(): void {
    if (isStopped) return;
    retire();
    const unserved: string[] = [];
    for (const organizationId of queue.organizations()) {
      const member = members.get(organizationId) ?? acquire(organizationId);
      if (!member) unserved.push(organizationId);
      else feed(organizationId, member);
    }
    drainExpiredTurns(unserved.length);
    if (review && unserved.length === 0) clearInterval(review);
    if (unserved.length === 0) review = null;
    else review ??= setInterval(schedule, reviewMs).unref();
    if (members.size > 0) fillSpares();
  }

  function feed(organizationId: string, member: PoolProcess): void {
    while (!member.isDraining && member.uses < maxUses) {
      const isFull = member.inFlight >= maxInFlight || member.bytesInFlight > smallBytes;
      if (member.inFlight >= minInFlight && isFull) return;
      const next = queue.take(organizationId);
      if (!next) return;
      member.give(next);
    }
  }

  /** Ends the processes that are drained, idle for long, or used up. */
  function retire(): void {
    for (const [organizationId, member] of members) {
      if (member.inFlight > 0) continue;
      const isIdle = Date.now() - member.lastUsed > idleMs && queue.waiting(organizationId) === 0;
      if (!member.isDraining && member.uses < maxUses && !isIdle) continue;
      dismiss(member);
      queue.moveToEnd(organizationId);
    }
  }

  /** Drains processes whose organization has had its turn, until `missing` are draining. */
  function drainExpiredTurns(missing: number): void {
    if (missing === 0) return;
    const byTurn = [...members.values()].sort((a, b) => a.since - b.since);
    let draining = byTurn.filter(({ isDraining }) => isDraining).length;
    for (const member of byTurn) {
      if (draining < missing && !member.isDraining && Date.now() - member.since > turnMs) {
        member.isDraining = true;
        draining++;
      }
      if (member.isDraining && member.computingMs() > maxSeconds * contendedShare * 1000) member.end('contention');
    }
  }

  const idleCheck = setInterval(schedule, idleMs / 10).unref();
  fillSpares();

  return {
    run<T>(job: Job<T>): Promise<T> {
      const held = penalties.secondsLeft(job.organizationId);
      if (held > 0) return Promise.reject(new RateLimited(held, heldOff));
      if (isStopped || job.signal?.aborted) return Promise.reject(new JobAborted());
      let stopWatching = () => {};
      const result = new Promise<T>((resolve, reject) => {
        const pending: Pending = { job, deaths: 0, resolve: resolve as (value: unknown) => void, reject }; // T is what job.read returns
        if (!queue.add(pending)) {
          return reject(new RateLimited(fullSeconds, 'Too many of your requests are waiting.'));
        }
        stopWatching = watchWaiting(pending, maxSeconds * waitShare, queue);
        schedule();
      });
      return result.finally(() => stopWatching());
    },
    members: () =>
      [...spares, ...members.values()].map(({ pid, organizationId, inFlight }) => ({ pid, organizationId, inFlight })),
    async stop() {
      isStopped = true;
      clearInterval(idleCheck);
      if (review) clearInterval(review);
      const all = [...spares, ...members.values(), ...leaving];
      for (const process of all) process.end('stop');
      await Promise.all(all.map(({ ended }) => ended));
      for (const { reject } of queue.drain()) reject(new JobAborted());
    },
  };
}

/** Settles or requeues the requests of an ended process. Only the first was being computed; the others get another process. */
function returnLost(reason: EndReason, lost: Pending[], queue: FairQueue, penalties: Penalties): void {
  const [first] = lost;
  // The request that caused a death is unknown, so all requests in flight are retried once.
  const isRetried = reason === 'death' || reason === 'start';
  if (isRetried) for (const pending of lost) pending.deaths++;
  const isOver = (pending: Pending) =>
    reason === 'stop' || pending.deaths >= maxDeaths || (pending === first && !isRetried);
  for (const pending of lost.filter(isOver)) pending.reject(new JobEnded(reason));
  const isPlatformFault = reason === 'stop' || reason === 'start';
  if (first && isOver(first) && !isPlatformFault) penalties.add(first.job.organizationId);
  queue.putBack(lost.filter((pending) => !isOver(pending)));
}

/** Drops a request that waits for too long or whose client disconnects. @returns a function that ends the watch */
function watchWaiting(pending: Pending, waitSeconds: number, queue: FairQueue): () => void {
  const { signal } = pending.job;
  const drop = (error: Error) => {
    if (queue.remove(pending)) pending.reject(error);
  };
  const onAbort = () => drop(new JobAborted());
  signal?.addEventListener('abort', onAbort);
  const timer = setInterval(
    () => drop(new RateLimited(fullSeconds, `The request waited for ${waitSeconds} s without being started.`)),
    waitSeconds * 1000,
  );
  return () => {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  };
}
