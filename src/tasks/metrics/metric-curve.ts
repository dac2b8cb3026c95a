/**
 * Metric curves, independent of the database: how reports change them, and how they are downsampled.
 *
 * A curve has one point per step. Training may rewind: an attempt that resumes from a checkpoint repeats steps, and each trial of
 * a search starts over. One rule covers all cases: a report at step s discards every point after s, and the reported metrics'
 * points at s itself.
 */
import type { NewTaskEvent } from '../events/task-event.ts';

/** Value of one metric in one report. */
export interface MetricPoint {
  name: string;
  step: number;
  epoch: number;
  value: number;
  /** Zero-based index of the event that contains the report. */
  eventIndex: number;
}

/** Effect of consecutive reports on the curves: first apply `rewind`, then add `points`. */
export interface CurveChange {
  points: MetricPoint[];
  /** Earliest reported step, and the metrics reported at it. Null if nothing was reported. */
  rewind: { step: number; names: Set<string> } | null;
  /** Last step of the curves afterwards. Null if nothing was reported. */
  lastStep: number | null;
}

/** Folds reports into one change. Skips non-finite values, which JSON cannot represent; the curve has a gap there. */
export function foldReports(events: readonly NewTaskEvent[]): CurveChange {
  const change: CurveChange = { points: [], rewind: null, lastStep: null };
  for (const [eventIndex, event] of events.entries()) {
    if (event.type !== 'MetricsReported') continue;
    const { step, epoch, metrics } = event.payload;
    const values = new Map(metrics.map(({ name, value }) => [name, value]));
    if (change.lastStep !== null && step <= change.lastStep) {
      change.points = change.points.filter(
        (point) => point.step < step || (point.step === step && !values.has(point.name)),
      );
    }
    if (!change.rewind || step < change.rewind.step) change.rewind = { step, names: new Set() };
    for (const [name, value] of values) {
      if (step === change.rewind.step) change.rewind.names.add(name);
      if (Number.isFinite(value)) change.points.push({ name, step, epoch, value, eventIndex });
    }
    change.lastStep = step;
  }
  return change;
}

/** Point of a curve as clients see it. Represents one report, or several adjacent ones. */
export interface CurvePoint {
  /** Step of the last report. `epoch`, `at` and `value` also come from the last report. */
  step: number;
  epoch: number;
  at: Date;
  value: number;
  /** Smallest value among the reports. */
  min: number;
  /** Largest value among the reports. */
  max: number;
}

/**
 * Downsamples a curve to at most `maxPoints` points (at least 1). Adjacent points are merged in groups of similar size that keep
 * their minimum and maximum. The last step and value are preserved, and the first point is too if `maxPoints` is 2 or more.
 */
export function downsample(points: readonly CurvePoint[], maxPoints: number): CurvePoint[] {
  if (points.length <= maxPoints) return [...points];
  if (maxPoints === 1) return [mergePoints(points)];
  const [first, ...rest] = points;
  const groups = maxPoints - 1;
  const edge = (group: number) => Math.floor((group * rest.length) / groups);
  const summaries = Array.from({ length: groups }, (_, group) => mergePoints(rest.slice(edge(group), edge(group + 1))));
  return first ? [first, ...summaries] : summaries;
}

function mergePoints(points: readonly CurvePoint[]): CurvePoint {
  const last = points.at(-1);
  if (!last) throw new Error('mergePoints needs at least one point.');
  let { min, max } = last;
  for (const point of points) {
    min = Math.min(min, point.min);
    max = Math.max(max, point.max);
  }
  return { ...last, min, max };
}

/** Binary logarithm of the number of buckets that one bucket of the next level merges. */
export const bucketBits = 4;
/** A bucket of this level merges a million points, so a hundred million points fit in about a hundred buckets. */
export const maxLevel = 5;

/** Returns the coarsest level on which `points` have at least `minBuckets` buckets. @param minLevel finest stored level */
export function chooseLevel(points: number, minBuckets: number, minLevel: number): number {
  let level = maxLevel;
  while (level > minLevel && points / 2 ** (bucketBits * level) < minBuckets) level--;
  return level;
}
