import { z } from 'zod';
import { decisions, type Kernel, similarity } from '../learning/classical/kernel.ts';
import { createDual } from '../learning/classical/smo.ts';
import { rowOf } from '../learning/matrix.ts';
import { defineEstimator, type Problem } from './estimator.ts';
import {
  dualTolerance,
  kernelCost,
  kernelOf,
  kernelParameters,
  kernelState,
  mostIterations,
  sampleKernel,
  unfinished,
  updatesAtOnce,
} from './kernel-parameters.ts';

const numbers = z.array(z.number());

export const supportVectorRegression = defineEstimator({
  name: 'supportVectorRegression',
  title: 'Support vector regression',
  description:
    'Predicts a number so that most samples lie within a tube around it; with the rbf kernel the tube bends.',
  whenToUse: 'With some hundred to some ten thousand rows of numbers, and a target that changes smoothly.',
  whenNotToUse: 'With very many rows: its work grows with their square.',
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
  steps: () => mostIterations,
  unfinished,
  sample: (random) => ({ ...sampleKernel(random), epsilon: 10 ** (random.next() * 2 - 2.5) }),
  cost: (shape) => kernelCost(shape, 1),
  state: z.object({
    kernel: kernelState,
    vectors: z.array(numbers),
    coefficients: numbers,
    rho: z.number(),
    /** While it is fitted. */
    search: z.object({ alphas: numbers, gradient: numbers }).nullable(),
  }),
  start(problem, { C, epsilon, ...options }, before) {
    const { x } = problem;
    const kernel = before?.kernel ?? kernelOf(x, options);
    const dual = createDual(dualOf(problem, kernel, C, epsilon), dualTolerance, before?.search ?? null);
    let finished = false;
    return {
      step() {
        finished = !dual.advance(updatesAtOnce);
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
  answer({ kernel, vectors, coefficients, rho }, x) {
    const decide = decisions(kernel, vectors, x);
    const weights = new Map(coefficients.entries());
    return Float64Array.from({ length: x.rows }, (_, row) => decide(weights, row) - rho);
  },
  facts: ({ vectors }) => [{ name: 'supportVectors', values: [vectors.length] }],
  weights: ({ vectors }) => vectors.reduce((sum, vector) => sum + vector.length + 1, 0),
});

/** Twice as many unknowns as samples: how far each lies above the tube, and how far below. */
function dualOf({ x, y }: Problem, kernel: Kernel, C: number, epsilon: number) {
  const rows = Array.from({ length: x.rows }, (_, row) => rowOf(x, row));
  const signs = Int8Array.from({ length: 2 * x.rows }, (_, index) => (index < x.rows ? 1 : -1));
  const diagonal = rows.map((row) => similarity(kernel, row, row));
  return {
    size: 2 * x.rows,
    signs,
    linear: Float64Array.from(signs, (sign, index) => epsilon - sign * (y[index % x.rows] ?? 0)),
    C,
    diagonal: Float64Array.from([...diagonal, ...diagonal]),
    row(index: number): Float64Array {
      const [own, sign] = [rows[index % x.rows] ?? new Float64Array(), signs[index] ?? 1];
      const alike = Float64Array.from(rows, (row) => similarity(kernel, own, row));
      return Float64Array.from(signs, (other, at) => sign * other * (alike[at % x.rows] ?? 0));
    },
  };
}
