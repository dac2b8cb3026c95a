/** GraphQL type of the evaluation of a forecasting model. */
import { builder } from '../../../graphql/builder.ts';
import type { ForecastingReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

export const ForecastingReportRef = builder.objectRef<ForecastingReport>('ForecastingReport').implement({
  description:
    'Evaluation of a forecasting model over all steps of all forecasts. Values are in the unit of the target.',
  fields: (t) => ({
    sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
    loss: t.exposeFloat('loss', { description: 'Mean squared error.' }),
    meanAbsoluteError: t.exposeFloat('meanAbsoluteError', {
      description: 'Mean absolute error of all forecast steps, in units of the target.',
    }),
    rootMeanSquaredError: t.exposeFloat('rootMeanSquaredError', {
      description: 'Root mean squared error of all forecast steps, in units of the target.',
    }),
    naiveMeanAbsoluteError: t.exposeFloat('naiveMeanAbsoluteError', {
      description:
        'Mean absolute error of the seasonal naive forecast, which repeats the value of one season before: the baseline to beat.',
    }),
  }),
});
