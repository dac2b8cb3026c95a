import { layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { fullBatch, glorot } from './dense.ts';
import { defineFamily } from './family.ts';
import { densePart } from './workload.ts';

/**
 * Least squares, with a ridge penalty if wanted: minimises  mean (y - w x - b)^2 + alpha / n |w|^2  over standardised
 * columns and target, by full-batch Adam with a rate that falls to zero.
 */
export const linearRegression = defineFamily({
  name: 'linearRegression',
  title: 'Linear regression',
  description: 'Predicts a number as a weighted sum of the columns (least squares; ridge with a penalty).',
  whenToUse: 'As the first model for any number: it trains in a moment and its weights can be read.',
  whenNotToUse: 'When the effect of one column depends on another, or is far from a straight line.',
  citation:
    'Hoerl & Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics 12(1), 1970.',
  modality: 'TABULAR',
  objectives: ['REGRESSION'],
  parameters: z.object({
    alpha: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .describe('Strength of the ridge penalty on the weights; 0 is ordinary least squares.'),
  }),
  training: fullBatch,
  sample: (random) => ({ alpha: 10 ** (random.next() * 6 - 4) }),
  workload: ({ inputShape: [width = 1], outputs }) => [densePart(null, width, outputs)],
  build({ inputShape, outputs, trainSamples, seed }, { alpha }) {
    const model = sequential();
    model.add(
      layers.dense({
        inputShape,
        units: outputs,
        kernelInitializer: glorot(seed, 'output'),
        // tfjs leaves a regularizer of strength 0 in the graph; without one the step is shorter.
        kernelRegularizer: alpha > 0 ? regularizers.l2({ l2: alpha / trainSamples }) : undefined,
      }),
    );
    return model;
  },
});
