/** The state of a followed task, and how events change it. No DOM, no React. */
import type { TaskEventsSubscription, TaskState } from '../../api/generated.ts';
import { type Curve, type CurvesChange, changeCurves, thin } from '../../charts/curves.ts';

type TaskEvent = TaskEventsSubscription['taskEvents'];
type EventOf<Name extends TaskEvent['__typename']> = Extract<TaskEvent, { __typename: Name }>;

export type LogLine = EventOf<'LogWritten'>;
export type Samples = EventOf<'SamplesReported'>;
export type Projection = EventOf<'ProjectionReported'>;

/** An entry of the timeline. Consecutive checkpoints form one entry with the last checkpoint and their count. */
export type Moment =
  | EventOf<'TaskStateChanged'>
  | EventOf<'EventsOmitted'>
  | EventOf<'TrainingEnded'>
  | (EventOf<'CheckpointSaved'> & { count: number });

export interface LiveRun {
  /** Sequence number of the last received event. */
  seq: number;
  state: TaskState | null;
  attempt: number;
  progress: EventOf<'TrainingProgressed'> | null;
  /** How the training ended. Null until then. */
  end: EventOf<'TrainingEnded'> | null;
  logs: readonly LogLine[];
  moments: readonly Moment[];
  curves: readonly Curve[];
  /** Ordered by epoch, without duplicates. */
  samples: readonly Samples[];
  projections: readonly Projection[];
}

export const nothingYet: LiveRun = {
  seq: 0,
  state: null,
  attempt: 0,
  progress: null,
  end: null,
  logs: [],
  moments: [],
  curves: [],
  samples: [],
  projections: [],
};

const maxLogs = 2000;
const maxMoments = 500;
/** Maximum number of points per curve, more than a chart can show. */
const maxPoints = 2000;

export function withEvents(run: LiveRun, events: readonly TaskEvent[]): LiveRun {
  const logs: LogLine[] = [];
  const moments = [...run.moments];
  let hasMoved = false;
  let { seq, state, attempt, progress, end, samples, projections } = run;
  for (const event of events) {
    seq = event.seq;
    attempt = event.attempt;
    switch (event.__typename) {
      case 'TaskStateChanged':
        state = event.to;
        moments.push(event);
        hasMoved = true;
        break;
      case 'CheckpointSaved': {
        const last = moments.at(-1);
        const count = last?.__typename === 'CheckpointSaved' && last.attempt === attempt ? last.count + 1 : 1;
        moments.splice(count > 1 ? -1 : moments.length, 1, { ...event, count });
        hasMoved = true;
        break;
      }
      case 'EventsOmitted':
        moments.push(event);
        hasMoved = true;
        break;
      case 'TrainingEnded':
        end = event;
        moments.push(event);
        hasMoved = true;
        break;
      case 'TrainingProgressed':
        progress = event;
        break;
      case 'LogWritten':
        logs.push(event);
        break;
      case 'SamplesReported':
        samples = withMoment(samples, event);
        break;
      case 'ProjectionReported':
        projections = withMoment(projections, event);
        break;
      case 'MetricsReported': // metrics arrive through `taskMetrics`; here the event only advances `seq`
        break;
    }
  }
  return {
    ...run,
    seq,
    state,
    attempt,
    progress,
    end,
    samples,
    projections,
    // Unchanged lists keep their identity, so that they are not rendered again.
    logs: logs.length > 0 ? [...run.logs, ...logs].slice(-maxLogs) : run.logs,
    moments: hasMoved ? moments.slice(-maxMoments) : run.moments,
  };
}

/** Adds a preview. After a resume from a checkpoint, it replaces the previews of its epoch and later ones. */
const withMoment = <Preview extends { epoch: number }>(
  before: readonly Preview[],
  preview: Preview,
): readonly Preview[] => [...before.filter(({ epoch }) => epoch < preview.epoch), preview];

export function withChanges(run: LiveRun, changes: readonly CurvesChange[]): LiveRun {
  if (changes.length === 0) return run;
  const curves = changes.reduce<readonly Curve[]>(changeCurves, run.curves);
  return { ...run, curves: curves.map((curve) => ({ ...curve, points: thin(curve.points, maxPoints) })) };
}
