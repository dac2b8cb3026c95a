/**
 * Optimizers. Their whole state is in plain variables, so a checkpoint can store it exactly. The optimizers of TensorFlow.js
 * do not allow that: they hide Adam's powers of beta, and Adamax does not expose its state.
 *
 *   sgd       w -= lr g
 *   momentum  v = 0.9 v + g;                                    w -= lr v           (Polyak 1964)
 *   rmsprop   s = 0.9 s + 0.1 g^2;                              w -= lr g / sqrt(s + eps)   (Tieleman & Hinton 2012)
 *   adam      m = 0.9 m + 0.1 g;  s = 0.999 s + 0.001 g^2;      w -= lr_t m / (sqrt(s) + eps)
 *             lr_t = lr sqrt(1 - 0.999^t) / (1 - 0.9^t)         (Kingma & Ba 2015, section 2)
 */
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingOptions } from '../data.ts';
import { fusedOptimizerUpdate } from '../engine/wasm/math/optimizer-update.ts';

export interface Optimizer {
  /** Accumulators in a fixed order, which a checkpoint must store in addition to the weights. */
  readonly state: tf.Variable[];
  /** Applies update number `step`, counted from 1. `gradients` are in the order of the weights. */
  apply(gradients: tf.Tensor[], learningRate: number, step: number): void;
  dispose(): void;
}

const [momentum, beta2, decay, epsilon] = [0.9, 0.999, 0.9, 1e-7];

/** @param weights the variables to update. @param options `beta1`: Adam's decay of the mean gradient */
export function createOptimizer(
  name: TrainingOptions['optimizer'],
  weights: tf.Variable[],
  { beta1 = 0.9 }: { beta1?: number } = {},
): Optimizer {
  const slots = { sgd: 0, momentum: 1, rmsprop: 1, adam: 2 }[name];
  const state = weights.flatMap((weight) =>
    Array.from({ length: slots }, () => tf.tidy(() => tf.variable(tf.zerosLike(weight), false))),
  );

  /** Returns the decrement of a weight and updates its accumulators. */
  function update(gradient: tf.Tensor, own: tf.Variable[], learningRate: number, step: number): tf.Tensor {
    const [first, second] = own;
    if (first && second) {
      first.assign(mix(first, beta1, gradient, 1 - beta1));
      second.assign(mix(second, beta2, tf.square(gradient), 1 - beta2));
      return tf.mul(tf.div(first, tf.add(tf.sqrt(second), epsilon)), adamRate(learningRate, step, beta1));
    }
    if (first && name === 'momentum') {
      first.assign(tf.add(tf.mul(first, momentum), gradient));
      return tf.mul(first, learningRate);
    }
    if (first) {
      first.assign(mix(first, decay, tf.square(gradient), 1 - decay));
      return tf.mul(tf.div(gradient, tf.sqrt(tf.add(first, epsilon))), learningRate);
    }
    return tf.mul(gradient, learningRate);
  }

  return {
    state,
    apply(gradients, learningRate, step) {
      tf.tidy(() => {
        for (const [index, weight] of weights.entries()) {
          const gradient = gradients[index];
          if (!gradient) continue;
          const own = state.slice(index * slots, (index + 1) * slots);
          const [first, second] = own;
          const inputs = { weight, gradient, ...(first && { first }), ...(second && { second }) };
          const updated = fusedOptimizerUpdate(inputs, {
            optimizer: name,
            rate: name === 'adam' ? adamRate(learningRate, step, beta1) : learningRate,
            decay: name === 'adam' ? beta1 : decay,
            decay2: beta2,
            epsilon,
          });
          weight.assign(updated ?? tf.sub(weight, update(gradient, own, learningRate, step)));
        }
      });
    },
    dispose: () => tf.dispose(state),
  };
}

function adamRate(learningRate: number, step: number, beta1: number): number {
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}

/** a x + b y */
function mix(x: tf.Tensor, a: number, y: tf.Tensor, b: number): tf.Tensor {
  return tf.add(tf.mul(x, a), tf.mul(y, b));
}
