/** The curves of a task's metrics as people read them: as many points as they can use, however many there are. */
import { and, asc, desc, eq, gte, inArray, lte, or } from 'drizzle-orm';
import type { Database, Transaction } from '../database/client.ts';
import { metricBuckets, metricSeries, taskEvents, tasks } from '../database/tables.ts';
import { InvalidInput } from '../errors.ts';
import { bucketBits, type CurvePoint, downSample, levelFor } from './metric-curve.ts';
import { cursorOf } from './task-event.ts';

const mostPoints = 2000;
const mostNames = 100;

export interface MetricCurve {
  name: string;
  /** Reports of the whole curve so far. */
  reports: number;
  points: CurvePoint[];
}

/** What a task's curves are at one moment. */
export interface CurvesNow {
  /** How far the log went by then; `cursor` says the same to clients. */
  seq: number;
  cursor: string;
  /** The last step that was reported. */
  through: number;
  /** Up to which step the curves are those that a watcher had after the position `after`; -1 when nothing of that is left. */
  keepThrough: number;
  curves: MetricCurve[];
}

/** @throws InvalidInput when more is asked for than anybody could look at */
export function checkCurveLimits({ maxPoints, names }: { maxPoints: number; names: string[] | null }): void {
  if (maxPoints < 2 || maxPoints > mostPoints) {
    throw new InvalidInput('maxPoints', `Ask for 2 to ${mostPoints} points of each metric.`);
  }
  if (names && names.length > mostNames) throw new InvalidInput('names', `Give at most ${mostNames} names.`);
  if (names?.some((name) => name.includes('\0'))) throw new InvalidInput('names', 'A name has no NUL.');
}

export type MetricHistory = ReturnType<typeof createMetricHistory>;

export function createMetricHistory({ db }: { db: Database }) {
  /** Points of one curve that were reported after a position in the log, and the step of the last one before. */
  async function readCurve(
    tx: Transaction | Database,
    series: typeof metricSeries.$inferSelect,
    after: number,
    maxPoints: number,
  ): Promise<{ points: CurvePoint[]; keepThrough: number }> {
    const of = (level: number) => and(eq(metricBuckets.seriesId, series.id), eq(metricBuckets.level, level));
    const known = and(of(series.finest), lte(metricBuckets.seq, after));
    const [last] =
      after > 0 ? await tx.select().from(metricBuckets).where(known).orderBy(desc(metricBuckets.bucket)).limit(1) : [];
    const start = last ? (last.bucket + 1) << (bucketBits * series.finest) : 0;
    // A level with half as many as may be wanted is as good: the next finer one has sixteen times the rows.
    const level = levelFor(series.points - start, maxPoints / 2, series.finest);
    // The first bucket may also summarise points from before; those that it stands for by its step are new.
    const wanted = and(of(level), gte(metricBuckets.bucket, start >> (bucketBits * level)));
    const first = and(of(0), eq(metricBuckets.bucket, start));
    const points = await tx
      .select()
      .from(metricBuckets)
      .where(or(first, wanted))
      .orderBy(asc(metricBuckets.level), asc(metricBuckets.bucket));
    return { points: downSample(points, maxPoints), keepThrough: last?.step ?? -1 };
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
    /** The curves of a task, by name, each with at most `maxPoints` points. `names` null: of all metrics. */
    async curves(taskId: string, options: { maxPoints: number; names: string[] | null }): Promise<MetricCurve[]> {
      const { curves } = await readCurves(db, taskId, { ...options, after: 0 });
      return curves.filter(({ points }) => points.length > 0);
    },

    /** What a watcher lacks, of every curve, who has the curves as they were at the position `after` of the log (0: nothing), at one moment. */
    async since(
      taskId: string,
      options: { after: number; maxPoints: number; names: string[] | null },
    ): Promise<CurvesNow> {
      return db.transaction(
        async (tx) => {
          const [end] = await tx
            .select({ seq: tasks.lastSeq, through: tasks.metricStep, organizationSeq: taskEvents.organizationSeq })
            .from(tasks)
            .innerJoin(taskEvents, and(eq(taskEvents.taskId, tasks.id), eq(taskEvents.seq, tasks.lastSeq)))
            .where(eq(tasks.id, taskId));
          if (!end) throw new Error(`The log of task ${taskId} lacks its last event.`);
          const { seq, through } = end;
          return { seq, through, cursor: cursorOf({ taskId, ...end }), ...(await readCurves(tx, taskId, options)) };
        },
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      );
    },
  };
}
