/** GraphQL type of the evaluation of a dimensionality reduction. */
import { builder } from '../../../graphql/builder.ts';
import type { ReductionReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

export const ReductionReportRef = builder.objectRef<ReductionReport>('ReductionReport').implement({
  description: 'Evaluation of a dimensionality reduction.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: samplesDescription }),
    components: t.exposeInt('components', { description: 'Number of components.' }),
    retainedVariance: t.exposeFloat('retainedVariance', {
      description: 'Fraction of the variance that a linear reconstruction from the components explains.',
    }),
  }),
});
