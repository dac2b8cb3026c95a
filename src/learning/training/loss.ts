/** Loss functions. `output` and `y` are [B, C] unless stated otherwise; every loss is a mean over the batch. */
import * as tf from '@tensorflow/tfjs-core';
import { detectionLoss } from './detection-loss.ts';

/**
 *   categoricalCrossentropy  -log p(true class); the outputs are probabilities of C classes, y is one-hot
 *   binaryCrossentropy       -(y log p + (1 - y) log(1 - p)), summed over C; the outputs are independent probabilities
 *   meanSquaredError         mean over C of the squared difference
 *   meanAbsoluteError        mean over C of the absolute difference
 *   nextToken                mean over T of -log p(true token); outputs [B, T, V] are probabilities, y [B, T] are token indices
 *   detection                loss of boxes and classes: detection-loss.ts
 */
export type Loss =
  | 'categoricalCrossentropy'
  | 'binaryCrossentropy'
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'nextToken'
  | 'detection';

/** Keeps log() finite, as in Keras. */
const epsilon = 1e-7;

export function meanLoss(loss: Loss, output: tf.Tensor, y: tf.Tensor): tf.Scalar {
  return tf.mean(perSample(loss, output, y));
}

function perSample(loss: Loss, output: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (loss === 'meanSquaredError') return tf.mean(tf.squaredDifference(output, y), -1);
  if (loss === 'meanAbsoluteError') return tf.mean(tf.abs(tf.sub(output, y)), -1);
  if (loss === 'detection') return detectionLoss(output, y);
  if (loss === 'nextToken') {
    const oneHot = tf.oneHot(tf.cast(y, 'int32'), output.shape[2] ?? 0);
    const p = tf.sum(tf.mul(output, oneHot), -1);
    return tf.neg(tf.mean(tf.log(tf.clipByValue(p, epsilon, 1)), -1));
  }
  const p = tf.clipByValue(output, epsilon, 1 - epsilon);
  const positives = tf.mul(y, tf.log(p));
  if (loss === 'categoricalCrossentropy') return tf.neg(tf.sum(positives, -1));
  return tf.neg(tf.sum(tf.add(positives, tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p)))), -1));
}
