/** GraphQL type of a trial of a hyperparameter search. */
import { builder } from '../../graphql/builder.ts';
import type { Trial } from '../task.ts';

export const TrialRef = builder.objectRef<Trial>('Trial').implement({
  description: 'One trial of a `TUNE` task.',
  fields: (t) => ({
    number: t.exposeInt('number', {
      description: 'Number of the trial. Starts at 1. Trial 1 uses the configuration unchanged.',
    }),
    parameters: t.field({
      type: 'JSON',
      description: 'Hyperparameters of the trial, by name.',
      resolve: ({ parameters }) => parameters,
    }),
    learningRate: t.exposeFloat('learningRate', {
      nullable: true,
      description: 'Learning rate of the trial. Null when the family has none.',
    }),
    score: t.exposeFloat('score', {
      nullable: true,
      description: 'Negative validation loss. Higher is better. Null when the trial diverged.',
    }),
  }),
});
