import { setImmediate as nextTurn } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { Features } from './data.ts';
import { assertNoDeviceErrors } from './engine/webgpu.ts';
import { gatherFeatures } from './training/batch.ts';

const defaultBatchSize = 256;

/** Maps a batch of samples to a batch of predictions: [B, ...] ─> [B, ...]. */
export type ForwardPass = (x: tf.Tensor) => tf.Tensor;

/**
 * Returns the predictions for `rows` (default: all), row after row: [rows.length x outputs].
 * Yields to the event loop between batches. @throws the abort reason of `signal`
 */
export async function predictBatches(
  answer: ForwardPass,
  features: Features,
  options: { rows?: Int32Array; batchSize?: number; signal?: AbortSignal } = {},
): Promise<Float32Array> {
  const { batchSize = defaultBatchSize, signal } = options;
  const rows = options.rows ?? Int32Array.from({ length: features.count }, (_, index) => index);
  const size = features.sampleShape.reduce((product, side) => product * side, 1);
  const room = new Float32Array(Math.min(batchSize, rows.length) * size);
  let answers = new Float32Array(0);
  for (let start = 0; start < rows.length; start += batchSize) {
    await nextTurn();
    signal?.throwIfAborted();
    const part = rows.subarray(start, start + batchSize);
    const output = tf.tidy(() => {
      const gathered = gatherFeatures(features, part, room.subarray(0, part.length * size));
      const x = tf.tensor(gathered, [part.length, ...features.sampleShape]);
      return answer(x);
    });
    const values = await output.data<'float32'>();
    output.dispose();
    assertNoDeviceErrors();
    if (start === 0) answers = new Float32Array((values.length / part.length) * rows.length);
    answers.set(values, (values.length / part.length) * start);
  }
  return answers;
}
