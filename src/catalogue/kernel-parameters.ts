/** What the support vector machines share. */
import { z } from 'zod';
import { type Kernel, scaledGamma } from '../learning/classical/kernel.ts';
import type { Matrix } from '../learning/matrix.ts';
import type { Random } from '../learning/random.ts';
import type { FitCost } from './estimate.ts';
import type { Shape } from './family.ts';

export const kernelParameters = {
  kernel: z
    .enum(['rbf', 'linear'])
    .default('rbf')
    .describe('How alike two samples are: rbf, exp(-gamma |x - y|^2); linear, x . y.'),
  C: z
    .number()
    .min(1e-4)
    .max(1e6)
    .default(1)
    .describe('What a mistake costs: higher values fit the training samples more closely.'),
  gamma: z
    .number()
    .min(1e-6)
    .max(1e4)
    .nullable()
    .default(null)
    .describe('How fast likeness falls with distance, for rbf. Null: 1 / (columns x the variance of the columns).'),
};

export const kernelState = z.object({ kind: z.enum(['linear', 'rbf']), gamma: z.number() });

export function kernelOf(x: Matrix, { kernel, gamma }: { kernel: Kernel['kind']; gamma: number | null }): Kernel {
  return { kind: kernel, gamma: gamma ?? scaledGamma(x) };
}

export const sampleKernel = (random: Random) => ({
  C: 10 ** (random.next() * 4 - 1),
  gamma: 10 ** (random.next() * 3 - 3),
});

/** Every training sample may become a support vector; likenesses are computed some ten times. @param duals coefficients of one */
export function kernelCost({ inputShape: [width = 1], trainSamples }: Shape, duals: number): FitCost {
  return {
    parameters: trainSamples * (width + duals),
    workspace: Math.min(2 ** 25, trainSamples ** 2) + 4 * trainSamples,
    multiplications: 10 * trainSamples ** 2 * width,
    field: null,
  };
}

/** Updates of one iteration: what a watcher sees, and where a run can be interrupted. */
export const updatesAtOnce = 1000;
/** A hundred million updates: data that can be divided takes far fewer. */
export const mostIterations = 100_000;
export const unfinished =
  'The margin was not found in a hundred million steps. Give a smaller C, or look for columns with extreme values.';
/** As LIBSVM stops. */
export const dualTolerance = 1e-3;
