import { z } from 'zod';
import { decisionFunction, type Kernel, kernelValue } from '../../../learning/classical/kernel.ts';
import { createDualSolver } from '../../../learning/classical/smo.ts';
import { rowOf } from '../../../learning/matrix.ts';
import { defineEstimator, type Problem } from '../../estimator.ts';
import {
  dualTolerance,
  kernelCost,
  kernelParameters,
  kernelState,
  maxIterations,
  notConvergedMessage,
  resolveKernel,
  sampleKernel,
  updatesPerIteration,
} from './kernel-parameters.ts';

const numbers = z.array(z.number());

export const supportVectorRegression = defineEstimator({
  name: 'supportVectorRegression',
  title: 'Support vector regression',
  description:
    'Predicts a number such that most samples lie within a tube around the prediction. With the rbf kernel, the tube is curved.',
  whenToUse: 'A few hundred to tens of thousands of rows of numbers, and a target that changes smoothly.',
  whenNotToUse: 'Very many rows: training time grows with the square of their number.',
  citation:
    'Drucker, Burges, Kaufman, Smola & Vapnik, "Support Vector Regression Machines", NIPS 9, 1996; solved as in LIBSVM (Chang & Lin 2011).',
  modalities: ['TABULAR'],
  objectives: ['REGRESSION'],
  parameters: z.object({
    ...kernelParameters,
    epsilon: z
      .number()
      .min(0)
      .max(10)
      .default(0.1)
      .describe('Half the width of the tube, in standard deviations of the target.'),
  }),
  iterations: null,
  maxIterations: () => maxIterations,
  unfinished: notConvergedMessage,
  sample: (random) => ({ ...sampleKernel(random), epsilon: 10 ** (random.next() * 2 - 2.5) }),
  cost: (shape) => kernelCost(shape, 1),
  state: z.object({
    kernel: kernelState,
    vectors: z.array(numbers),
    coefficients: numbers,
    rho: z.number(),
    /** State of the solver; null once fitted. */
    search: z.object({ alphas: numbers, gradient: numbers }).nullable(),
  }),
  createSolver(problem, { C, epsilon, ...options }, resumeState) {
    const { x } = problem;
    const kernel = resumeState?.kernel ?? resolveKernel(x, options);
    const dual = createDualSolver(
      createDualProblem(problem, kernel, C, epsilon),
      dualTolerance,
      resumeState?.search ?? null,
    );
    let finished = false;
    return {
      step() {
        finished = !dual.iterate(updatesPerIteration);
        return { metrics: [{ name: 'violation', value: dual.gap() }], done: finished };
      },
      state() {
        const differences = Array.from(
          { length: x.rows },
          (_, row) => (dual.alphas[row] ?? 0) - (dual.alphas[row + x.rows] ?? 0),
        );
        const support = [...differences.keys()].filter((row) => differences[row] !== 0);
        return {
          kernel,
          vectors: finished ? support.map((row) => [...rowOf(x, row)]) : [],
          coefficients: finished ? support.map((row) => differences[row] ?? 0) : [],
          rho: dual.rho(),
          search: finished ? null : dual.state(),
        };
      },
    };
  },
  predict({ kernel, vectors, coefficients, rho }, x) {
    const decide = decisionFunction(kernel, vectors, x);
    const weights = new Map(coefficients.entries());
    return Float64Array.from({ length: x.rows }, (_, row) => decide(weights, row) - rho);
  },
  fittedAttributes: ({ vectors }) => [{ name: 'supportVectors', values: [vectors.length] }],
  weights: ({ vectors }) => vectors.reduce((sum, vector) => sum + vector.length + 1, 0),
});

/** Creates the dual problem, with two unknowns per sample: its distance above the tube, and below. */
function createDualProblem({ x, y }: Problem, kernel: Kernel, C: number, epsilon: number) {
  const rows = Array.from({ length: x.rows }, (_, row) => rowOf(x, row));
  const signs = Int8Array.from({ length: 2 * x.rows }, (_, index) => (index < x.rows ? 1 : -1));
  const diagonal = rows.map((row) => kernelValue(kernel, row, row));
  return {
    size: 2 * x.rows,
    signs,
    linear: Float64Array.from(signs, (sign, index) => epsilon - sign * (y[index % x.rows] ?? 0)),
    C,
    diagonal: Float64Array.from([...diagonal, ...diagonal]),
    row(index: number): Float64Array {
      const [own, sign] = [rows[index % x.rows] ?? new Float64Array(), signs[index] ?? 1];
      const similarities = Float64Array.from(rows, (row) => kernelValue(kernel, own, row));
      return Float64Array.from(signs, (other, at) => sign * other * (similarities[at % x.rows] ?? 0));
    },
  };
}
