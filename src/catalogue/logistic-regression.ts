import { layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { fullBatch, glorot } from './dense.ts';
import { defineFamily } from './family.ts';
import { densePart } from './workload.ts';

/**
 * Multinomial logistic regression with scikit-learn's objective,  C sum(cross-entropy) + |w|^2 / 2,  divided by C n:
 * mean(cross-entropy) + |w|^2 / (2 C n), the intercept without a penalty. Convex, so full-batch Adam with a rate that
 * falls to zero finds the one optimum.
 */
export const logisticRegression = defineFamily({
  name: 'logisticRegression',
  title: 'Logistic regression',
  description: 'Predicts the probability of each class from a weighted sum of the columns.',
  whenToUse: 'As the first model for any classes: quick, hard to overfit, and its probabilities can be trusted.',
  whenNotToUse: 'When the classes cannot be divided by straight lines; take mlp then.',
  citation: 'Cox, "The Regression Analysis of Binary Sequences", J. R. Stat. Soc. B 20(2), 1958.',
  modality: 'TABULAR',
  objectives: ['CLASSIFICATION'],
  parameters: z.object({
    C: z
      .number()
      .min(1e-6)
      .max(1e6)
      .default(1)
      .describe('Inverse strength of the L2 penalty: smaller values keep the weights smaller.'),
  }),
  training: fullBatch,
  sample: (random) => ({ C: 10 ** (random.next() * 6 - 3) }),
  workload: ({ inputShape: [width = 1], outputs }) => [densePart(null, width, outputs)],
  build({ inputShape, outputs, trainSamples, seed }, { C }) {
    const model = sequential();
    model.add(
      layers.dense({
        inputShape,
        units: outputs,
        activation: 'softmax',
        kernelInitializer: glorot(seed, 'output'),
        kernelRegularizer: regularizers.l2({ l2: 1 / (2 * C * trainSamples) }),
      }),
    );
    return model;
  },
});
