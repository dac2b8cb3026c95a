/**
 * Events of a task, as stored in its log and sent to clients. `seq` starts at 1 within the task, and `organizationSeq` within the
 * organization. Both have no gaps: position n is always visible before position n + 1.
 */

import { InvalidInput } from '../../errors.ts';
import type { Report } from '../../learning/context.ts';
import { isFinished, type TaskState } from '../task.ts';

type ReportOf<T extends Report['type']> = Omit<Extract<Report, { type: T }>, 'type'>;

export interface TaskEventPayloads {
  TaskStateChanged: { from: TaskState | null; to: TaskState; reason: string | null };
  TrainingProgressed: ReportOf<'progress'>;
  MetricsReported: ReportOf<'metrics'>;
  CheckpointSaved: { step: number };
  LogWritten: ReportOf<'log'>;
  SamplesReported: ReportOf<'samples'>;
  ProjectionReported: ReportOf<'projection'>;
  TrainingEnded: ReportOf<'end'>;
  /** Replaces the task's events at these positions after the retention period. */
  EventsOmitted: { firstSeq: number; lastSeq: number };
}

export type TaskEventType = keyof TaskEventPayloads;

/** An event without its position in the log. */
export type NewTaskEvent = { [T in TaskEventType]: { type: T; payload: TaskEventPayloads[T] } }[TaskEventType];

/** An event that may have been buffered before it is written. */
export type TimestampedTaskEvent = NewTaskEvent & {
  /** Age of the event, in seconds. Default: 0. Event times come from the database clock only. */
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

/** Returns whether the event is the last one of its task. */
export function isTerminal(event: TaskEvent): boolean {
  return event.type === 'TaskStateChanged' && isFinished(event.payload.to);
}

/** Converts a report of the training code to an event. Omits non-finite metrics, which JSON cannot represent. */
export function toTaskEvent(report: Report): NewTaskEvent {
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
    case 'end': {
      const { type: _, ...payload } = report;
      return { type: 'TrainingEnded', payload };
    }
  }
}

/** Returns an opaque cursor from which a client can resume after `event`, in the stream of the task or of the organization. */
export function encodeCursor(event: Pick<TaskEvent, 'taskId' | 'seq' | 'organizationSeq'>): string {
  return Buffer.from(`${event.taskId}:${event.seq}:${event.organizationSeq}`).toString('base64url');
}

/** Decodes a cursor of encodeCursor. @throws InvalidInput with the field `after` if it is malformed */
export function decodeCursor(cursor: string): { taskId: string; seq: number; organizationSeq: number } {
  const match = /^([0-9a-f-]{36}):(\d{1,15}):(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, taskId, seq, organizationSeq] = match ?? [];
  if (!taskId || !seq || !organizationSeq) {
    throw new InvalidInput('after', 'The cursor is invalid. Pass the `cursor` of an event unchanged.');
  }
  return { taskId, seq: Number(seq), organizationSeq: Number(organizationSeq) };
}
