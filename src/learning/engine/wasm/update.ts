/** The optimizers' updates as one kernel each: learning/optimizer.ts has the formulas, and the way that takes where this is not. */
import * as tf from '@tensorflow/tfjs-core';
import { attributes, input, output, product, replaceKernel } from './access.ts';
import type { Native } from './native.ts';

/** kernels/elementwise.c has the same numbers. */
const kinds = { sgd: 0, momentum: 1, rmsprop: 2, adam: 3 } as const;

interface UpdateAttributes {
  optimizer: keyof typeof kinds;
  rate: number;
  decay: number;
  decay2: number;
  epsilon: number;
}

export function registerUpdate({ run, at }: Native): void {
  replaceKernel('OptimizerUpdate', (args) => {
    const [weight, gradient] = [input(args, 'weight'), input(args, 'gradient')];
    const [first, second] = [args.inputs.first, args.inputs.second].map((state) =>
      state && !Array.isArray(state) ? at(state) : 0,
    );
    const { optimizer, rate, decay, decay2, epsilon } = attributes<UpdateAttributes>(args);
    // New memory: the old weights may still be in use elsewhere. The accumulators are the optimizer's alone.
    const updated = output(args.backend, weight.shape);
    const size = product(weight.shape);
    run.update(
      kinds[optimizer],
      at(weight),
      at(updated),
      first ?? 0,
      second ?? 0,
      at(gradient),
      size,
      rate,
      decay,
      decay2,
      epsilon,
    );
    return updated;
  });
}

/**
 * The updated weight; `first` and `second`, the accumulators that the optimizer has, are changed in place.
 * @returns null where the engine has no kernel for it
 */
export function updateInOnePass(
  inputs: { weight: tf.Tensor; gradient: tf.Tensor; first?: tf.Tensor; second?: tf.Tensor },
  attrs: UpdateAttributes,
): tf.Tensor | null {
  if (!tf.getKernel('OptimizerUpdate', tf.getBackend())) return null;
  return tf.engine().runKernel('OptimizerUpdate', inputs, { ...attrs }) as tf.Tensor; // the kernel gives one
}
