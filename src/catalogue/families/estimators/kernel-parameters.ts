/** Parameters and constants of both support vector families. */
import { z } from 'zod';
import { type Kernel, scaledGamma } from '../../../learning/classical/kernel.ts';
import type { Matrix } from '../../../learning/matrix.ts';
import type { Random } from '../../../learning/random.ts';
import type { FitCost } from '../../estimate.ts';
import type { ModelShape } from '../../family.ts';

export const kernelParameters = {
  kernel: z
    .enum(['rbf', 'linear'])
    .default('rbf')
    .describe('Kernel function, the similarity of two samples. rbf: exp(-gamma |x - y|^2); linear: x . y.'),
  C: z
    .number()
    .min(1e-4)
    .max(1e6)
    .default(1)
    .describe('Cost of an error: higher values fit the training set more closely.'),
  gamma: z
    .number()
    .min(1e-6)
    .max(1e4)
    .nullable()
    .default(null)
    .describe('How fast similarity decreases with distance (rbf only). Null: 1 / (columns x variance of the columns).'),
};

export const kernelState = z.object({ kind: z.enum(['linear', 'rbf']), gamma: z.number() });

export function resolveKernel(x: Matrix, { kernel, gamma }: { kernel: Kernel['kind']; gamma: number | null }): Kernel {
  return { kind: kernel, gamma: gamma ?? scaledGamma(x) };
}

export const sampleKernel = (random: Random) => ({
  C: 10 ** (random.next() * 4 - 1),
  gamma: 10 ** (random.next() * 3 - 3),
});

/** Assumes that every training sample becomes a support vector. @param duals coefficients per support vector */
export function kernelCost({ inputShape: [width = 1], trainSamples }: ModelShape, duals: number): FitCost {
  return {
    parameters: trainSamples * (width + duals),
    workspace: Math.min(2 ** 25, trainSamples ** 2) + 4 * trainSamples,
    multiplications: 10 * trainSamples ** 2 * width,
    field: null,
  };
}

/** Updates per iteration, the unit in which progress is reported and a run can be interrupted. */
export const updatesPerIteration = 1000;
/** 100 million updates; separable data takes far fewer. */
export const maxIterations = 100_000;
export const notConvergedMessage =
  'The solver did not converge within 100 million steps. Use a smaller `C`, or check the columns for extreme values.';
/** Stopping tolerance, as in LIBSVM. */
export const dualTolerance = 1e-3;
