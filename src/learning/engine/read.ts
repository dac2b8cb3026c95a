import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { floats } from './wasm/access.ts';

/** Copies a tensor's values to `into[at]` and after; where the engine's memory can be seen, with no other copy between. */
export async function readInto(tensor: tf.Tensor, into: Float32Array, at: number): Promise<void> {
  const wasm = tf.getBackend() === 'wasm';
  into.set(wasm ? floats(tf.backend() as BackendWasm, tensor) : await tensor.data<'float32'>(), at);
}
