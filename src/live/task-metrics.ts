/**
 * The metrics of a task for somebody who watches: first what there is, made as short as was asked for, then what comes. A phone can
 * watch a million points: it gets no more than it can draw, and no more often than it wants.
 *
 *   history ──> increment ──> increment ... ──> (the task ends)
 *   at a cursor of the log, from which the hub goes on: nothing is missed, nothing comes twice
 */
import { curveChange, downSample } from '../tasks/metric-curve.ts';
import type { MetricCurve, MetricHistory } from '../tasks/metric-history.ts';
import { cursorOf, type TaskEvent } from '../tasks/task-event.ts';
import type { EventHub } from './hub.ts';
import { paced } from './paced.ts';

export interface CurveUpdate {
  cursor: string;
  /** Take back what lies beyond this step, then put the points in. Null: there is nothing to take back. */
  keepThrough: number | null;
  curves: MetricCurve[];
}

export interface CurveOptions {
  taskId: string;
  /** The position in the task's log that the watcher has; 0: nothing. */
  after: number;
  names: string[] | null;
  maxPoints: number;
  minIntervalMs: number;
}

/** Completes with the task. */
export async function* watchCurves(
  { hub, metrics }: { hub: EventHub; metrics: MetricHistory },
  { taskId, minIntervalMs, ...options }: CurveOptions,
  signal: AbortSignal,
): AsyncGenerator<CurveUpdate, void> {
  const { seq, cursor, keepThrough, through, curves } = await metrics.since(taskId, options);
  yield { cursor, keepThrough, curves };
  const lengths = new Map(curves.map(({ name, reports }) => [name, reports]));
  const known = { through, lengths };
  const reports = metricsOnly(hub.taskEvents(taskId, seq, signal));
  for await (const events of paced(reports, minIntervalMs)) yield increment(events, known, options);
}

async function* metricsOnly(events: AsyncGenerator<TaskEvent, void>): AsyncGenerator<TaskEvent, void> {
  for await (const event of events) if (event.type === 'MetricsReported') yield event;
}

/** What some events add to curves that go up to `known`, which it brings up to date. */
function increment(
  events: [TaskEvent, ...TaskEvent[]],
  known: { through: number; lengths: Map<string, number> },
  { names, maxPoints }: Pick<CurveOptions, 'names' | 'maxPoints'>,
): CurveUpdate {
  const { points, from, through } = curveChange(events);
  const added = new Map<string, MetricCurve>();
  for (const { name, place, value, ...where } of points) {
    if (names && !names.includes(name)) continue;
    const curve = added.get(name) ?? { name, reports: 0, points: [] };
    const at = events[place]?.at ?? events[0].at;
    curve.points.push({ ...where, at, value, minimum: value, maximum: value });
    added.set(name, curve);
  }
  const curves = [...added.values()].map((curve) => {
    const reports = (known.lengths.get(curve.name) ?? 0) + curve.points.length;
    known.lengths.set(curve.name, reports);
    // As dense as the whole curve would be with `maxPoints`.
    const share = Math.ceil((curve.points.length * Math.min(maxPoints, reports)) / reports);
    return { ...curve, reports, points: downSample(curve.points, share) };
  });
  const back = from && from.step <= known.through ? from.step : null;
  known.through = through ?? known.through;
  return { cursor: cursorOf(events.at(-1) ?? events[0]), keepThrough: back, curves };
}
