/** Metrics as curves, as GraphQL types, and `Task.metrics`. */
import { builder } from '../graphql/builder.ts';
import type { CurvePoint } from './metric-curve.ts';
import { checkCurveLimits, type MetricCurve, type MetricHistory } from './metric-history.ts';
import { TaskRef } from './schema.ts';

declare module '../graphql/context.ts' {
  interface Services {
    metrics: MetricHistory;
  }
}

export const defaultPoints = 500;

const CurvePointRef = builder.objectRef<CurvePoint>('MetricPoint').implement({
  description:
    'What one report said, or several neighbouring ones: then it is their last one, with the extremes of all.',
  fields: (t) => ({
    step: t.exposeInt('step', { description: 'Updates made by then.' }),
    epoch: t.exposeInt('epoch'),
    at: t.expose('at', { type: 'DateTime' }),
    value: t.exposeFloat('value'),
    min: t.exposeFloat('minimum', { description: 'The least of the values that it stands for.' }),
    max: t.exposeFloat('maximum', { description: 'The greatest of them.' }),
  }),
});

export const MetricSeriesRef = builder.objectRef<MetricCurve>('MetricSeries').implement({
  description: 'The curve of one metric: every step once, in order.',
  fields: (t) => ({
    name: t.exposeString('name'),
    reports: t.exposeInt('reports', { description: 'How many reports the whole curve has so far.' }),
    points: t.field({
      type: [CurvePointRef],
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ points }) => points,
    }),
  }),
});

/** Counts the fields of a point once for each that may come; `points` counts none again. */
export function perPoint(args: { maxPoints?: number | null | undefined }): { field: number; multiplier: number } {
  return { field: 1, multiplier: Math.max(1, args.maxPoints ?? defaultPoints) };
}

builder.objectField(TaskRef, 'metrics', (t) =>
  t.field({
    type: [MetricSeriesRef],
    description:
      'What was reported so far, a curve for each metric, by name. A curve with no more than `maxPoints` reports (2 to 2000) comes whole; ' +
      'of a longer one neighbours are put together so that the extremes, the first point and the last one stay. Every step is there once: ' +
      'what an attempt computed that died is replaced when the next one computes it again, and of a TUNE task the latest trial is there. ' +
      'Of a task that ended longer ago than events are kept, a curve has 1000 points at least, or all.',
    complexity: perPoint,
    args: {
      maxPoints: t.arg.int({ required: true, defaultValue: defaultPoints }),
      names: t.arg.stringList({ description: 'Left out: all.' }),
    },
    resolve: ({ id }, { maxPoints, names = null }, { services }) => {
      checkCurveLimits({ maxPoints, names });
      return services.metrics.curves(id, { maxPoints, names });
    },
  }),
);
