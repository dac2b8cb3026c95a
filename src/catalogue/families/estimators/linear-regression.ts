import { z } from 'zod';
import { createLasso, lassoEpoch } from '../../../learning/classical/lasso.ts';
import { predictLinear } from '../../../learning/classical/linear.ts';
import { solveLeastSquares } from '../../../learning/least-squares.ts';
import { columnAttribute } from '../../../learning/model.ts';
import { defineEstimator } from '../../estimator.ts';

/** The lasso has converged when no weight changes by this much in an epoch. Columns and target have unit variance. */
const tolerance = 1e-9;

export const linearRegression = defineEstimator({
  name: 'linearRegression',
  title: 'Linear regression',
  description:
    'Predicts a number as a weighted sum of the columns, by least squares with an optional ridge or lasso penalty.',
  whenToUse:
    'A first model for any numeric target: fits instantly and exactly, and its coefficients are interpretable.',
  whenNotToUse: 'The effect of a column depends on another column or is far from linear.',
  citation:
    'Hoerl & Kennard, "Ridge Regression", Technometrics 12(1), 1970; Tibshirani, "Regression Shrinkage and Selection via the Lasso", J. R. Stat. Soc. B 58(1), 1996.',
  modalities: ['TABULAR'],
  objectives: ['REGRESSION'],
  parameters: z.object({
    penalty: z
      .enum(['ridge', 'lasso'])
      .default('ridge')
      .describe(
        'Regularization of the weights. ridge: |y - Xw|^2 + alpha |w|^2; lasso: |y - Xw|^2 / 2n + alpha |w|_1.',
      ),
    alpha: z.number().min(0).max(1e6).default(0).describe('Regularization strength; 0 is ordinary least squares.'),
  }),
  iterations: 1000,
  sample: (random) => ({ alpha: 10 ** (random.next() * 6 - 4) }),
  cost: ({ inputShape: [width = 1], trainSamples }) => ({
    parameters: width + 1,
    workspace: 12 * width ** 2 + trainSamples,
    multiplications: 2 * trainSamples * width ** 2 + 20 * width ** 3,
    field: null,
  }),
  state: z.object({ coefficients: z.array(z.number()), intercept: z.number() }),
  createSolver({ x, y }, { penalty, alpha }, resumeState) {
    if (penalty === 'lasso' && alpha > 0) {
      const lasso = createLasso(x, y, alpha, resumeState);
      return {
        step() {
          const { loss, maxChange } = lassoEpoch(lasso);
          return { metrics: [{ name: 'loss', value: loss }], done: maxChange < tolerance };
        },
        state: () => ({ coefficients: [...lasso.coefficients], intercept: lasso.intercept }),
      };
    }
    const target = { values: y, rows: y.length, columns: 1 };
    let state = { coefficients: new Array<number>(x.columns).fill(0), intercept: 0 };
    return {
      step() {
        const { coefficients, intercepts, residualSumOfSquares } = solveLeastSquares(x, target, alpha);
        state = { coefficients: coefficients.map(([weight = 0]) => weight), intercept: intercepts[0] ?? 0 };
        return { metrics: [{ name: 'loss', value: residualSumOfSquares / y.length }], done: true };
      },
      state: () => state,
    };
  },
  predict: predictLinear,
  fittedAttributes: ({ coefficients, intercept }) => [
    columnAttribute('coefficients', coefficients),
    { name: 'intercept', values: [intercept] },
  ],
  weights: ({ coefficients }) => coefficients.length + 1,
});
