/**
 * What happened to a task, as its log keeps it and every client sees it. `seq` counts from 1 within the task and
 * `organizationSeq` within the organisation, both without a gap: position n is there before n + 1 can be.
 */

import { InvalidInput } from '../errors.ts';
import type { Report } from '../learning/context.ts';
import { isFinished, type TaskState } from './task.ts';

type ReportOf<T extends Report['type']> = Omit<Extract<Report, { type: T }>, 'type'>;

export interface TaskEventPayloads {
  TaskStateChanged: { from: TaskState | null; to: TaskState; reason: string | null };
  TrainingProgressed: ReportOf<'progress'>;
  MetricsReported: ReportOf<'metrics'>;
  CheckpointSaved: { step: number };
  LogWritten: ReportOf<'log'>;
  SamplesReported: ReportOf<'samples'>;
  ProjectionReported: ReportOf<'projection'>;
  /** Stands in the log for the task's events of these positions, which were kept for as long as retention says. */
  EventsOmitted: { firstSeq: number; lastSeq: number };
}

export type TaskEventType = keyof TaskEventPayloads;

/** An event before it has its place in the log. */
export type NewTaskEvent = { [T in TaskEventType]: { type: T; payload: TaskEventPayloads[T] } }[TaskEventType];

/** One that waited before it could be written. */
export type DelayedTaskEvent = NewTaskEvent & {
  /** How long ago it happened, in seconds. Default: just now. No clock but the database's tells the time of an event. */
  secondsAgo?: number;
};

export type TaskEvent = NewTaskEvent & {
  taskId: string;
  organizationId: string;
  seq: number;
  organizationSeq: number;
  attempt: number;
  at: Date;
};

/** No event of the task follows this one. */
export function isTerminal(event: TaskEvent): boolean {
  return event.type === 'TaskStateChanged' && isFinished(event.payload.to);
}

/** A report of the training code as the event that the log keeps. Metrics that are not finite numbers are left out: JSON has none. */
export function eventOf(report: Report): NewTaskEvent {
  switch (report.type) {
    case 'progress': {
      const { type: _, ...payload } = report;
      return { type: 'TrainingProgressed', payload };
    }
    case 'metrics': {
      const { type: _, ...payload } = report;
      const metrics = payload.metrics.filter(({ value }) => Number.isFinite(value));
      return { type: 'MetricsReported', payload: { ...payload, metrics } };
    }
    case 'log': {
      const { type: _, ...payload } = report;
      return { type: 'LogWritten', payload };
    }
    case 'samples': {
      const { type: _, ...payload } = report;
      return { type: 'SamplesReported', payload };
    }
    case 'projection': {
      const { type: _, ...payload } = report;
      return { type: 'ProjectionReported', payload };
    }
  }
}

/** The opaque position that clients hand back to go on after `event`, in the task's stream or the organisation's. */
export function cursorOf(event: Pick<TaskEvent, 'taskId' | 'seq' | 'organizationSeq'>): string {
  return Buffer.from(`${event.taskId}:${event.seq}:${event.organizationSeq}`).toString('base64url');
}

/** @throws InvalidInput with field `after` when `cursor` is not one of ours. */
export function parseCursor(cursor: string): { taskId: string; seq: number; organizationSeq: number } {
  const match = /^([0-9a-f-]{36}):(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, taskId, seq, organizationSeq] = match ?? [];
  if (!taskId || !seq || !organizationSeq) {
    throw new InvalidInput('after', 'This is not a cursor. Pass the `cursor` of an event as it was received.');
  }
  return { taskId, seq: Number(seq), organizationSeq: Number(organizationSeq) };
}
