/**
 * Runs layers that TensorFlow.js composes of dozens of kernels per step as one or two fused kernels. The layer's `call` is
 * replaced for every model in the process, where the layer's options allow it; its weights, configuration and file format stay
 * the same.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

/** The keyword arguments of a layer's call; each layer knows its own. */
export interface CallOptions {
  training?: boolean;
  mask?: unknown;
  initialState?: unknown;
}

/** A weight of a layer. */
export type Weight = ReturnType<layers.Layer['addWeight']>;

interface Callable {
  call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions): tf.Tensor | tf.Tensor[];
}

/**
 * @param sample    an instance of the layer's class, because tfjs does not export the class
 * @param fusedCall computes the layer's output, or returns null if it cannot; called with one input, on wasm
 */
export function overrideLayerCall<Layer>(
  sample: layers.Layer,
  fusedCall: (layer: Layer, input: tf.Tensor, options: CallOptions) => tf.Tensor | null,
): void {
  const prototype: Callable = Object.getPrototypeOf(sample);
  const originalCall = prototype.call;
  prototype.call = function (inputs, options) {
    const [input, ...more] = Array.isArray(inputs) ? inputs : [inputs];
    if (!input || more.length > 0 || tf.getBackend() !== 'wasm') return originalCall.call(this, inputs, options);
    // `this` is an instance of the sample's class.
    return tf.tidy(() => fusedCall(this as Layer, input, options ?? {}) ?? originalCall.call(this, inputs, options));
  };
}
