/** GraphQL type of the evaluation of a regression model. */
import { builder } from '../../../graphql/builder.ts';
import type { RegressionReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

export const RegressionReportRef = builder.objectRef<RegressionReport>('RegressionReport').implement({
  description: 'Evaluation of a regression model.',
  fields: (t) => ({
    sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
    loss: t.exposeFloat('loss', { description: 'Mean squared error.' }),
    meanAbsoluteError: t.exposeFloat('meanAbsoluteError', {
      description: 'Mean absolute error, in units of the target.',
    }),
    rootMeanSquaredError: t.exposeFloat('rootMeanSquaredError', {
      description: 'Root mean squared error, in units of the target.',
    }),
    r2: t.exposeFloat('r2', {
      description: 'Coefficient of determination (R²). 1 is a perfect fit; 0 is as good as predicting the mean.',
    }),
  }),
});
