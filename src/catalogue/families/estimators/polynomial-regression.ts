import { z } from 'zod';
import { predictLinear } from '../../../learning/classical/linear.ts';
import { solveLeastSquares } from '../../../learning/least-squares.ts';
import { type Matrix, zeros } from '../../../learning/matrix.ts';
import { defineEstimator } from '../../estimator.ts';

export const polynomialRegression = defineEstimator({
  name: 'polynomialRegression',
  title: 'Polynomial regression',
  description:
    'Predicts a number as a weighted sum of the columns, their powers and their products, with a ridge penalty.',
  whenToUse: 'Few columns, whose effects are curved or depend on other columns.',
  whenNotToUse: 'Many columns: the number of products grows too fast. Use a random forest or a neural network.',
  citation: 'Gergonne, "Application de la méthode des moindres quarrés à l\'interpolation des suites", 1815.',
  modalities: ['TABULAR'],
  objectives: ['REGRESSION'],
  parameters: z.object({
    degree: z
      .int()
      .min(2)
      .max(5)
      .default(2)
      .describe('Degree of the polynomial: the highest sum of exponents in a product of columns.'),
    alpha: z.number().min(0).max(1e6).default(1).describe('Strength of the ridge penalty.'),
  }),
  iterations: null,
  sample: (random) => ({ degree: 2 + random.integer(2), alpha: 10 ** (random.next() * 6 - 3) }),
  cost({ inputShape: [width = 1], trainSamples }, { degree }) {
    const terms = termCount(width, degree);
    const multiplications = 2 * trainSamples * terms ** 2 + 20 * terms ** 3;
    return {
      parameters: terms + 1,
      workspace: 2 * trainSamples * terms + 12 * terms ** 2,
      multiplications,
      field: 'degree',
    };
  },
  state: z.object({ degree: z.int(), coefficients: z.array(z.number()), intercept: z.number() }),
  createSolver({ x, y }, { degree, alpha }) {
    let state = { degree, coefficients: [] as number[], intercept: 0 };
    return {
      step() {
        const expanded = expandFeatures(x, degree);
        const { coefficients, intercepts, residualSumOfSquares } = solveLeastSquares(
          expanded,
          { values: y, rows: y.length, columns: 1 },
          alpha,
        );
        state = { degree, coefficients: coefficients.map(([weight = 0]) => weight), intercept: intercepts[0] ?? 0 };
        return { metrics: [{ name: 'loss', value: residualSumOfSquares / y.length }], done: true };
      },
      state: () => state,
    };
  },
  predict: (state, x) => predictLinear(state, expandFeatures(x, state.degree)),
  fittedAttributes: ({ coefficients, intercept, degree }) => [
    {
      name: 'coefficients',
      values: coefficients,
      columns: () => monomials(columnCount(coefficients.length, degree), degree),
    },
    { name: 'intercept', values: [intercept] },
  ],
  weights: ({ coefficients }) => coefficients.length + 1,
});

/** Number of products of 1 to `degree` columns: C(width + degree, degree) - 1. */
function termCount(width: number, degree: number): number {
  let count = 1;
  for (let factor = 1; factor <= degree; factor++) count = (count * (width + factor)) / factor;
  return count - 1;
}

/** Inverse of `termCount`: the number of columns that have this many terms. */
function columnCount(terms: number, degree: number): number {
  let width = 0;
  while (termCount(width, degree) < terms) width++;
  return width;
}

/** Computes every product of 1 to `degree` columns, ordered by degree and then by column. */
function expandFeatures(x: Matrix, degree: number): Matrix {
  const terms = monomials(x.columns, degree);
  const expanded = zeros(x.rows, terms.length);
  for (let row = 0; row < x.rows; row++) {
    for (const [index, term] of terms.entries()) {
      let product = 1;
      for (const column of term) product *= x.values[row * x.columns + column] ?? 0;
      expanded.values[row * terms.length + index] = product;
    }
  }
  return expanded;
}

/** Returns all non-decreasing lists of 1 to `degree` column indices. */
function monomials(columns: number, degree: number): number[][] {
  let last: number[][] = [[]];
  const all: number[][] = [];
  for (let length = 1; length <= degree; length++) {
    last = last.flatMap((term) =>
      Array.from({ length: columns - (term.at(-1) ?? 0) }, (_, index) => [...term, (term.at(-1) ?? 0) + index]),
    );
    all.push(...last);
  }
  return all;
}
