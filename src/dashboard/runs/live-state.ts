/** What is known of a task that is followed, and how its events change it. No DOM, no React. */
import type { TaskEventsSubscription, TaskState } from '../api/generated.ts';
import { type Curve, type CurvesChange, changeCurves, thin } from '../charts/curves.ts';

type TaskEvent = TaskEventsSubscription['taskEvents'];
type EventOf<Name extends TaskEvent['__typename']> = Extract<TaskEvent, { __typename: Name }>;

export type LogLine = EventOf<'LogWritten'>;
export type Samples = EventOf<'SamplesReported'>;
export type Projection = EventOf<'ProjectionReported'>;

/** Something for the timeline. Checkpoints that follow each other are one entry: its newest, and how many. */
export type Moment =
  | EventOf<'TaskStateChanged'>
  | EventOf<'EventsOmitted'>
  | (EventOf<'CheckpointSaved'> & { count: number });

export interface LiveRun {
  /** Position of the newest event that has come. */
  seq: number;
  state: TaskState | null;
  attempt: number;
  progress: EventOf<'TrainingProgressed'> | null;
  logs: readonly LogLine[];
  moments: readonly Moment[];
  curves: readonly Curve[];
  /** By epoch, each once. */
  samples: readonly Samples[];
  projections: readonly Projection[];
}

export const nothingYet: LiveRun = {
  seq: 0,
  state: null,
  attempt: 0,
  progress: null,
  logs: [],
  moments: [],
  curves: [],
  samples: [],
  projections: [],
};

const mostLogs = 2000;
const mostMoments = 500;
/** Of each curve: more than can be drawn, however long a run goes on. */
const mostPoints = 2000;

export function withEvents(run: LiveRun, events: readonly TaskEvent[]): LiveRun {
  const logs: LogLine[] = [];
  const moments = [...run.moments];
  let hasMoved = false;
  let { seq, state, attempt, progress, samples, projections } = run;
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
      case 'MetricsReported': // the other stream has them, as curves; here the newest says how far the log is
        break;
    }
  }
  return {
    ...run,
    seq,
    state,
    attempt,
    progress,
    samples,
    projections,
    // What nothing was added to stays the same object, and is not drawn again.
    logs: logs.length > 0 ? [...run.logs, ...logs].slice(-mostLogs) : run.logs,
    moments: hasMoved ? moments.slice(-mostMoments) : run.moments,
  };
}

/** What an attempt that went on from a checkpoint makes anew takes the place of what came before, from that epoch on. */
const withMoment = <Shown extends { epoch: number }>(before: readonly Shown[], shown: Shown): readonly Shown[] => [
  ...before.filter(({ epoch }) => epoch < shown.epoch),
  shown,
];

export function withChanges(run: LiveRun, changes: readonly CurvesChange[]): LiveRun {
  if (changes.length === 0) return run;
  const curves = changes.reduce<readonly Curve[]>(changeCurves, run.curves);
  return { ...run, curves: curves.map((curve) => ({ ...curve, points: thin(curve.points, mostPoints) })) };
}
