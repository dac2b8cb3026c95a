/**
 * The queue as a worker sees it. The task row is the job; there is no second queue whose state could disagree.
 *
 * A claim is (task, attempt). Everything that a worker writes carries it: when the row has moved on (the lease ran out
 * and another worker has the task, or it was finished), the write finds no row and LeaseLost is thrown: a zombie can
 * compute, but not write.
 */
import { and, eq, getTableColumns, lt, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { sendHint } from '../database/hints.ts';
import { organizations, tasks } from '../database/tables.ts';
import { candidates, lockSchedule } from './candidates.ts';
import { advanced, appendEvents, writeEvents } from './event-log.ts';
import { curveChange } from './metric-curve.ts';
import { takeBack } from './metric-store.ts';
import { createOutageWatch } from './outage.ts';
import { anyPlace, type Place } from './placement.ts';
import { preempt, type RoomSought } from './preemption.ts';
import { addGpuTime } from './quota.ts';
import { serveNext } from './serve.ts';
import type { TaskTrigger } from './task.ts';
import { transition } from './task.ts';
import type { DelayedTaskEvent } from './task-event.ts';
import { type TaskSpec, taskSpecSchema } from './task-spec.ts';
import { readSupply, unschedulable } from './unschedulable.ts';

/** Channel of hints: a task became claimable (no payload). */
export const queueChannel = 'aias_queue';

export type TaskRow = typeof tasks.$inferSelect;
/** As it is listed: what may have megabytes is read when it is asked for. */
export type Task = Omit<TaskRow, 'spec' | 'result' | 'checkpoint'>;

const { spec, result, checkpoint, ...columns } = getTableColumns(tasks);
/** Those of `Task`. */
export const listedColumns = columns;

/** Where a saved checkpoint lies. */
export interface CheckpointReference {
  key: string;
  step: number;
}

export interface Claim {
  taskId: string;
  attempt: number;
  workerId: string;
  organizationId: string;
  spec: TaskSpec;
  memoryBytes: number;
  priority: number;
  /** Newest first, at most two. */
  checkpoints: CheckpointReference[];
}

/** What was asked of a running task: by its owner, or (`preempt`) by one of higher priority. */
export interface Requests {
  cancel: boolean;
  pause: boolean;
  preempt: boolean;
}

/** The task belongs to somebody else by now. Stop computing and write nothing. */
export class LeaseLost extends Error {
  constructor(claim: Pick<Claim, 'taskId' | 'attempt'>) {
    super(`Attempt ${claim.attempt} of task ${claim.taskId} lost its lease.`);
    this.name = 'LeaseLost';
  }
}

const keptCheckpoints = 2;

/** Columns that say who runs a task, for one that nobody runs. */
const unowned = { workerId: null, leaseExpiresAt: null, preemptedFor: null, onGpu: false };

export type TaskQueue = ReturnType<typeof createTaskQueue>;

/**
 * @param leaseSeconds a claim that is not renewed for this long is given to another worker
 * @param maxAttempts  a task whose workers died this many times fails
 * @param heartbeatDb  renews leases. Default: `db`
 * @param graceSeconds how long after an outage of the database no lease is held to have run out. Default: 0
 */
export function createTaskQueue({
  db,
  heartbeatDb = db,
  leaseSeconds,
  maxAttempts,
  graceSeconds = 0,
}: {
  db: Database;
  heartbeatDb?: Database;
  leaseSeconds: number;
  maxAttempts: number;
  graceSeconds?: number;
}) {
  const limits = { leaseSeconds, maxAttempts };
  const outage = createOutageWatch(graceSeconds);
  /** Something was there to claim at the last look. */
  let hopeful: object | null | undefined;
  const lease = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`;
  const isOwned = (claim: Claim) =>
    and(eq(tasks.id, claim.taskId), eq(tasks.attempt, claim.attempt), eq(tasks.state, 'RUNNING'));

  /** Runs `work` with the claimed row locked. @throws LeaseLost */
  function whileOwned<T>(claim: Claim, work: (tx: Transaction, task: TaskRow) => Promise<T>): Promise<T> {
    return db.transaction(async (tx) => {
      const [task] = await tx.select().from(tasks).where(isOwned(claim)).for('update');
      if (!task) throw new LeaseLost(claim);
      return work(tx, task);
    });
  }

  return {
    /**
     * Takes the next task (candidates.ts says which that is) that a worker at `place` can take and that needs no more than
     * `freeBytes` of memory. Null when there is none.
     */
    async claim(workerId: string, freeBytes: number, place: Place = anyPlace): Promise<Claim | null> {
      const next = candidates(place, freeBytes);
      // Whoever waits looks again and again: the lock is for those who have reason to hope.
      if (!hopeful) [hopeful] = await db.execute(sql`with recursive ${next} select 1 from candidates limit 1`);
      if (!hopeful) return null;
      return db.transaction(async (tx) => {
        await lockSchedule(tx);
        const task = await serveNext(tx, next, { workerId, leaseSeconds, onGpu: place.labels.includes('gpu') });
        hopeful = task;
        if (!task) return null;
        const payload = { from: 'QUEUED', to: 'RUNNING', reason: null } as const;
        await appendEvents(tx, task, [{ type: 'TaskStateChanged', payload }]);
        const { id: taskId, checkpoint, spec, ...rest } = task;
        return {
          ...rest,
          taskId,
          workerId,
          spec: taskSpecSchema.parse(spec),
          checkpoints: checkpointsOf({ checkpoint }),
        };
      });
    },

    /** Asks a running task of lower priority to make room for one that waits, if there is need. Returns its id, or null. */
    makeRoom: (sought: Omit<RoomSought, 'leaseSeconds'>) => preempt(db, { ...sought, leaseSeconds }),

    /** Renews the lease and brings back what the owner asks for. @throws LeaseLost */
    async heartbeat(claim: Claim): Promise<Requests> {
      const [row] = await heartbeatDb
        .update(tasks)
        .set({ leaseExpiresAt: lease })
        .where(isOwned(claim))
        .returning({
          cancel: tasks.cancelRequested,
          pause: tasks.pauseRequested,
          preempt: sql<boolean>`${tasks.preemptedFor} is not null`,
        });
      if (!row) throw new LeaseLost(claim);
      return row;
    },

    /**
     * Writes a batch of events. `batch` counts from 1 within the attempt: one that was written before is not written
     * again, so a batch whose answer was lost can be sent twice. @throws LeaseLost
     */
    async report(claim: Claim, batch: number, events: DelayedTaskEvent[]): Promise<void> {
      const change = curveChange(events);
      const task = { ...claim, id: claim.taskId };
      const progress = events.findLast((event) => event.type === 'TrainingProgressed');
      const update = (db: Database | Transaction, where: SQL | undefined) =>
        db
          .update(tasks)
          .set({
            lastBatch: batch,
            leaseExpiresAt: lease,
            lastSeq: advanced(events),
            ...(change.through !== null && { metricStep: change.through }),
            ...(progress && { progress: progress.payload }),
          })
          .where(where)
          .returning({ lastSeq: tasks.lastSeq });
      const onward = change.from ? lt(tasks.metricStep, change.from.step) : undefined;
      const next = and(isOwned(claim), lt(tasks.lastBatch, batch), onward);
      if (await writeEvents(db, task, update(db, next), events)) return;
      // Seldom: the lease is lost, the batch was written before, or training went back (metric-curve.ts).
      await whileOwned(claim, async (tx, { lastBatch }) => {
        if (lastBatch >= batch) return;
        if (change.from) await takeBack(tx, task.id, change.from);
        await writeEvents(tx, task, update(tx, eq(tasks.id, task.id)), events);
      });
    },

    /** Makes a stored checkpoint the one to resume from. Returns those that are no longer needed. @throws LeaseLost */
    saveCheckpoint(claim: Claim, checkpoint: CheckpointReference): Promise<CheckpointReference[]> {
      return whileOwned(claim, async (tx, task) => {
        const all = [checkpoint, ...checkpointsOf(task).filter((other) => other.key !== checkpoint.key)];
        await tx
          .update(tasks)
          .set({ checkpoint: all.slice(0, keptCheckpoints), leaseExpiresAt: lease })
          .where(eq(tasks.id, task.id));
        await appendEvents(tx, task, [{ type: 'CheckpointSaved', payload: { step: checkpoint.step } }]);
        return all.slice(keptCheckpoints);
      });
    },

    /**
     * Ends the task with success. `record` writes what came of it in the same transaction and returns the summary that
     * stays with the task. @throws LeaseLost
     */
    finish(claim: Claim, record: (tx: Transaction, task: TaskRow) => Promise<unknown>): Promise<void> {
      return whileOwned(claim, async (tx, task) => {
        const result = await record(tx, task);
        await moveTask(tx, task, 'finish', null, { ...unowned, result, finishedAt: sql`now()` });
      });
    },

    /** Ends the task: it cannot succeed, for `reason`. @throws LeaseLost */
    fail(claim: Claim, reason: string): Promise<void> {
      return whileOwned(claim, (tx, task) =>
        moveTask(tx, task, 'fail', reason, { ...unowned, failureReason: reason, finishedAt: sql`now()` }),
      );
    },

    /** The trainer stopped because its owner asked for it. @throws LeaseLost */
    stop(claim: Claim, kind: 'cancel' | 'pause'): Promise<void> {
      return whileOwned(claim, (tx, task) => stopTask(tx, task, kind));
    },

    /** The trainer died; another attempt goes on from the last checkpoint, if one is left. @throws LeaseLost */
    crashed(claim: Claim, reason: string): Promise<void> {
      return whileOwned(claim, (tx, task) => recover(tx, task, reason, limits));
    },

    /** Hands the task back unharmed (its worker shuts down, or it was preempted): costs no attempt. @throws LeaseLost */
    release(claim: Claim, reason: string): Promise<void> {
      return whileOwned(claim, (tx, task) => requeueTask(tx, task, 'requeue', reason, unowned, leaseSeconds));
    },

    /**
     * Takes tasks from workers that were not heard of in time, unless it was the database that nobody could reach (outage.ts).
     * Returns how many. Any process may call it, any time.
     */
    async reap(): Promise<number> {
      const expired = and(eq(tasks.state, 'RUNNING'), lt(tasks.leaseExpiresAt, sql`now()`));
      const reapOne = () =>
        db.transaction(async (tx) => {
          const due = and(expired, outage.isOver());
          const [task] = await tx.select().from(tasks).where(due).limit(1).for('update', { skipLocked: true });
          if (task) await recover(tx, task, 'The worker was not heard of in time.', limits);
          return task !== undefined;
        });
      for (let reaped = 0; ; reaped++) {
        const found = await outage.watch(reapOne);
        if (!found) return reaped;
      }
    },
  };
}

/** What is written besides the state; `lease` and `now()` are SQL, not values. */
type Patch = Parameters<ReturnType<Transaction['update']>['set']>[0] & Record<string, unknown>;

/**
 * The one place where a task's state changes, but for claims: checks the transition, writes the row and logs the event.
 * `task` must be locked by this transaction. Into the queue leads requeueTask.
 */
async function moveTask(
  tx: Transaction,
  task: TaskRow,
  trigger: TaskTrigger,
  reason: string | null,
  patch: Patch,
): Promise<void> {
  const to = transition(task.state, trigger);
  if (task.onGpu) await addGpuTime(tx, task.id);
  if (task.state === 'RUNNING') await countEnded(tx, task.organizationId);
  await tx
    .update(tasks)
    .set({ ...patch, state: to })
    .where(eq(tasks.id, task.id));
  await appendEvents(tx, task, [{ type: 'TaskStateChanged', payload: { from: task.state, to, reason } }]);
}

/** The counterpart of serveNext. */
async function countEnded(tx: Transaction, organizationId: string): Promise<void> {
  await tx
    .update(organizations)
    .set({ runningTasks: sql`${organizations.runningTasks} - 1` })
    .where(eq(organizations.id, organizationId));
}

/** Puts a task back into the queue. */
export async function requeueTask(
  tx: Transaction,
  task: TaskRow,
  trigger: 'requeue' | 'resume',
  reason: string | null,
  patch: Patch,
  leaseSeconds: number,
): Promise<void> {
  await moveTask(tx, task, trigger, reason, { ...patch, queuedAt: sql`now()` });
  await announceQueued(tx, task, leaseSeconds);
}

/** A task became claimable: rouses the workers, and warns whoever watches it where none of them could take it. */
export async function announceQueued(tx: Transaction, task: TaskRow, leaseSeconds: number): Promise<void> {
  await sendHint(tx, queueChannel, '');
  const message = unschedulable(task, await readSupply(tx, leaseSeconds));
  if (message) await appendEvents(tx, task, [{ type: 'LogWritten', payload: { level: 'warn', message } }]);
}

/** Ends or suspends a task at its owner's request. */
export async function stopTask(tx: Transaction, task: TaskRow, kind: 'cancel' | 'pause'): Promise<void> {
  if (kind === 'cancel') {
    await moveTask(tx, task, 'cancel', null, { ...unowned, finishedAt: sql`now()` });
  } else {
    await moveTask(tx, task, 'suspend', null, { ...unowned, pauseRequested: false });
  }
}

/** The attempt died. What its owner had asked for meanwhile comes first; then another attempt, while there are any. */
async function recover(
  tx: Transaction,
  task: TaskRow,
  reason: string,
  { leaseSeconds, maxAttempts }: { leaseSeconds: number; maxAttempts: number },
): Promise<void> {
  if (task.cancelRequested) return stopTask(tx, task, 'cancel');
  if (task.pauseRequested) return stopTask(tx, task, 'pause');
  const crashes = task.crashes + 1;
  if (crashes < maxAttempts) return requeueTask(tx, task, 'requeue', reason, { ...unowned, crashes }, leaseSeconds);
  const failureReason = `${reason} It was tried ${crashes} times.`;
  return moveTask(tx, task, 'fail', failureReason, { ...unowned, crashes, failureReason, finishedAt: sql`now()` });
}

/** Newest first. */
export function checkpointsOf(task: Pick<TaskRow, 'checkpoint'>): CheckpointReference[] {
  // Written by saveCheckpoint alone.
  return (task.checkpoint ?? []) as CheckpointReference[];
}
