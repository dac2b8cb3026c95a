/**
 * Streams a task's metrics: first the curves so far, downsampled to `maxPoints`, then increments, at most one per
 * `minIntervalMs`. A client never receives more points than it can draw.
 *
 *   history ──> increment ──> increment ... ──> (the task ends)
 *   The history ends at a cursor of the log, from which the hub continues, so that no point is lost or repeated.
 */

import { encodeCursor, type TaskEvent } from '../tasks/events/task-event.ts';
import { downsample, foldReports } from '../tasks/metrics/metric-curve.ts';
import type { MetricCurve, MetricHistory } from '../tasks/metrics/metric-history.ts';
import { batchByInterval } from './batch-by-interval.ts';
import type { EventHub } from './hub.ts';

export interface CurveUpdate {
  cursor: string;
  /** Last step to keep: points after it are removed before new ones are inserted. Null keeps all points. */
  keepThroughStep: number | null;
  curves: MetricCurve[];
}

export interface CurveOptions {
  taskId: string;
  /** Last position in the task's log that the watcher has received; 0 for none. */
  after: number;
  names: string[] | null;
  maxPoints: number;
  minIntervalMs: number;
}

/** Yields curve updates and completes when the task finishes. */
export async function* streamCurves(
  { hub, metrics }: { hub: EventHub; metrics: MetricHistory },
  { taskId, minIntervalMs, ...options }: CurveOptions,
  signal: AbortSignal,
): AsyncGenerator<CurveUpdate, void> {
  const { seq, cursor, keepThroughStep, lastStep, curves } = await metrics.since(taskId, options);
  yield { cursor, keepThroughStep, curves };
  const lengths = new Map(curves.map(({ name, totalPoints }) => [name, totalPoints]));
  const known = { lastStep, lengths };
  const reports = metricsOnly(hub.taskEvents(taskId, seq, signal));
  for await (const events of batchByInterval(reports, minIntervalMs)) yield curveUpdate(events, known, options);
}

async function* metricsOnly(events: AsyncGenerator<TaskEvent, void>): AsyncGenerator<TaskEvent, void> {
  for await (const event of events) if (event.type === 'MetricsReported') yield event;
}

/** Returns what the events add to the curves known so far. Updates `known`. */
function curveUpdate(
  events: [TaskEvent, ...TaskEvent[]],
  known: { lastStep: number; lengths: Map<string, number> },
  { names, maxPoints }: Pick<CurveOptions, 'names' | 'maxPoints'>,
): CurveUpdate {
  const { points, rewind, lastStep } = foldReports(events);
  const added = new Map<string, MetricCurve>();
  for (const { name, eventIndex, value, ...where } of points) {
    if (names && !names.includes(name)) continue;
    const curve = added.get(name) ?? { name, totalPoints: 0, points: [] };
    const at = events[eventIndex]?.at ?? events[0].at;
    curve.points.push({ ...where, at, value, min: value, max: value });
    added.set(name, curve);
  }
  const curves = [...added.values()].map((curve) => {
    const totalPoints = (known.lengths.get(curve.name) ?? 0) + curve.points.length;
    known.lengths.set(curve.name, totalPoints);
    // Uses the density that the whole curve would have with `maxPoints`.
    const share = Math.ceil((curve.points.length * Math.min(maxPoints, totalPoints)) / totalPoints);
    return { ...curve, totalPoints, points: downsample(curve.points, share) };
  });
  const back = rewind && rewind.step <= known.lastStep ? rewind.step : null;
  known.lastStep = lastStep ?? known.lastStep;
  return { cursor: encodeCursor(events.at(-1) ?? events[0]), keepThroughStep: back, curves };
}
