/** GraphQL type of the evaluation of a generative model. */
import { builder } from '../../../graphql/builder.ts';
import type { GenerationReport } from '../../model.ts';
import { samplesDescription } from './samples-description.ts';

export const GenerationReportRef = builder.objectRef<GenerationReport>('GenerationReport').implement({
  description: 'Evaluation of a generative model by the likelihood of the samples.',
  fields: (t) => ({
    sampleCount: t.exposeInt('sampleCount', { description: samplesDescription }),
    loss: t.exposeFloat('loss', {
      description: 'Mean negative log-likelihood of a sample, in nats. For `vae`, its upper bound, the negative ELBO.',
    }),
    bitsPerDimension: t.exposeFloat('bitsPerDimension', {
      description:
        'Negative log-likelihood in bits per character of a text, or per value of an image. Lower is better.',
    }),
  }),
});
