import { z } from 'zod';
import { beginLasso, lassoSweep } from '../learning/classical/lasso.ts';
import { linearAnswers } from '../learning/classical/linear.ts';
import { solveLeastSquares } from '../learning/least-squares.ts';
import { columnFact } from '../learning/model.ts';
import { defineEstimator } from './estimator.ts';

/** A sweep that moves no weight by more than this changes nothing. Columns and target have variance one. */
const tolerance = 1e-9;

export const linearRegression = defineEstimator({
  name: 'linearRegression',
  title: 'Linear regression',
  description: 'Predicts a number as a weighted sum of the columns: least squares, or with a ridge or lasso penalty.',
  whenToUse: 'As the first model for any number: it is fitted in a moment, exactly, and its weights can be read.',
  whenNotToUse: 'When the effect of one column depends on another, or is far from a straight line.',
  citation:
    'Hoerl & Kennard, "Ridge Regression", Technometrics 12(1), 1970; Tibshirani, "Regression Shrinkage and Selection via the Lasso", J. R. Stat. Soc. B 58(1), 1996.',
  modalities: ['TABULAR'],
  objectives: ['REGRESSION'],
  parameters: z.object({
    penalty: z
      .enum(['ridge', 'lasso'])
      .default('ridge')
      .describe('What keeps the weights small: ridge, |y - Xw|^2 + alpha |w|^2; lasso, |y - Xw|^2 / 2n + alpha |w|_1.'),
    alpha: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .describe('Strength of the penalty on the weights; 0 is ordinary least squares.'),
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
  start({ x, y }, { penalty, alpha }, before) {
    if (penalty === 'lasso' && alpha > 0) {
      const lasso = beginLasso(x, y, alpha, before);
      return {
        step() {
          const { loss, moved } = lassoSweep(lasso);
          return { metrics: [{ name: 'loss', value: loss }], done: moved < tolerance };
        },
        state: () => ({ coefficients: [...lasso.coefficients], intercept: lasso.intercept }),
      };
    }
    const target = { values: y, rows: y.length, columns: 1 };
    let state = { coefficients: new Array<number>(x.columns).fill(0), intercept: 0 };
    return {
      step() {
        const { coefficients, intercepts, residual } = solveLeastSquares(x, target, alpha);
        state = { coefficients: coefficients.map(([weight = 0]) => weight), intercept: intercepts[0] ?? 0 };
        return { metrics: [{ name: 'loss', value: residual / y.length }], done: true };
      },
      state: () => state,
    };
  },
  answer: linearAnswers,
  facts: ({ coefficients, intercept }) => [
    columnFact('coefficients', coefficients),
    { name: 'intercept', values: [intercept] },
  ],
  weights: ({ coefficients }) => coefficients.length + 1,
});
