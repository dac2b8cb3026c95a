/** Metric curves as GraphQL types, and the field `Task.metrics`. */
import { builder } from '../../graphql/builder.ts';
import { batched } from '../../graphql/loader.ts';
import { TaskRef } from '../schema/task.ts';
import type { CurvePoint } from './metric-curve.ts';
import { checkCurveLimits, type MetricCurve, type MetricHistory } from './metric-history.ts';

declare module '../../graphql/context.ts' {
  interface Services {
    metrics: MetricHistory;
  }
}

export const defaultPoints = 500;

const CurvePointRef = builder.objectRef<CurvePoint>('MetricPoint').implement({
  description:
    'One point of a metric curve: a reported value, or the last of several adjacent values with the minimum and maximum of all.',
  fields: (t) => ({
    step: t.exposeInt('step', { description: 'Number of training steps (weight updates) completed at this point.' }),
    epoch: t.exposeInt('epoch', { description: 'Epoch that the value belongs to.' }),
    at: t.expose('at', { type: 'DateTime', description: 'Time at which the value was reported.' }),
    value: t.exposeFloat('value', { description: 'Reported value. The last one if the point represents several.' }),
    min: t.exposeFloat('min', { description: 'Smallest of the values that the point represents.' }),
    max: t.exposeFloat('max', { description: 'Largest of the values that the point represents.' }),
  }),
});

export const MetricSeriesRef = builder.objectRef<MetricCurve>('MetricSeries').implement({
  description: 'Curve of one metric. Contains every step once, in ascending order.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the metric, such as `val_loss`.' }),
    totalPoints: t.exposeInt('totalPoints', { description: 'Number of values in the full curve so far.' }),
    points: t.field({
      type: [CurvePointRef],
      description: 'Points of the curve, downsampled to `maxPoints`.',
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ points }) => points,
    }),
  }),
});

/** Query complexity: counts the fields of a point `maxPoints` times. The field `points` does not multiply again. */
export function pointComplexity(args: { maxPoints?: number | null | undefined }): {
  field: number;
  multiplier: number;
} {
  return { field: 1, multiplier: Math.max(1, args.maxPoints ?? defaultPoints) };
}

/** Loads the curves of a task. The caller has authorized access to it. */
const loadCurves = batched<string, MetricCurve[], { maxPoints: number; names: string[] | null }>(
  (taskIds, { services }, options) => services.metrics.curves(taskIds, options),
);

builder.objectField(TaskRef, 'metrics', (t) =>
  t.field({
    type: [MetricSeriesRef],
    description:
      'Metrics reported so far, one curve per metric, sorted by name. A curve with more than `maxPoints` values is ' +
      'downsampled; its extremes, first point and last point are preserved. Every step appears once: values of an ' +
      'interrupted attempt are replaced when the next attempt computes them again, and a `TUNE` task shows its latest trial. ' +
      'After the event retention period, a curve keeps at least 1000 points, or all of them.',
    complexity: pointComplexity,
    args: {
      maxPoints: t.arg.int({
        required: true,
        defaultValue: defaultPoints,
        description: 'Maximum number of points per curve. Range 2-2000.',
      }),
      names: t.arg.stringList({
        description: 'Names of the metrics to return, at most 100. Default: all metrics.',
      }),
    },
    resolve: ({ id }, { maxPoints, names = null }, context) => {
      checkCurveLimits({ maxPoints, names });
      return loadCurves(context, id, { maxPoints, names });
    },
  }),
);
