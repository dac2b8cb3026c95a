/**
 * The task queue, as workers use it. The task row is the job; there is no second queue that could disagree with it.
 *
 * A claim is (task, attempt), and every write of a worker includes it. When the row has moved on (the lease expired and another
 * worker claimed the task, or it finished), the write matches no row and throws LeaseLost: a zombie can compute, but not write.
 */
import { and, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/client.ts';
import { tasks } from '../../database/tables/tasks.ts';
import { appendEvents, nextSeqSql, writeEvents } from '../events/event-log.ts';
import type { TimestampedTaskEvent } from '../events/task-event.ts';
import { foldReports } from '../metrics/metric-curve.ts';
import { rewindCurves } from '../metrics/metric-store.ts';
import { type CheckpointReference, parseCheckpoints, type TaskRow } from '../task-row.ts';
import { type TaskSpec, taskSpecSchema } from '../task-spec.ts';
import { claimCandidates, lockScheduler } from './candidates.ts';
import { claimNext } from './claim.ts';
import { createOutageGrace } from './outage-grace.ts';
import { defaultPool, type Place } from './placement.ts';
import { type PreemptionRequest, requestPreemption } from './preemption.ts';
import { failTask, finishTask, requeueTask, retryOrFail, stopTask } from './transitions.ts';

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
    finish(claim: Claim, record: (tx: Transaction, task: TaskRow) => Promise<object>): Promise<void> {
      return withOwnedTask(claim, async (tx, task) => finishTask(tx, task, await record(tx, task)));
    },

    /** Marks the task as failed, without another attempt. @throws LeaseLost */
    fail(claim: Claim, reason: string): Promise<void> {
      return withOwnedTask(claim, (tx, task) => failTask(tx, task, reason));
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
      return withOwnedTask(claim, (tx, task) => requeueTask(tx, task, { trigger: 'requeue', reason, leaseSeconds }));
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
