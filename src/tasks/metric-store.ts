/**
 * The curves of the metrics in Postgres: a pyramid for each. Level 0 has a bucket for every point, in the order of their steps;
 * bucket n of level l summarises the points n * 16^l to (n + 1) * 16^l - 1, so that a million points are read as a few thousand
 * rows. Reports write all levels at once, in the statement that writes the events (event-log.ts).
 *
 * Along a curve steps rise, and the positions of the reports in the log with them: what a watcher with a cursor lacks is a
 * curve's end.
 */
import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { metricBuckets, metricSeries } from '../database/tables.ts';
import { bucketBits, type CurveChange, coarsestLevel, levelFor, type MetricPoint } from './metric-curve.ts';

/** Buckets that retention leaves of a longer curve, at least. */
const leastKept = 1000;

/** Of some buckets the one that stands for them all; they are ordered by `bucket`. */
const summary = sql`
  max(seq) as seq, max(step) as step, max(epoch) as epoch, max(at) as at,
  (max(array[bucket, value]))[2] as value, min(minimum) as minimum, max(maximum) as maximum`;

const columns = sql`(series_id, level, bucket, seq, step, epoch, at, value, minimum, maximum)`;

/** On which bucket of a level the point at `index` lies. */
const bucketOf = (index: SQL, level: SQL) => sql`(${index} >> (${sql.raw(String(bucketBits))} * ${level}))`;

/**
 * Common table expressions that add points to the curves. They follow upon `written`, which has seq, place (from 1) and at of the
 * events that the points came with, and is empty when nothing is to be written.
 */
export function addPoints(taskId: string, points: MetricPoint[]): SQL {
  const counts = new Map<string, number>();
  for (const { name } of points) counts.set(name, (counts.get(name) ?? 0) + 1);
  const series = [...counts].map(([name, count]) => ({ id: newId(), name, points: count }));
  const left = new Map(counts);
  const placed = points.map((point) => {
    const after = (left.get(point.name) ?? 0) - 1;
    left.set(point.name, after);
    return { ...point, place: point.place + 1, after };
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
    from placed, generate_series(1, ${coarsestLevel}::integer) as level
    group by series_id, level, ${bucketOf(sql`bucket`, sql`level`)}
    on conflict (series_id, level, bucket) do update set
      seq = excluded.seq, step = excluded.step, epoch = excluded.epoch, at = excluded.at, value = excluded.value,
      minimum = least(known.minimum, excluded.minimum), maximum = greatest(known.maximum, excluded.maximum)
  )`;
}

/** Takes back from a task's curves what lies beyond a step, and at it of the metrics that are named. The task's row is locked. */
export async function takeBack(tx: Transaction, taskId: string, from: NonNullable<CurveChange['from']>): Promise<void> {
  for (const { id, name, points } of await tx.select().from(metricSeries).where(eq(metricSeries.taskId, taskId))) {
    // Steps are whole numbers. The search begins at the curve's end, where it will find it.
    const beyond = from.names.has(name) ? from.step : from.step + 1;
    const [last] = await tx
      .select({ bucket: metricBuckets.bucket })
      .from(metricBuckets)
      .where(and(isBucket(id, 0), sql`${metricBuckets.step} < ${beyond}`))
      .orderBy(sql`${metricBuckets.bucket} desc`)
      .limit(1);
    const kept = last ? last.bucket + 1 : 0;
    if (kept < points) await cut(tx, id, kept);
  }
}

/** Leaves the first `kept` points of a curve. */
async function cut(tx: Transaction, seriesId: string, kept: number): Promise<void> {
  for (let level = 0; level <= coarsestLevel; level++) {
    const edge = kept >> (bucketBits * level);
    await tx.delete(metricBuckets).where(and(isBucket(seriesId, level), sql`${metricBuckets.bucket} >= ${edge}`));
    if (level === 0) continue;
    // What is left of the bucket at the edge, from the level below, which is right by now.
    await tx.execute(sql`
      insert into metric_buckets ${columns}
      select series_id, ${level}::integer, ${edge}::integer, ${summary} from metric_buckets
      where series_id = ${seriesId} and level = ${level - 1} and bucket >= ${edge << bucketBits} group by series_id`);
  }
  await tx.update(metricSeries).set({ points: kept }).where(eq(metricSeries.id, seriesId));
}

/** Leaves of each curve of a task the finest level that is not longer than needed, and the first point. */
export async function thinCurves(tx: Transaction, taskId: string): Promise<void> {
  for (const { id, points } of await tx.select().from(metricSeries).where(eq(metricSeries.taskId, taskId))) {
    const finest = levelFor(points, leastKept, 0);
    if (finest === 0) continue;
    await tx
      .delete(metricBuckets)
      .where(and(eq(metricBuckets.seriesId, id), sql`${metricBuckets.level} < ${finest}`, gt(metricBuckets.bucket, 0)));
    await tx.update(metricSeries).set({ finest }).where(eq(metricSeries.id, id));
  }
}

const isBucket = (seriesId: string, level: number) =>
  and(eq(metricBuckets.seriesId, seriesId), eq(metricBuckets.level, level));
