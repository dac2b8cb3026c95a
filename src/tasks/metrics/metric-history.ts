/** Reads the metric curves of a task, downsampled to the requested number of points. */
import { and, asc, desc, eq, gte, inArray, lte, or, sql } from 'drizzle-orm';
import { groupBy, isAnyOf } from '../../database/batch.ts';
import type { Database, Transaction } from '../../database/client.ts';
import { metricBuckets, metricSeries } from '../../database/tables/metrics.ts';
import { taskEvents, tasks } from '../../database/tables/tasks.ts';
import { InvalidInput } from '../../errors.ts';
import { encodeCursor } from '../events/task-event.ts';
import { bucketBits, type CurvePoint, chooseLevel, downsample } from './metric-curve.ts';

const maxPointsPerCurve = 2000;
const maxNames = 100;
/** Points that are in memory at a time while the curves of several tasks are read. */
const maxRowsPerRead = 50_000;
const maxBucket = 2 ** 31 - 1;

export interface MetricCurve {
  name: string;
  /** Number of reports in the full curve so far. */
  totalPoints: number;
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
  keepThroughStep: number;
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

type Series = typeof metricSeries.$inferSelect;

/** Returns the level to read `points` of a curve from. */
function levelOf({ finest }: Series, points: number, maxPoints: number): number {
  // Half as many points as allowed are good enough: the next finer level would have 16 times the rows.
  return chooseLevel(points, maxPoints / 2, finest);
}

/** Splits a list into parts whose items weigh at most `maxWeight` together, or have one item. */
function chunked<T>(items: readonly T[], weightOf: (item: T) => number, maxWeight: number): T[][] {
  const chunks: T[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const item of items) {
    weight += weightOf(item);
    if (weight > maxWeight) {
      chunks.push([]);
      weight = weightOf(item);
    }
    chunks.at(-1)?.push(item);
  }
  return chunks;
}

export type MetricHistory = ReturnType<typeof createMetricHistory>;

export function createMetricHistory({ db }: { db: Database }) {
  /** Returns the points of a curve reported after a log position, and the step of the last point before it. */
  async function readCurve(
    tx: Transaction | Database,
    series: Series,
    after: number,
    maxPoints: number,
  ): Promise<{ points: CurvePoint[]; keepThroughStep: number }> {
    const ofLevel = (level: number) => and(eq(metricBuckets.seriesId, series.id), eq(metricBuckets.level, level));
    const known = and(ofLevel(series.finest), lte(metricBuckets.seq, after));
    const [last] =
      after > 0 ? await tx.select().from(metricBuckets).where(known).orderBy(desc(metricBuckets.bucket)).limit(1) : [];
    const start = last ? (last.bucket + 1) << (bucketBits * series.finest) : 0;
    const level = levelOf(series, series.points - start, maxPoints);
    // The first bucket may also summarize older points, but its step and value come from a new one.
    const wanted = and(ofLevel(level), gte(metricBuckets.bucket, start >> (bucketBits * level)));
    const first = and(ofLevel(0), eq(metricBuckets.bucket, start));
    const points = await tx
      .select()
      .from(metricBuckets)
      .where(or(first, wanted))
      .orderBy(asc(metricBuckets.level), asc(metricBuckets.bucket));
    return { points: downsample(points, maxPoints), keepThroughStep: last?.step ?? -1 };
  }

  async function readCurves(
    tx: Transaction | Database,
    taskId: string,
    { after, maxPoints, names }: { after: number; maxPoints: number; names: string[] | null },
  ): Promise<{ curves: MetricCurve[]; keepThroughStep: number }> {
    const all = await tx
      .select()
      .from(metricSeries)
      .where(and(eq(metricSeries.taskId, taskId), names ? inArray(metricSeries.name, names) : undefined))
      .orderBy(asc(metricSeries.name));
    const curves: MetricCurve[] = [];
    let keepThroughStep = -1;
    for (const series of all) {
      const read = await readCurve(tx, series, after, maxPoints);
      keepThroughStep = Math.max(keepThroughStep, read.keepThroughStep);
      curves.push({ name: series.name, totalPoints: series.points, points: read.points });
    }
    return { curves, keepThroughStep };
  }

  /** Returns whole curves, each downsampled, by the ID of the series. */
  async function readWhole(all: readonly Series[], maxPoints: number): Promise<Map<string, CurvePoint[]>> {
    const levels = new Map(all.map((series) => [series.id, levelOf(series, series.points, maxPoints)]));
    const rowsOf = ({ id, points }: Series) => 1 + points / 2 ** (bucketBits * (levels.get(id) ?? 0));
    const curves = new Map<string, CurvePoint[]>();
    for (const chunk of chunked(all, rowsOf, maxRowsPerRead)) {
      // The first point of a curve is on its own on level 0 only.
      const wanted = chunk.flatMap(({ id }) => {
        const level = levels.get(id) ?? 0;
        return level === 0 ? [[id, 0, maxBucket] as const] : [[id, 0, 0] as const, [id, level, maxBucket] as const];
      });
      const column = (at: 0 | 1 | 2) => sql.param(wanted.map((row) => row[at]));
      const rows = await db
        .select()
        .from(metricBuckets)
        .innerJoin(
          sql`unnest(${column(0)}::uuid[], ${column(1)}::int[], ${column(2)}::int[]) as wanted(series_id, level, last)`,
          sql`${metricBuckets.seriesId} = wanted.series_id and ${metricBuckets.level} = wanted.level
            and ${metricBuckets.bucket} <= wanted.last`,
        )
        .orderBy(asc(metricBuckets.level), asc(metricBuckets.bucket));
      const buckets = rows.map((row) => row.metric_buckets);
      for (const [id, points] of groupBy(buckets, ({ seriesId }) => seriesId))
        curves.set(id, downsample(points, maxPoints));
    }
    return curves;
  }

  return {
    /** Returns the curves of each task, sorted by name, with at most `maxPoints` points each. Null `names` selects all metrics. */
    async curves(
      taskIds: readonly string[],
      { maxPoints, names }: { maxPoints: number; names: string[] | null },
    ): Promise<MetricCurve[][]> {
      const all = await db
        .select()
        .from(metricSeries)
        .where(and(isAnyOf(metricSeries.taskId, taskIds), names ? inArray(metricSeries.name, names) : undefined))
        .orderBy(asc(metricSeries.name));
      const curves = await readWhole(all, maxPoints);
      const byTask = groupBy(all, ({ taskId }) => taskId);
      return taskIds.map((id) =>
        (byTask.get(id) ?? []).flatMap((series) => {
          const points = curves.get(series.id);
          return points ? [{ name: series.name, totalPoints: series.points, points }] : [];
        }),
      );
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
