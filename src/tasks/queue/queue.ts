/**
 * The task queue, as workers use it. The task row is the job; there is no second queue that could disagree with it.
 *
 * A claim is (task, attempt), and every write of a worker includes it. When the row has moved on (the lease expired and another
 * worker claimed the task, or it finished), the write matches no row and throws LeaseLost: a zombie can compute, but not write.
 */
import { and, eq, getTableColumns, lt, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/client.ts';
import { sendHint } from '../../database/hints.ts';
import { organizations, tasks } from '../../database/tables.ts';
import { appendEvents, nextSeqSql, writeEvents } from '../events/event-log.ts';
import type { TimestampedTaskEvent } from '../events/task-event.ts';
import { foldReports } from '../metrics/metric-curve.ts';
import { rewindCurves } from '../metrics/metric-store.ts';
import type { TaskTrigger } from '../task.ts';
import { transition } from '../task.ts';
import { type TaskSpec, taskSpecSchema } from '../task-spec.ts';
import { claimCandidates, lockScheduler } from './candidates.ts';
import { claimNext } from './claim.ts';
import { createOutageGrace } from './outage-grace.ts';
import { defaultPool, type Place } from './placement.ts';
import { type PreemptionRequest, requestPreemption } from './preemption.ts';
import { recordGpuTime } from './quota.ts';
import { readCapacity, unschedulableReason } from './unschedulable.ts';

/** NOTIFY channel: a task became claimable. It has no payload. */
export const queueChannel = 'aias_queue';

export type TaskRow = typeof tasks.$inferSelect;
/** A task without the columns that can have megabytes, which are read on demand. */
export type Task = Omit<TaskRow, 'spec' | 'result' | 'checkpoint'>;

const { spec, result, checkpoint, ...columns } = getTableColumns(tasks);
/** Columns of `Task`. */
export const listedColumns = columns;

/** Artifact key and training step of a saved checkpoint. */
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
  /** Newest first, at most `maxCheckpoints`. */
  checkpoints: CheckpointReference[];
}

/** Requests to a running task: from its owner, or (`preempt`) from a task of higher priority. */
export interface ControlRequests {
  cancel: boolean;
  pause: boolean;
  preempt: boolean;
}

/** The claim is no longer valid: another worker has the task, or it has finished. Stop computing and write nothing. */
export class LeaseLost extends Error {
  constructor(claim: Pick<Claim, 'taskId' | 'attempt'>) {
    super(`Attempt ${claim.attempt} of task ${claim.taskId} lost its lease.`);
    this.name = 'LeaseLost';
  }
}

const maxCheckpoints = 2;

/** Values that clear the columns of the worker that runs a task. */
const noOwner = { workerId: null, leaseExpiresAt: null, preemptedFor: null, onGpu: false };

export type TaskQueue = ReturnType<typeof createTaskQueue>;

/**
 * @param leaseSeconds time after which a claim expires unless it is renewed
 * @param maxAttempts  number of crashes after which a task fails
 * @param heartbeatDb  database client that renews leases. Default: `db`
 * @param graceSeconds time after a database outage during which no lease counts as expired. Default: 0
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
  const outage = createOutageGrace(graceSeconds);
  /** Set if the previous check found a task to claim. */
  let found: object | null | undefined;
  const lease = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`;
  const ownsTask = (claim: Claim) =>
    and(eq(tasks.id, claim.taskId), eq(tasks.attempt, claim.attempt), eq(tasks.state, 'RUNNING'));

  /** Runs `work` with the claimed row locked. @throws LeaseLost */
  function withOwnedTask<T>(claim: Claim, work: (tx: Transaction, task: TaskRow) => Promise<T>): Promise<T> {
    return db.transaction(async (tx) => {
      const [task] = await tx.select().from(tasks).where(ownsTask(claim)).for('update');
      if (!task) throw new LeaseLost(claim);
      return work(tx, task);
    });
  }

  return {
    /**
     * Claims the next task that a worker at `place` can run (in the order of candidates.ts) and that needs at most
     * `availableMemoryBytes` of memory. Returns null if there is none.
     */
    async claim(workerId: string, availableMemoryBytes: number, place: Place = defaultPool): Promise<Claim | null> {
      const next = claimCandidates(place, availableMemoryBytes);
      // Idle workers poll, so check without the lock first.
      if (!found) [found] = await db.execute(sql`with recursive ${next} select 1 from candidates limit 1`);
      if (!found) return null;
      return db.transaction(async (tx) => {
        await lockScheduler(tx);
        const task = await claimNext(tx, next, { workerId, leaseSeconds, onGpu: place.labels.includes('gpu') });
        found = task;
        if (!task) return null;
        const payload = { from: 'QUEUED', to: 'RUNNING', reason: null } as const;
        await appendEvents(tx, task, [{ type: 'TaskStateChanged', payload }]);
        const { id: taskId, checkpoint, spec, ...rest } = task;
        return {
          ...rest,
          taskId,
          workerId,
          spec: taskSpecSchema.parse(spec),
          checkpoints: parseCheckpoints({ checkpoint }),
        };
      });
    },

    /** Requests that a running task of lower priority yields to a queued one, if necessary. Returns its ID, or null. */
    requestPreemption: (request: Omit<PreemptionRequest, 'leaseSeconds'>) =>
      requestPreemption(db, { ...request, leaseSeconds }),

    /** Renews the lease and returns pending control requests. @throws LeaseLost */
    async heartbeat(claim: Claim): Promise<ControlRequests> {
      const [row] = await heartbeatDb
        .update(tasks)
        .set({ leaseExpiresAt: lease })
        .where(ownsTask(claim))
        .returning({
          cancel: tasks.cancelRequested,
          pause: tasks.pauseRequested,
          preempt: sql<boolean>`${tasks.preemptedFor} is not null`,
        });
      if (!row) throw new LeaseLost(claim);
      return row;
    },

    /**
     * Writes a batch of events. Idempotent: `batch` counts from 1 within the attempt, and a batch number that was already
     * written is ignored, so a batch whose response was lost can be resent. @throws LeaseLost
     */
    async report(claim: Claim, batch: number, events: TimestampedTaskEvent[]): Promise<void> {
      const change = foldReports(events);
      const task = { ...claim, id: claim.taskId };
      const progress = events.findLast((event) => event.type === 'TrainingProgressed');
      const update = (db: Database | Transaction, where: SQL | undefined) =>
        db
          .update(tasks)
          .set({
            lastBatch: batch,
            leaseExpiresAt: lease,
            lastSeq: nextSeqSql(events),
            ...(change.lastStep !== null && { metricStep: change.lastStep }),
            ...(progress && { progress: progress.payload }),
          })
          .where(where)
          .returning({ lastSeq: tasks.lastSeq });
      const noRewind = change.rewind ? lt(tasks.metricStep, change.rewind.step) : undefined;
      const next = and(ownsTask(claim), lt(tasks.lastBatch, batch), noRewind);
      if (await writeEvents(db, task, update(db, next), events)) return;
      // Rare cases: the lease is lost, the batch was already written, or training rewound (metric-curve.ts).
      await withOwnedTask(claim, async (tx, { lastBatch }) => {
        if (lastBatch >= batch) return;
        if (change.rewind) await rewindCurves(tx, task.id, change.rewind);
        await writeEvents(tx, task, update(tx, eq(tasks.id, task.id)), events);
      });
    },

    /** Records a stored checkpoint as the one to resume from. Returns checkpoints that are no longer needed. @throws LeaseLost */
    saveCheckpoint(claim: Claim, checkpoint: CheckpointReference): Promise<CheckpointReference[]> {
      return withOwnedTask(claim, async (tx, task) => {
        const all = [checkpoint, ...parseCheckpoints(task).filter((other) => other.key !== checkpoint.key)];
        await tx
          .update(tasks)
          .set({ checkpoint: all.slice(0, maxCheckpoints), leaseExpiresAt: lease })
          .where(eq(tasks.id, task.id));
        await appendEvents(tx, task, [{ type: 'CheckpointSaved', payload: { step: checkpoint.step } }]);
        return all.slice(maxCheckpoints);
      });
    },

    /**
     * Marks the task as succeeded. `record` writes its outputs in the same transaction and returns the result to store with the
     * task. @throws LeaseLost
     */
    finish(claim: Claim, record: (tx: Transaction, task: TaskRow) => Promise<unknown>): Promise<void> {
      return withOwnedTask(claim, async (tx, task) => {
        const result = await record(tx, task);
        await applyTransition(tx, task, 'finish', null, { ...noOwner, result, finishedAt: sql`now()` });
      });
    },

    /** Marks the task as failed, without another attempt. @throws LeaseLost */
    fail(claim: Claim, reason: string): Promise<void> {
      return withOwnedTask(claim, (tx, task) =>
        applyTransition(tx, task, 'fail', reason, { ...noOwner, failureReason: reason, finishedAt: sql`now()` }),
      );
    },

    /** Records that the trainer stopped at the request of the task's owner. @throws LeaseLost */
    recordStop(claim: Claim, kind: 'cancel' | 'pause'): Promise<void> {
      return withOwnedTask(claim, (tx, task) => stopTask(tx, task, kind));
    },

    /** Records that the trainer died. The task is requeued, or fails after `maxAttempts` crashes. @throws LeaseLost */
    recordCrash(claim: Claim, reason: string): Promise<void> {
      return withOwnedTask(claim, (tx, task) => retryOrFail(tx, task, reason, limits));
    },

    /** Requeues the task without counting a crash: its worker shuts down, or it was preempted. @throws LeaseLost */
    release(claim: Claim, reason: string): Promise<void> {
      return withOwnedTask(claim, (tx, task) => requeueTask(tx, task, 'requeue', reason, noOwner, leaseSeconds));
    },

    /**
     * Requeues tasks whose lease expired, except after a database outage (outage-grace.ts). Returns their number. Safe to call
     * from any process at any time.
     */
    async requeueExpired(): Promise<number> {
      const expired = and(eq(tasks.state, 'RUNNING'), lt(tasks.leaseExpiresAt, sql`now()`));
      const requeueOne = () =>
        db.transaction(async (tx) => {
          const due = and(expired, outage.graceEnded());
          const [task] = await tx.select().from(tasks).where(due).limit(1).for('update', { skipLocked: true });
          if (task) await retryOrFail(tx, task, 'The worker sent no heartbeat in time.', limits);
          return task !== undefined;
        });
      for (let requeued = 0; ; requeued++) {
        const isRequeued = await outage.observe(requeueOne);
        if (!isRequeued) return requeued;
      }
    },
  };
}

/** Columns to write besides the state. Values may be SQL, such as `now()`. */
type TaskPatch = Parameters<ReturnType<Transaction['update']>['set']>[0] & Record<string, unknown>;

/**
 * The only place that changes a task's state, except claims: checks the transition, updates the row and appends the event.
 * The caller must hold the row lock. Use `requeueTask` to return a task to the queue.
 */
async function applyTransition(
  tx: Transaction,
  task: TaskRow,
  trigger: TaskTrigger,
  reason: string | null,
  patch: TaskPatch,
): Promise<void> {
  const to = transition(task.state, trigger);
  if (task.onGpu) await recordGpuTime(tx, task.id);
  if (task.state === 'RUNNING') await decrementRunningTasks(tx, task.organizationId);
  await tx
    .update(tasks)
    .set({ ...patch, state: to })
    .where(eq(tasks.id, task.id));
  await appendEvents(tx, task, [{ type: 'TaskStateChanged', payload: { from: task.state, to, reason } }]);
}

/** Reverts the increment of claimNext. */
async function decrementRunningTasks(tx: Transaction, organizationId: string): Promise<void> {
  await tx
    .update(organizations)
    .set({ runningTasks: sql`${organizations.runningTasks} - 1` })
    .where(eq(organizations.id, organizationId));
}

/** Returns a task to the queue and notifies the workers. */
export async function requeueTask(
  tx: Transaction,
  task: TaskRow,
  trigger: 'requeue' | 'resume',
  reason: string | null,
  patch: TaskPatch,
  leaseSeconds: number,
): Promise<void> {
  await applyTransition(tx, task, trigger, reason, { ...patch, queuedAt: sql`now()` });
  await notifyQueued(tx, task, leaseSeconds);
}

/** Notifies workers of a claimable task. Writes a warning to the task's log if no worker can run it. */
export async function notifyQueued(tx: Transaction, task: TaskRow, leaseSeconds: number): Promise<void> {
  await sendHint(tx, queueChannel, '');
  const message = unschedulableReason(task, await readCapacity(tx, leaseSeconds));
  if (message) await appendEvents(tx, task, [{ type: 'LogWritten', payload: { level: 'warn', message } }]);
}

/** Cancels or pauses a task at its owner's request. */
export async function stopTask(tx: Transaction, task: TaskRow, kind: 'cancel' | 'pause'): Promise<void> {
  if (kind === 'cancel') {
    await applyTransition(tx, task, 'cancel', null, { ...noOwner, finishedAt: sql`now()` });
  } else {
    await applyTransition(tx, task, 'suspend', null, { ...noOwner, pauseRequested: false });
  }
}

/** Handles a crashed attempt: applies a pending cancel or pause, else requeues the task, else fails it after `maxAttempts`. */
async function retryOrFail(
  tx: Transaction,
  task: TaskRow,
  reason: string,
  { leaseSeconds, maxAttempts }: { leaseSeconds: number; maxAttempts: number },
): Promise<void> {
  if (task.cancelRequested) return stopTask(tx, task, 'cancel');
  if (task.pauseRequested) return stopTask(tx, task, 'pause');
  const crashes = task.crashes + 1;
  if (crashes < maxAttempts) return requeueTask(tx, task, 'requeue', reason, { ...noOwner, crashes }, leaseSeconds);
  const failureReason = `${reason} The task failed after ${crashes} attempts.`;
  return applyTransition(tx, task, 'fail', failureReason, {
    ...noOwner,
    crashes,
    failureReason,
    finishedAt: sql`now()`,
  });
}

/** Returns the task's checkpoints, newest first. */
export function parseCheckpoints(task: Pick<TaskRow, 'checkpoint'>): CheckpointReference[] {
  // Only saveCheckpoint writes this column.
  return (task.checkpoint ?? []) as CheckpointReference[];
}
