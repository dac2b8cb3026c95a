/** Metric curves of tasks. */
import {
  bigint,
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { tasks } from './tasks.ts';

/** Curve of one metric of one task. `points` counts its reports; retention has removed levels below `finest`. */
export const metricSeries = pgTable(
  'metric_series',
  {
    id: id(),
    taskId: uuid('task_id')
      .notNull()
      .references(() => tasks.id),
    name: text('name').notNull(),
    points: integer('points').notNull(),
    finest: smallint('finest').notNull().default(0),
  },
  (t) => [uniqueIndex('metric_series_name').on(t.taskId, t.name)],
);

/**
 * Points of the curves and their summaries: bucket n of level l summarizes up to 16^l points, starting at point n * 16^l
 * (tasks/metrics/metric-store.ts). Has no foreign key to metric_series: checking it would double the cost of each insert.
 */
export const metricBuckets = pgTable(
  'metric_buckets',
  {
    seriesId: uuid('series_id').notNull(),
    level: smallint('level').notNull(),
    bucket: integer('bucket').notNull(),
    /** Position in the task's log of the report of the bucket's last point. The following columns describe that point too. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    step: bigint('step', { mode: 'number' }).notNull(),
    epoch: integer('epoch').notNull(),
    at: instant('at').notNull(),
    value: doublePrecision('value').notNull(),
    /** Minimum and maximum of all points of the bucket. */
    min: doublePrecision('minimum').notNull(),
    max: doublePrecision('maximum').notNull(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.level, t.bucket] })],
);
