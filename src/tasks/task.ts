/**
 * A task: one unit of work that a user launched. This file defines its states and transitions.
 *
 *                 claim                 finish
 *     ┌─> QUEUED ────────> RUNNING ──────────────> SUCCEEDED
 *     │    │  ^               │ │ └──── fail ────> FAILED
 *     │    │  └── requeue ────┘ └──── suspend ─┐
 *     │    └────────── suspend ──────────┐     │
 *     └──────────── resume ─────────── PAUSED <┘
 *
 *     QUEUED, RUNNING and PAUSED go to CANCELLED by `cancel`.
 *
 * Glossary
 *   attempt  number of times that the task was claimed. A fencing token: writes with an attempt other than the row's are rejected
 *   lease    time until which the worker counts as alive; every heartbeat renews it
 *   requeue  the worker (or its trainer) died or released the task; the next attempt resumes from the last checkpoint
 */
import { z } from 'zod';
import { Conflict } from '../errors.ts';
import type { TrainingEnd } from '../learning/context.ts';

export const taskKinds = ['TRAIN', 'EVALUATE', 'PREDICT', 'TUNE'] as const;
export const taskStates = ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export type TaskState = (typeof taskStates)[number];

export type TaskTrigger = 'claim' | 'finish' | 'fail' | 'requeue' | 'suspend' | 'resume' | 'cancel';

const transitions: Record<TaskState, Partial<Record<TaskTrigger, TaskState>>> = {
  QUEUED: { claim: 'RUNNING', suspend: 'PAUSED', cancel: 'CANCELLED' },
  RUNNING: { finish: 'SUCCEEDED', fail: 'FAILED', requeue: 'QUEUED', suspend: 'PAUSED', cancel: 'CANCELLED' },
  PAUSED: { resume: 'QUEUED', cancel: 'CANCELLED' },
  SUCCEEDED: {},
  FAILED: {},
  CANCELLED: {},
};

const triggerVerbs: Record<TaskTrigger, string> = {
  claim: 'claimed',
  finish: 'finished',
  fail: 'failed',
  requeue: 'requeued',
  suspend: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
};

/** Returns the state that `trigger` leads to. @throws Conflict if the state does not allow it */
export function transition(from: TaskState, trigger: TaskTrigger): TaskState {
  const to = transitions[from][trigger];
  if (!to) throw new Conflict(`A ${from} task cannot be ${triggerVerbs[trigger]}.`);
  return to;
}

/** Returns whether the state is final, so that the task's event stream is complete. */
export function isFinished(state: TaskState): boolean {
  return Object.keys(transitions[state]).length === 0;
}

/** How the training of a task ended by itself (learning/context.ts). */
export const trainingEndSchema = z.object({
  cause: z.enum(['MAX_EPOCHS', 'EARLY_STOPPING', 'CONVERGED']),
  epoch: z.number().int().nonnegative(),
  bestEpoch: z.number().int().nonnegative(),
  monitor: z.string().max(100).nullable(),
}) satisfies z.ZodType<TrainingEnd>;

/** One trial of a tuning task. */
export const trialSchema = z.object({
  number: z.number().int(),
  parameters: z.record(z.string(), z.unknown()),
  /** Null if the family has no learning rate. */
  learningRate: z.number().nullable(),
  /** Negative validation loss. Null if the trial diverged. */
  score: z.number().nullable(),
});

export type Trial = z.infer<typeof trialSchema>;
