/** GraphQL type of the value of a metric, in training and in evaluation. */
import { builder } from '../../graphql/builder.ts';

export const MetricRef = builder.objectRef<{ name: string; value: number }>('Metric').implement({
  description:
    'Value of one metric. Names follow Keras, such as `loss`, `accuracy`, `mae`, `val_loss`, `val_accuracy` and `val_mae`.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Name of the metric, such as `val_loss`.' }),
    value: t.exposeFloat('value', { description: 'Value of the metric.' }),
  }),
});
