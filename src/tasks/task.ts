/**
 * A task: one piece of work that a person launched. Its whole life is in this file.
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
 *   attempt  how many times the task was claimed; the fencing token: a worker whose attempt is not the row's writes nothing
 *   lease    until when the worker is believed to be alive; a heartbeat renews it
 *   requeue  the worker (or its trainer) died, or hands the task back: another one goes on from the last checkpoint
 */
import { Conflict } from '../errors.ts';

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

const verbs: Record<TaskTrigger, string> = {
  claim: 'claimed',
  finish: 'finished',
  fail: 'failed',
  requeue: 'requeued',
  suspend: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
};

/** The state that `trigger` leads to. @throws Conflict when the state does not allow it. */
export function transition(from: TaskState, trigger: TaskTrigger): TaskState {
  const to = transitions[from][trigger];
  if (!to) throw new Conflict(`A task that is ${from} cannot be ${verbs[trigger]}.`);
  return to;
}

/** Nothing happens to the task any more; its event stream is complete. */
export function isFinished(state: TaskState): boolean {
  return Object.keys(transitions[state]).length === 0;
}

/** One configuration that a tuning task tried; `score` is its negative validation loss, null when it diverged. */
export interface Trial {
  number: number;
  parameters: Record<string, unknown>;
  /** Null: the family has none. */
  learningRate: number | null;
  score: number | null;
}
