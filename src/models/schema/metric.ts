/** GraphQL types of the value of a metric, in training and in evaluation. */
import { builder } from '../../graphql/builder.ts';
import type { Score } from '../model.ts';

export const MetricRef = builder.objectRef<{ name: string; value: number }>('MetricValue').implement({
  description:
    'Value of one metric. Names follow Keras, such as `loss`, `accuracy`, `mae`, `val_loss`, `val_accuracy` and `val_mae`.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the metric, such as `val_loss`.' }),
    value: t.exposeFloat('value', { description: 'Value of the metric.' }),
  }),
});

export const ScoreRef = builder.objectRef<Score>('Score').implement({
  description: 'Main metric of an evaluation, for lists and comparisons.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description:
        'Field of the report: `accuracy`, `r2`, `meanAbsoluteError` (forecasting), `silhouette`, `retainedVariance`, `meanAveragePrecision` or `bitsPerDimension`.',
    }),
    value: t.exposeFloat('value', {
      description: 'Value of the metric. Higher is better, except for `meanAbsoluteError` and `bitsPerDimension`.',
    }),
  }),
});
