/**
 * Metrics as curves, without a database: what a run of reports does to them, and how a long one is made short.
 *
 * A curve has every step once. Training may go back: an attempt that resumes from a checkpoint repeats steps, each trial of a
 * search begins anew. One rule covers all of it: a report of step s says that nothing beyond s has happened. What the curves
 * hold beyond s is taken back, and so is what they hold of the reported metrics at s itself.
 */
import type { NewTaskEvent } from './task-event.ts';

/** What one report said of one metric. */
export interface MetricPoint {
  name: string;
  step: number;
  epoch: number;
  value: number;
  /** Which of the given events said it, from 0. */
  place: number;
}

/** What a run of reports does: takes back from the curves what lies beyond `from`, then adds `points`. */
export interface CurveChange {
  points: MetricPoint[];
  /** The earliest step that was reported, and of which metrics; null when none was. */
  from: { step: number; names: Set<string> } | null;
  /** Where the curves end afterwards; null when nothing was reported. */
  through: number | null;
}

/** A value that is not a finite number is no point: JSON has none, and a curve has a gap there. */
export function curveChange(events: readonly NewTaskEvent[]): CurveChange {
  const change: CurveChange = { points: [], from: null, through: null };
  for (const [place, event] of events.entries()) {
    if (event.type !== 'MetricsReported') continue;
    const { step, epoch, metrics } = event.payload;
    const values = new Map(metrics.map(({ name, value }) => [name, value]));
    if (change.through !== null && step <= change.through) {
      change.points = change.points.filter(
        (point) => point.step < step || (point.step === step && !values.has(point.name)),
      );
    }
    if (!change.from || step < change.from.step) change.from = { step, names: new Set() };
    for (const [name, value] of values) {
      if (step === change.from.step) change.from.names.add(name);
      if (Number.isFinite(value)) change.points.push({ name, step, epoch, value, place });
    }
    change.through = step;
  }
  return change;
}

/** A point of a curve as people see it: one report, or several neighbouring ones. */
export interface CurvePoint {
  /** Of the last report, like `epoch`, `at` and `value`. */
  step: number;
  epoch: number;
  at: Date;
  value: number;
  /** The least and the greatest value among the reports. */
  minimum: number;
  maximum: number;
}

/**
 * The same curve with no more than `most` points (at least 1): as it is when it has no more. Otherwise neighbours are put together, in
 * groups of like size, so that the extremes stay; the last point stays what it is, and so does the first when `most` allows two.
 */
export function downSample(points: readonly CurvePoint[], most: number): CurvePoint[] {
  if (points.length <= most) return [...points];
  if (most === 1) return [together(points)];
  const [first, ...rest] = points;
  const groups = most - 1;
  const edge = (group: number) => Math.floor((group * rest.length) / groups);
  const summaries = Array.from({ length: groups }, (_, group) => together(rest.slice(edge(group), edge(group + 1))));
  return first ? [first, ...summaries] : summaries;
}

function together(points: readonly CurvePoint[]): CurvePoint {
  const last = points.at(-1);
  if (!last) throw new Error('No point cannot be summarised.');
  let { minimum, maximum } = last;
  for (const point of points) {
    minimum = Math.min(minimum, point.minimum);
    maximum = Math.max(maximum, point.maximum);
  }
  return { ...last, minimum, maximum };
}

/** Points that one bucket of a level stands for, for each bucket of the level below. */
export const bucketBits = 4;
/** Up to a million points a bucket: of a hundred million points no more than a few hundred buckets need to be read. */
export const coarsestLevel = 5;

/** The coarsest level on which `points` still have `wanted` buckets. @param finest of those that are there */
export function levelFor(points: number, wanted: number, finest: number): number {
  let level = coarsestLevel;
  while (level > finest && points / 2 ** (bucketBits * level) < wanted) level--;
  return level;
}
