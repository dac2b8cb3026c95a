/**
 * Stores metric curves in Postgres, each as a pyramid. Level 0 has one bucket per point, in step order; bucket n of level l
 * summarizes the points n * 16^l to (n + 1) * 16^l - 1, so that a million points can be read as a few thousand rows. Reports
 * write all levels at once, in the statement that writes the events (event-log.ts).
 *
 * Steps increase along a curve, and so do the log positions of the reports. Therefore the points that a client with a cursor is
 * missing are always at the end of a curve.
 */
import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../database/client.ts';
import { newId } from '../../database/id.ts';
import { metricBuckets, metricSeries } from '../../database/tables/metrics.ts';
import { bucketBits, type CurveChange, chooseLevel, type MetricPoint, maxLevel } from './metric-curve.ts';

/** Minimum number of buckets that retention keeps of a longer curve. */
const minRetainedBuckets = 1000;

/** Aggregates that merge several buckets into one: the last values by `bucket`, and the extremes. */
const summary = sql`
  max(seq) as seq, max(step) as step, max(epoch) as epoch, max(at) as at,
  (max(array[bucket, value]))[2] as value, min(minimum) as minimum, max(maximum) as maximum`;

const columns = sql`(series_id, level, bucket, seq, step, epoch, at, value, minimum, maximum)`;

/** SQL for the bucket of a level that contains the point at `index`. */
const bucketOf = (index: SQL, level: SQL) => sql`(${index} >> (${sql.raw(String(bucketBits))} * ${level}))`;

/**
 * Returns common table expressions that add points to the curves. They require an earlier expression `written` with the columns
 * seq, place (from 1) and at of the events that contain the points. If `written` is empty, no points are added.
 */
export function insertPointsSql(taskId: string, points: MetricPoint[]): SQL {
  const counts = new Map<string, number>();
  for (const { name } of points) counts.set(name, (counts.get(name) ?? 0) + 1);
  const series = [...counts].map(([name, count]) => ({ id: newId(), name, points: count }));
  const remaining = new Map(counts);
  const placed = points.map((point) => {
    const after = (remaining.get(point.name) ?? 0) - 1;
    remaining.set(point.name, after);
    return { ...point, place: point.eventIndex + 1, after };
  });
  return sql`, curves as (
    insert into metric_series as known (id, task_id, name, points)
    select given.id, ${taskId}::uuid, given.name, given.points
    from jsonb_to_recordset(${JSON.stringify(series)}::jsonb) as given (id uuid, name text, points integer)
    where exists (select from written)
    on conflict (task_id, name) do update set points = known.points + excluded.points
    returning id, name, points
  ), placed as (
    select curves.id as series_id, curves.points - 1 - given.after as bucket, written.seq, given.step, given.epoch,
      written.at, given.value, given.value as minimum, given.value as maximum
    from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb)
      as given (name text, after integer, step bigint, epoch integer, value float8, place bigint)
    join curves using (name) join written using (place)
  ), points as (
    insert into metric_buckets ${columns}
    select series_id, 0, bucket, seq, step, epoch, at, value, minimum, maximum from placed
  ), summaries as (
    insert into metric_buckets as known ${columns}
    select series_id, level, ${bucketOf(sql`bucket`, sql`level`)}, ${summary}
    from placed, generate_series(1, ${maxLevel}::integer) as level
    group by series_id, level, ${bucketOf(sql`bucket`, sql`level`)}
    on conflict (series_id, level, bucket) do update set
      seq = excluded.seq, step = excluded.step, epoch = excluded.epoch, at = excluded.at, value = excluded.value,
      minimum = least(known.minimum, excluded.minimum), maximum = greatest(known.maximum, excluded.maximum)
  )`;
}

/** Removes the points after a step, and the named metrics' points at that step. The caller must hold the task's row lock. */
export async function rewindCurves(
  tx: Transaction,
  taskId: string,
  from: NonNullable<CurveChange['rewind']>,
): Promise<void> {
  for (const { id, name, points } of await tx.select().from(metricSeries).where(eq(metricSeries.taskId, taskId))) {
    // Steps are integers. The search starts at the end of the curve, where the cut almost always is.
    const firstRemoved = from.names.has(name) ? from.step : from.step + 1;
    const [last] = await tx
      .select({ bucket: metricBuckets.bucket })
      .from(metricBuckets)
      .where(and(isBucket(id, 0), sql`${metricBuckets.step} < ${firstRemoved}`))
      .orderBy(sql`${metricBuckets.bucket} desc`)
      .limit(1);
    const kept = last ? last.bucket + 1 : 0;
    if (kept < points) await truncateSeries(tx, id, kept);
  }
}

/** Keeps the first `kept` points of a curve and removes the rest. */
async function truncateSeries(tx: Transaction, seriesId: string, kept: number): Promise<void> {
  for (let level = 0; level <= maxLevel; level++) {
    const edge = kept >> (bucketBits * level);
    await tx.delete(metricBuckets).where(and(isBucket(seriesId, level), sql`${metricBuckets.bucket} >= ${edge}`));
    if (level === 0) continue;
    // Recomputes the bucket at the edge from the level below, which is already correct.
    await tx.execute(sql`
      insert into metric_buckets ${columns}
      select series_id, ${level}::integer, ${edge}::integer, ${summary} from metric_buckets
      where series_id = ${seriesId} and level = ${level - 1} and bucket >= ${edge << bucketBits} group by series_id`);
  }
  await tx.update(metricSeries).set({ points: kept }).where(eq(metricSeries.id, seriesId));
}

/** Keeps of each curve the coarsest level with `minRetainedBuckets` or more buckets, the levels above it, and the first point. */
export async function downsampleCurves(tx: Transaction, taskId: string): Promise<void> {
  for (const { id, points } of await tx.select().from(metricSeries).where(eq(metricSeries.taskId, taskId))) {
    const finest = chooseLevel(points, minRetainedBuckets, 0);
    if (finest === 0) continue;
    await tx
      .delete(metricBuckets)
      .where(and(eq(metricBuckets.seriesId, id), sql`${metricBuckets.level} < ${finest}`, gt(metricBuckets.bucket, 0)));
    await tx.update(metricSeries).set({ finest }).where(eq(metricSeries.id, id));
  }
}

const isBucket = (seriesId: string, level: number) =>
  and(eq(metricBuckets.seriesId, seriesId), eq(metricBuckets.level, level));
