/**
 * The state changes of tasks, except claims (claim.ts). Each one checks the transition, updates the row and appends the event.
 * The caller must hold the lock of the task's row.
 */
import { eq, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Transaction } from '../../database/client.ts';
import { sendHint } from '../../database/hints.ts';
import { organizations } from '../../database/tables/accounts.ts';
import { tasks } from '../../database/tables/tasks.ts';
import { appendEvents } from '../events/event-log.ts';
import { type TaskTrigger, transition } from '../task.ts';
import type { TaskRow } from '../task-row.ts';
import { recordGpuTime } from './quota.ts';
import { readCapacity, unschedulableReason } from './unschedulable.ts';

/** NOTIFY channel: a task became claimable. It has no payload. */
export const queueChannel = 'aias_queue';

/** Values that clear the columns of the worker that runs a task. */
const noOwner = { workerId: null, leaseExpiresAt: null, preemptedFor: null, onGpu: false };

/** Columns to write besides the state. Values may be SQL, such as `now()`. */
type TaskPatch = PgUpdateSetSource<typeof tasks>;

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

/** Returns a task to the queue and notifies the workers. @param crashes new number of crashes. Default: unchanged */
export async function requeueTask(
  tx: Transaction,
  task: TaskRow,
  requeue: { trigger: 'requeue' | 'resume'; reason: string | null; crashes?: number; leaseSeconds: number },
): Promise<void> {
  const { trigger, reason, crashes = task.crashes, leaseSeconds } = requeue;
  await applyTransition(tx, task, trigger, reason, { ...noOwner, crashes, queuedAt: sql`now()` });
  await notifyQueued(tx, task, leaseSeconds);
}

/** Notifies workers of a claimable task. Writes a warning to the task's log if no worker can run it. */
export async function notifyQueued(tx: Transaction, task: TaskRow, leaseSeconds: number): Promise<void> {
  await sendHint(tx, queueChannel, '');
  const message = unschedulableReason(task, await readCapacity(tx, leaseSeconds));
  if (message) await appendEvents(tx, task, [{ type: 'LogWritten', payload: { level: 'warn', message } }]);
}

/** Marks a task as succeeded, with its result. */
export function finishTask(tx: Transaction, task: TaskRow, result: object): Promise<void> {
  return applyTransition(tx, task, 'finish', null, { ...noOwner, result, finishedAt: sql`now()` });
}

/** Marks a task as failed, without another attempt. @param crashes new number of crashes. Default: unchanged */
export function failTask(tx: Transaction, task: TaskRow, reason: string, crashes = task.crashes): Promise<void> {
  const failed = { crashes, failureReason: reason, finishedAt: sql`now()` };
  return applyTransition(tx, task, 'fail', reason, { ...noOwner, ...failed });
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
export async function retryOrFail(
  tx: Transaction,
  task: TaskRow,
  reason: string,
  { leaseSeconds, maxAttempts }: { leaseSeconds: number; maxAttempts: number },
): Promise<void> {
  if (task.cancelRequested) return stopTask(tx, task, 'cancel');
  if (task.pauseRequested) return stopTask(tx, task, 'pause');
  const crashes = task.crashes + 1;
  if (crashes < maxAttempts) return requeueTask(tx, task, { trigger: 'requeue', reason, crashes, leaseSeconds });
  return failTask(
    tx,
    task,
    `${reason} The task failed after ${crashes} ${crashes === 1 ? 'attempt' : 'attempts'}.`,
    crashes,
  );
}
