/**
 * A bounded number of sandboxed processes, shared by all organisations, each of them one organisation's as long as it lives:
 *
 *   spare ──(an organisation needs one)──> assigned ──(idle, and another organisation needs one)──> ended
 *                                             │ └────(idle for long)──────────────────────────────> ended
 *                                             ├──────(others wait, its turn is over)──> draining ─> ended
 *                                             └──────(a request exceeds its time or memory)───────> ended
 *
 * Requests wait here and not in the processes, so that what one of them does to its process concerns that request alone. An
 * organisation has one process at a time. When all are taken and others wait, turns go round.
 */
import { RateLimited } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Priority } from '../sandbox/priority.ts';
import { createFairQueue, type FairQueue } from './fair-queue.ts';
import { type EndReason, type Job, JobAborted, JobEnded } from './job.ts';
import { createPenalties, type Penalties } from './penalties.ts';
import { createPoolProcess, type Pending, type PoolProcess, type StartedProcess } from './pool-process.ts';

export interface PoolOptions {
  /** @param priority while it starts */
  start(priority: Priority): Promise<StartedProcess>;
  /** Processes that belong to an organisation at the same time. */
  size: number;
  /** Processes that stand ready for the next organisation. */
  spares: number;
  /** Seconds that a request may compute; it may wait for twice that, so that one behind a slow one has its turn. */
  maxSeconds: number;
  /** People wait for the answers: all time counts, and not only what the process computes. */
  isAwaited: boolean;
  /** Requests that a process takes before it is replaced. */
  maxUses: number;
  log: Logger;
}

/** For tests and for people who look: what there is now. */
export interface PoolMember {
  pid: number | null;
  organizationId: string | null;
  inFlight: number;
}

export interface Pool {
  /** @throws RateLimited, JobEnded, JobAborted, and what the process answers: InvalidInput, InvalidData */
  run<T>(job: Job<T>): Promise<T>;
  members(): PoolMember[];
  stop(): Promise<void>;
}

/** Given to a process at once, so that it has the next request before it has answered the last: two of any size, more small ones. */
const [minInFlight, maxInFlight] = [2, 16];
const smallBytes = 64 * 2 ** 10;
/** A process that has been an organisation's for this long may be taken from it when others wait. */
const turnMs = 2000;
/** While others wait, a request may compute for this part of its time. */
const contendedShare = 1 / 3;
/** A request may wait for this many times as long as it may compute. */
const waitShare = 2;
/** How often turns are looked at while organisations wait for a process. */
const reviewMs = 200;
/** A process without work gives its memory back after this time. */
const idleMs = 10 * 60_000;
/** What a client whose queue is full is told to wait. */
const fullSeconds = 5;
const heldOff = 'Several of your requests needed more time or memory than a request may.';
/** Deaths that a request may have been present at without being the reason. */
const maxDeaths = 2;

export function createPool(options: PoolOptions): Pool {
  const { size, spares: wantedSpares, maxSeconds, isAwaited, maxUses, log } = options;
  const queue = createFairQueue();
  const penalties = createPenalties();
  const members = new Map<string, PoolProcess>();
  const spares = new Set<PoolProcess>();
  const leaving = new Set<PoolProcess>();
  let review: NodeJS.Timeout | null = null;
  /** A spare died before anyone needed it: another is started when one is needed, and not in a loop. */
  let spareFailed = false;
  let isStopped = false;

  function start(priority: Priority): PoolProcess {
    const created = createPoolProcess({
      start: () => options.start(priority),
      maxSeconds,
      isAwaited,
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

  /** Has it end without counting it any longer: the memory that it holds is given back in a moment. */
  function dismiss(process: PoolProcess): void {
    forget(process);
    leaving.add(process);
    process.end('stop');
  }

  function fillSpares(): void {
    while (!isStopped && !spareFailed && spares.size < wantedSpares) spares.add(start('long'));
  }

  /** A process for an organisation that has none; null: all are taken. */
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

  /** Gives out what can be given out. */
  function schedule(): void {
    if (isStopped) return;
    retire();
    const without: string[] = [];
    for (const organizationId of queue.organizations()) {
      const member = members.get(organizationId) ?? acquire(organizationId);
      if (!member) without.push(organizationId);
      else feed(organizationId, member);
    }
    makeRoom(without.length);
    if (review && without.length === 0) clearInterval(review);
    if (without.length === 0) review = null;
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

  /** Ends the processes that have done what they were to do. */
  function retire(): void {
    for (const [organizationId, member] of members) {
      if (member.inFlight > 0) continue;
      const isIdle = Date.now() - member.lastUsed > idleMs && queue.waiting(organizationId) === 0;
      if (!member.isDraining && member.uses < maxUses && !isIdle) continue;
      dismiss(member);
      queue.moveToEnd(organizationId);
    }
  }

  /** Takes processes from those who have had their turn, as many as are missing. */
  function makeRoom(missing: number): void {
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

  const looking = setInterval(schedule, idleMs / 10).unref();
  fillSpares();

  return {
    run<T>(job: Job<T>): Promise<T> {
      const held = penalties.secondsLeft(job.organizationId);
      if (held > 0) return Promise.reject(new RateLimited(held, heldOff));
      if (isStopped || job.signal?.aborted) return Promise.reject(new JobAborted());
      let stopWatching = () => {};
      const answered = new Promise<T>((resolve, reject) => {
        const pending: Pending = { job, deaths: 0, resolve: resolve as (value: unknown) => void, reject }; // what job.read gives
        if (!queue.add(pending)) {
          return reject(new RateLimited(fullSeconds, 'As many of your requests wait as may.'));
        }
        stopWatching = watchWaiting(pending, maxSeconds * waitShare, queue);
        schedule();
      });
      return answered.finally(() => stopWatching());
    },
    members: () =>
      [...spares, ...members.values()].map(({ pid, organizationId, inFlight }) => ({ pid, organizationId, inFlight })),
    async stop() {
      isStopped = true;
      clearInterval(looking);
      if (review) clearInterval(review);
      const all = [...spares, ...members.values(), ...leaving];
      for (const process of all) process.end('stop');
      await Promise.all(all.map(({ ended }) => ended));
      for (const { reject } of queue.drain()) reject(new JobAborted());
    },
  };
}

/** Of the requests that a process had in flight, the first was the one that it computed: the others get another process. */
function returnLost(reason: EndReason, lost: Pending[], queue: FairQueue, penalties: Penalties): void {
  const [first] = lost;
  // Who is to blame for a death is not known: all who were there are asked again, and once only.
  const isAskedAgain = reason === 'death' || reason === 'start';
  if (isAskedAgain) for (const pending of lost) pending.deaths++;
  const isOver = (pending: Pending) =>
    reason === 'stop' || pending.deaths >= maxDeaths || (pending === first && !isAskedAgain);
  for (const pending of lost.filter(isOver)) pending.reject(new JobEnded(reason));
  const isOurs = reason === 'stop' || reason === 'start';
  if (first && isOver(first) && !isOurs) penalties.add(first.job.organizationId);
  queue.putBack(lost.filter((pending) => !isOver(pending)));
}

/** Drops a request that waits for too long, or whose client is gone. @returns ends the watch */
function watchWaiting(pending: Pending, waitSeconds: number, queue: FairQueue): () => void {
  const { signal } = pending.job;
  const drop = (error: Error) => {
    if (queue.remove(pending)) pending.reject(error);
  };
  const onAbort = () => drop(new JobAborted());
  signal?.addEventListener('abort', onAbort);
  const timer = setInterval(
    () => drop(new RateLimited(fullSeconds, `The request waited for ${waitSeconds} s.`)),
    waitSeconds * 1000,
  );
  return () => {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  };
}
