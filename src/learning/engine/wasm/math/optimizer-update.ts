/** Fused optimizer updates, one kernel each. training/optimizer.ts has the formulas, and the implementation for other engines. */
import * as tf from '@tensorflow/tfjs-core';
import { allocateTensor, attributes, input, replaceKernel, sizeFromShape } from '../kernel-access.ts';
import type { Native } from '../native.ts';

/** kernels/elementwise.c uses the same numbers. */
const kinds = { sgd: 0, momentum: 1, rmsprop: 2, adam: 3 } as const;

interface UpdateAttributes {
  optimizer: keyof typeof kinds;
  rate: number;
  decay: number;
  decay2: number;
  epsilon: number;
}

export function registerUpdate({ run, pointerOf }: Native): void {
  replaceKernel('OptimizerUpdate', (args) => {
    const [weight, gradient] = [input(args, 'weight'), input(args, 'gradient')];
    const [first, second] = [args.inputs.first, args.inputs.second].map((state) =>
      state && !Array.isArray(state) ? pointerOf(state) : 0,
    );
    const { optimizer, rate, decay, decay2, epsilon } = attributes<UpdateAttributes>(args);
    // The result is new memory, because the old weights may still be in use. Only the optimizer uses the accumulators.
    const updated = allocateTensor(args.backend, weight.shape);
    const size = sizeFromShape(weight.shape);
    run.update(
      kinds[optimizer],
      pointerOf(weight),
      pointerOf(updated),
      first ?? 0,
      second ?? 0,
      pointerOf(gradient),
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
 * Returns the updated weight, and updates the optimizer's accumulators `first` and `second` in place.
 * @returns null if the engine has no kernel for it
 */
export function fusedOptimizerUpdate(
  inputs: { weight: tf.Tensor; gradient: tf.Tensor; first?: tf.Tensor; second?: tf.Tensor },
  attrs: UpdateAttributes,
): tf.Tensor | null {
  if (!tf.getKernel('OptimizerUpdate', tf.getBackend())) return null;
  return tf.engine().runKernel('OptimizerUpdate', inputs, { ...attrs }) as tf.Tensor; // the kernel returns one tensor
}
