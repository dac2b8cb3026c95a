import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { floats } from './wasm/kernel-access.ts';

/** Copies a tensor's values to `into`, starting at `at`; directly from the engine's memory if that is accessible. */
export async function copyTensor(tensor: tf.Tensor, into: Float32Array, at: number): Promise<void> {
  const wasm = tf.getBackend() === 'wasm';
  into.set(wasm ? floats(tf.backend() as BackendWasm, tensor) : await tensor.data<'float32'>(), at);
}
