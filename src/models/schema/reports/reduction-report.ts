/** GraphQL type of the evaluation of a dimensionality reduction. */
import { builder } from '../../../graphql/builder.ts';
import type { DimensionalityReductionReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

export const ReductionReportRef = builder
  .objectRef<DimensionalityReductionReport>('DimensionalityReductionReport')
  .implement({
    description: 'Evaluation of a dimensionality reduction.',
    fields: (t) => ({
      sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
      componentCount: t.exposeInt('componentCount', { description: 'Number of components.' }),
      retainedVariance: t.exposeFloat('retainedVariance', {
        description: 'Fraction of the variance that a linear reconstruction from the components explains.',
      }),
    }),
  });
