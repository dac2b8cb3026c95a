/**
 * Layers that TensorFlow.js composes of dozens of kernels a step, computed by one or two of ours: what a layer does when it is
 * called is replaced, for every model in the process, where the layer's options allow it. What it is (its weights, its
 * configuration, its format as a file) stays.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

/** What a layer is called with besides its input; each layer knows its own. */
export interface CallOptions {
  training?: boolean;
  mask?: unknown;
  initialState?: unknown;
}

/** A layer's weight. */
export type Weight = ReturnType<layers.Layer['addWeight']>;

interface Callable {
  call(inputs: tf.Tensor | tf.Tensor[], options: CallOptions): tf.Tensor | tf.Tensor[];
}

/**
 * @param sample one layer of the class, which is not exported by itself
 * @param fast   answers like the layer, or null where it does not know how; it is called with one input, on wasm
 */
export function replaceCall<Layer>(
  sample: layers.Layer,
  fast: (layer: Layer, input: tf.Tensor, options: CallOptions) => tf.Tensor | null,
): void {
  const prototype: Callable = Object.getPrototypeOf(sample);
  const composed = prototype.call;
  prototype.call = function (inputs, options) {
    const [input, ...more] = Array.isArray(inputs) ? inputs : [inputs];
    if (!input || more.length > 0 || tf.getBackend() !== 'wasm') return composed.call(this, inputs, options);
    // `this` is a layer of the sample's class.
    return tf.tidy(() => fast(this as Layer, input, options ?? {}) ?? composed.call(this, inputs, options));
  };
}
