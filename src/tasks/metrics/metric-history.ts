/** Reads the metric curves of a task, downsampled to the requested number of points. */
import { and, asc, desc, eq, gte, inArray, lte, or } from 'drizzle-orm';
import type { Database, Transaction } from '../../database/client.ts';
import { metricBuckets, metricSeries } from '../../database/tables/metrics.ts';
import { taskEvents, tasks } from '../../database/tables/tasks.ts';
import { InvalidInput } from '../../errors.ts';
import { encodeCursor } from '../events/task-event.ts';
import { bucketBits, type CurvePoint, chooseLevel, downsample } from './metric-curve.ts';

const maxPointsPerCurve = 2000;
const maxNames = 100;

export interface MetricCurve {
  name: string;
  /** Number of reports in the full curve so far. */
  reports: number;
  points: CurvePoint[];
}

/** The curves of a task at one moment. */
export interface CurveSnapshot {
  /** Last log position included. `cursor` encodes it for clients. */
  seq: number;
  cursor: string;
  /** Last step that was reported. */
  lastStep: number;
  /** Last step up to which the points that a client received before `after` are still valid. -1 if none are. */
  keepThrough: number;
  curves: MetricCurve[];
}

/** Checks the arguments of curve queries. @throws InvalidInput */
export function checkCurveLimits({ maxPoints, names }: { maxPoints: number; names: string[] | null }): void {
  if (maxPoints < 2 || maxPoints > maxPointsPerCurve) {
    throw new InvalidInput('maxPoints', `Enter a number of points from 2 to ${maxPointsPerCurve}.`);
  }
  if (names && names.length > maxNames) throw new InvalidInput('names', `Enter at most ${maxNames} names.`);
  if (names?.some((name) => name.includes('\0')))
    throw new InvalidInput('names', 'A metric name must not contain NUL.');
}

export type MetricHistory = ReturnType<typeof createMetricHistory>;

export function createMetricHistory({ db }: { db: Database }) {
  /** Returns the points of a curve reported after a log position, and the step of the last point before it. */
  async function readCurve(
    tx: Transaction | Database,
    series: typeof metricSeries.$inferSelect,
    after: number,
    maxPoints: number,
  ): Promise<{ points: CurvePoint[]; keepThrough: number }> {
    const ofLevel = (level: number) => and(eq(metricBuckets.seriesId, series.id), eq(metricBuckets.level, level));
    const known = and(ofLevel(series.finest), lte(metricBuckets.seq, after));
    const [last] =
      after > 0 ? await tx.select().from(metricBuckets).where(known).orderBy(desc(metricBuckets.bucket)).limit(1) : [];
    const start = last ? (last.bucket + 1) << (bucketBits * series.finest) : 0;
    // Half as many points as allowed are good enough: the next finer level would have 16 times the rows.
    const level = chooseLevel(series.points - start, maxPoints / 2, series.finest);
    // The first bucket may also summarize older points, but its step and value come from a new one.
    const wanted = and(ofLevel(level), gte(metricBuckets.bucket, start >> (bucketBits * level)));
    const first = and(ofLevel(0), eq(metricBuckets.bucket, start));
    const points = await tx
      .select()
      .from(metricBuckets)
      .where(or(first, wanted))
      .orderBy(asc(metricBuckets.level), asc(metricBuckets.bucket));
    return { points: downsample(points, maxPoints), keepThrough: last?.step ?? -1 };
  }

  async function readCurves(
    tx: Transaction | Database,
    taskId: string,
    { after, maxPoints, names }: { after: number; maxPoints: number; names: string[] | null },
  ): Promise<{ curves: MetricCurve[]; keepThrough: number }> {
    const all = await tx
      .select()
      .from(metricSeries)
      .where(and(eq(metricSeries.taskId, taskId), names ? inArray(metricSeries.name, names) : undefined))
      .orderBy(asc(metricSeries.name));
    const curves: MetricCurve[] = [];
    let keepThrough = -1;
    for (const series of all) {
      const read = await readCurve(tx, series, after, maxPoints);
      keepThrough = Math.max(keepThrough, read.keepThrough);
      curves.push({ name: series.name, reports: series.points, points: read.points });
    }
    return { curves, keepThrough };
  }

  return {
    /** Returns the curves of a task, sorted by name, each with at most `maxPoints` points. Null `names` selects all metrics. */
    async curves(taskId: string, options: { maxPoints: number; names: string[] | null }): Promise<MetricCurve[]> {
      const { curves } = await readCurves(db, taskId, { ...options, after: 0 });
      return curves.filter(({ points }) => points.length > 0);
    },

    /**
     * Returns, from one database snapshot, the points that a client is missing on every curve, given that it has the curves as of
     * log position `after` (0: none).
     */
    async since(
      taskId: string,
      options: { after: number; maxPoints: number; names: string[] | null },
    ): Promise<CurveSnapshot> {
      return db.transaction(
        async (tx) => {
          const [end] = await tx
            .select({ seq: tasks.lastSeq, lastStep: tasks.metricStep, organizationSeq: taskEvents.organizationSeq })
            .from(tasks)
            .innerJoin(taskEvents, and(eq(taskEvents.taskId, tasks.id), eq(taskEvents.seq, tasks.lastSeq)))
            .where(eq(tasks.id, taskId));
          if (!end) throw new Error(`The last event is missing from the log of task ${taskId}.`);
          const { seq, lastStep } = end;
          return {
            seq,
            lastStep,
            cursor: encodeCursor({ taskId, ...end }),
            ...(await readCurves(tx, taskId, options)),
          };
        },
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      );
    },
  };
}
